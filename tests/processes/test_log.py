"""The log of an article: who sees which line, and as a table that no spreadsheet executes."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

from django.test import Client

from accounts.models import User
from processes import decision_log, workflow
from processes.models import Action, Article, Decision, Manner
from tests.cast import Cast, deputise

As = Callable[[User], Client]
HOSTILE = ("=cmd|'/c calc'!A1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "a;=1+1", '"=1"')


def address(article: Article, end: str) -> str:
    return f"{article.get_absolute_url()}history/{end}"


def rows_of(client: Client, article: Article) -> list[list[str]]:
    response = client.get(address(article, "log.csv"))
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline="")))


def test_everybody_sees_what_was_published_and_those_concerned_the_rest(
    cast: Cast, as_: As
) -> None:
    article = cast.article()
    returned = cast.pending(article, "Better.", note="A <b>secret</b> plan")
    workflow.return_to_author(returned, cast.fresh(cast.owner), "Not so <script>")
    reader, owner = as_(cast.reader), as_(cast.owner)
    assert [row[1] for row in rows_of(owner, article)[1:]] == [
        *("Returned", "Submitted", "Approved", "Submitted")
    ]
    assert [row[1] for row in rows_of(reader, article)[1:]] == ["Approved"]
    assert address(article, "log.csv") in reader.get(address(article, "")).content.decode()


def test_who_may_not_read_the_page_gets_nothing_of_its_log(cast: Cast, as_: As) -> None:
    article = cast.article(
        "Salaries", department=cast.board, author=cast.insider, owner=cast.insider
    )
    there = address(article, "log.csv")
    assert as_(cast.reader).get(there).status_code == 404
    assert as_(cast.insider).get(there).status_code == 200
    assert as_(cast.insider).post(there).status_code == 405
    assert Client().get(there).status_code == 302


def test_no_cell_is_a_formula(cast: Cast, as_: As) -> None:
    article = cast.article()
    for text in HOSTILE:
        Decision.objects.create(
            article=article, action=Action.CHANGED, by=cast.owner, comment=text, note=text
        )
    User.objects.filter(pk=cast.owner.pk).update(name="=HYPERLINK(A1)")
    rows = rows_of(as_(cast.reader), article)
    assert rows[0] == list(decision_log.HEADINGS)
    for row in rows:
        assert len(row) == len(decision_log.HEADINGS)
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
            assert ";=" not in cell
    comments = [row[13] for row in rows[1:]]
    assert "'=cmd|'/c calc'!A1" in comments
    assert "a;'=1+1" in comments
    assert '"=1"' in comments


def test_the_table_says_who_acted_for_whom_and_how(cast: Cast, as_: As) -> None:
    article = cast.article()
    deputise(cast.owner, cast.deputy)
    cast.approve(cast.pending(article, "Better."), by=cast.deputy)
    Decision.objects.create(
        article=article,
        proposal=article.proposals.first(),
        action=Action.APPROVED,
        by=cast.owner,
        manner=Manner.CORRECTED,
        version=3,
        round=2,
    )
    corrected, approved = rows_of(as_(cast.owner), article)[1:3]
    assert corrected[2] == "With corrections by the approver"
    assert corrected[3:6:2] == ["3", "2"]
    assert approved[7:12] == [
        *("Deputy", "deputy@example.com", "Owner", "owner@example.com", "Author")
    ]


def test_the_table_asks_as_much_with_few_lines_as_with_many(
    cast: Cast, as_: As, django_assert_max_num_queries: Any
) -> None:
    article = cast.article()
    proposal = article.proposals.first()
    Decision.objects.bulk_create(
        Decision(article=article, proposal=proposal, action=Action.RETURNED, by=cast.owner)
        for _ in range(200)
    )
    client = as_(cast.owner)
    with django_assert_max_num_queries(5):
        assert len(rows_of(client, article)) == 203


def test_words_about_the_rest_of_a_proposal_are_for_those_who_may_see_it(
    cast: Cast, as_: As
) -> None:
    article = cast.article(body="One.\n\nTwo.\n\nThree.")
    proposal = cast.pending(article, "One more.\n\nTwo.\n\nThree more.")
    workflow.approve_part(
        proposal,
        cast.fresh(cast.owner),
        numbers={1},
        fields=set(),
        digest=proposal.digest,
        base_version=proposal.base_version,
        comment="Not before the merger",
    )
    address = article.get_absolute_url() + "history/"
    for place in (address, address + "?show=versions", address + "log.csv"):
        assert "merger" not in read(as_(cast.reader), place), place
    assert "merger" in read(as_(cast.author), address + "log.csv")


def read(browser: Client, address: str) -> str:
    response = browser.get(address)
    return b"".join(response).decode()
