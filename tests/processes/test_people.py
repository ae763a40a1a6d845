"""A person's page: what they own, wrote and know, as far as the reader may read it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from processes.models import Article, ArticleTool, Tool
from tests.cast import Cast, deputise

As = Callable[[User], Client]


def read(client: Client, person: User) -> str:
    response = client.get(person.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def tool(cast: Cast, name: str, article: Article, **where: object) -> None:
    made = Tool.objects.create(
        name=name,
        name_key=name.lower(),
        slug=name.lower(),
        **{"department": cast.equipment, **where},
    )
    ArticleTool.objects.create(article=article, tool=made)


def test_what_somebody_wrote_for_others_and_knows_about(cast: Cast, as_: As) -> None:
    article = cast.article()
    cast.approve(cast.pending(article, "Better."))
    cast.draft(cast.article("Only drafted", author=cast.reader), "A secret plan.")
    tool(cast, "Jira", article)
    tool(cast, "Vault", article, department=cast.board)
    html = read(as_(cast.outsider), cast.author)
    for told in ("Set up a laptop", "2 approved changes", "owned by Owner", "Jira", "Reports to"):
        assert told in html, told
    for hidden in ("Only drafted", "secret plan", "Vault"):
        assert hidden not in html, hidden
    owner = read(as_(cast.outsider), cast.owner)
    assert "Contributed to" not in owner
    assert "2 pages" in owner


def test_nothing_of_a_closed_department_is_told(cast: Cast, as_: As) -> None:
    secret = cast.article("Merger", department=cast.board, owner=cast.owner, author=cast.insider)
    tool(cast, "Ledger", secret)
    for person in (cast.owner, cast.insider):
        html = read(as_(cast.reader), person)
        for hidden in ("Merger", "Ledger", "Board", "Knows about", "Reports to Insider"):
            assert hidden not in html, hidden
        assert "Merger" in read(as_(cast.admin), person)


def test_who_stands_in_and_who_has_left(cast: Cast, as_: As) -> None:
    deputise(cast.owner, cast.deputy)
    deputise(cast.owner, cast.head, first_day=2, last_day=4)
    html = read(as_(cast.reader), cast.owner)
    assert "Deputy</a> stands in for Owner until" in html
    assert "Head</a> stands in" not in html
    User.objects.filter(pk=cast.owner.pk).update(is_active=False)
    html = read(as_(cast.reader), cast.owner)
    assert "No longer here" in html
    assert "stands in" not in html


@pytest.mark.parametrize("rows", [2, 40])
def test_a_persons_page_asks_the_same_however_much_they_did(cast: Cast, as_: As, rows: int) -> None:
    pages = Article.objects.bulk_create(
        Article(
            department=cast.equipment, title=f"P {n}", slug=f"p-{n}", owner=cast.owner, version=1
        )
        for n in range(rows)
    )
    for page in pages:
        tool(cast, f"T{page.pk}", page)
    client = as_(cast.reader)
    with CaptureQueriesContext(connection) as queries:
        read(client, cast.owner)
    assert len(queries) <= 10, [query["sql"][:90] for query in queries]
