"""The timeline of a page, two of its versions compared, and who wrote which line."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from processes import history, workflow
from processes.history import comparing
from processes.models import Action, Article, Decision, Manner, VersionNumber
from processes.text.line_origins import spread
from tests.cast import Cast, deputise

As = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "_memory", comparing._Memory())


def text_of(client: Client, address: str, query: dict[str, Any] | None = None) -> str:
    """The main part of a page, in one line."""
    response = client.get(address, query)
    assert response.status_code == 200
    return " ".join(response.content.decode().partition("<main")[2].partition("</main>")[0].split())


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def base(article: Article, end: str) -> str:
    return article.get_absolute_url() + ("" if end.startswith("compare") else "history/")


def with_versions(article: Article, many: int) -> None:
    """More versions of a page, of one line more each, as publication keeps them."""
    at = article.published_at
    for number in range(article.version + 1, many + 1):
        old, article.version = article.body, number
        article.body += f"\n\nLine of version {number}."
        history.record(article, old, by=article.owner, note="", at=at)
    numbers = range(2, many + 1)
    proposal = article.proposals.get()
    Decision.objects.bulk_create(
        Decision(
            article=article, proposal=proposal, action=Action.APPROVED, by=article.owner,
            version=number, note=f"Change {number}",
        )
        for number in numbers
    )  # fmt: skip
    article.save()


# --- The timeline ---------------------------------------------------------------------------


def test_versions_and_decisions_stand_in_one_list_for_those_who_may_see_them(
    cast: Cast, as_: As
) -> None:
    article = cast.article()
    cast.approve(cast.pending(article, "Better.", note="Clearer <b>now</b>", significance="major"))
    returned = cast.pending(article, "Worse.", note="A <i>secret</i> plan")
    workflow.return_to_author(returned, cast.fresh(cast.owner), "Not so <script>")
    address = article.get_absolute_url() + "history/"
    page = text_of(as_(cast.owner), address)
    told = words(page)
    assert told.index("returned the proposal by Author") < told.index("Author proposed a change")
    assert told.index("Author proposed a change") < told.index("Version 2")
    assert "A &lt;i&gt;secret&lt;/i&gt; plan" in page
    assert "Not so &lt;script&gt;" in page
    assert "Clearer &lt;b&gt;now&lt;/b&gt;" in page
    assert returned.get_absolute_url() in page
    page = text_of(as_(cast.reader), address)
    assert "Clearer &lt;b&gt;now&lt;/b&gt;" in page
    for hidden in ("secret", "Not so", "returned", "/proposals/"):
        assert hidden not in page
    only = text_of(as_(cast.owner), address, {"show": "versions"})
    assert "secret" not in only
    assert "Version 2" in only
    assert text_of(as_(cast.owner), address, {"show": "<x>", "page": "x"})
    assert as_(cast.owner).get(address, {"page": "2"}).status_code == 404
    assert as_(cast.owner).post(address).status_code == 405


def test_every_action_and_manner_is_told_as_a_sentence(cast: Cast, as_: As) -> None:
    article = cast.article()
    proposal = article.proposals.get()
    manners = [Manner.CORRECTED, Manner.PART, Manner.TRUSTED, Manner.UNDONE]
    Decision.objects.bulk_create(
        Decision(
            article=article, proposal=proposal, action=Action.APPROVED, by=cast.owner,
            manner=manner, version=version, note="As said",
        )
        for version, manner in enumerate(manners, start=2)
    )  # fmt: skip
    others = [action for action in Action if action not in (Action.APPROVED, Action.IMPORTED)]
    Decision.objects.bulk_create(
        Decision(article=article, action=action, by=cast.head, on_behalf_of=cast.owner)
        for action in others
    )
    Decision.objects.create(
        article=article, action=Action.CONFIRMED, by=cast.head, on_behalf_of=cast.owner, version=5
    )
    Decision.objects.create(
        article=article, proposal=proposal, action=Action.RETURNED, by=cast.owner
    )
    Article.objects.filter(pk=article.pk).update(version=5)
    address = article.get_absolute_url() + "history/"
    told = words(text_of(as_(cast.owner), address))
    for sentence in (
        "With corrections",
        "In part",
        "By a trusted author",
        "Undone by Owner",
        "Head took the page over on behalf of Owner",
        "Head confirmed the page unchanged on behalf of Owner: version 5",
        "Head did not take the page over",
        "Head changed the page’s details",
        "Owner returned the proposal by Author",
    ):
        assert sentence in told, sentence
    only = words(text_of(as_(cast.owner), address, {"show": "versions"}))
    assert "Confirmed unchanged by Head on behalf of Owner" in only
    assert "took the page over" not in only
    assert as_(cast.owner).get(address + "log/").headers["Location"] == address


def test_a_thousand_versions_ask_as_little_as_ten(cast: Cast, as_: As) -> None:
    few, many = cast.article("Few"), cast.article("Many")
    with_versions(few, 10)
    with_versions(many, 120)
    client = as_(cast.owner)
    counts: list[dict[str, int]] = []
    for article in (few, many):
        counts.append({})
        for end in ("", "?show=versions", "3/", "lines/", "compare/?from=2&to=9"):
            with CaptureQueriesContext(connection) as queries:
                page = client.get(base(article, end) + end)
            assert page.status_code == 200
            counts[-1][end] = len(queries)
    assert counts[0] == counts[1]
    assert counts[1][""] <= 6
    # With what is written down of a comparison, after it has been sent.
    assert max(counts[1].values()) <= 10, counts
    address = f"{many.get_absolute_url()}history/"
    page = text_of(client, address, {"show": "versions", "page": "2"})
    assert "Version 70" in words(page)
    assert "Version 71 " not in words(page)
    assert 'href="?show=versions&amp;page=3"' in page
    assert 'href="?show=versions&amp;page=1"' in page


# --- Comparing ------------------------------------------------------------------------------


def test_any_two_versions_are_compared_as_readers_see_them_or_as_typed(cast: Cast, as_: As) -> None:
    article = cast.article(body="Unpack *it*.\n\nWait.\n\nSwitch it on.")
    cast.approve(
        cast.pending(article, "Unpack *them*.\n\nWait.\n\nSwitch it on.", significance="major")
    )
    cast.approve(
        cast.pending(article, "Unpack *them*.\n\nWait.\n\nSwitch it off.", title="Laptops")
    )
    article.refresh_from_db()
    client, address = as_(cast.reader), article.get_absolute_url() + "compare/"
    page = text_of(client, address, {"from": 1, "to": 3})
    assert "2 changes" in page
    assert '<del><span class="visually-hidden">Before: </span>Set up a laptop</del>' in page
    assert text_of(client, address, {"from": 3, "to": 1}) == page
    last = words(text_of(client, address))
    assert "from version 2 to version 3 , the one readers see" in last
    assert "1 change" in last
    assert "from version 1 to version 2" in words(text_of(client, address, {"to": 2}))
    source = text_of(client, address, {"from": 1, "to": 3, "view": "source"})
    assert "Unpack *" in source
    assert "data-change=" not in source
    assert "The two texts are the same" in text_of(client, address, {"from": 2, "to": 2})
    assert "is the first: all of it is new" in text_of(client, address, {"to": 1})
    since = client.get(address, {"since": "major"})
    assert since.headers["Location"] == f"{address}?from=2&to=3"
    for odd in ({"from": "x"}, {"to": "4"}, {"to": "9" * 30}, {"from": "-1"}, {"to": "²"}):
        assert client.get(address, odd).status_code == 404, odd


def test_a_comparison_is_made_once_and_shows_each_reader_what_is_theirs(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = cast.article(
        "Salaries", department=cast.board, author=cast.insider, owner=cast.insider
    )
    article = cast.article(body="See the list.")
    link = f"See [the list]({hidden.get_absolute_url()})."
    cast.approve(cast.pending(article, link, author=cast.insider))
    made = []
    compare = comparing.page_diff.compare
    monkeypatch.setattr(
        comparing.page_diff, "compare", lambda *pages: made.append(pages) or compare(*pages)
    )
    address = article.get_absolute_url() + "compare/"
    assert hidden.get_absolute_url() in text_of(as_(cast.insider), address)
    page = text_of(as_(cast.reader), address)
    assert hidden.get_absolute_url() not in page
    assert "a page that you may not open" in page
    assert len(made) == 1


def test_what_is_too_much_to_compare_is_shown_as_its_source(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = cast.article()
    cast.approve(cast.pending(article, "Better."))
    monkeypatch.setattr(comparing, "FEW_TAGS", 1)
    in_time = text_of(as_(cast.reader), article.get_absolute_url() + "compare/")
    assert "data-change=" in in_time
    monkeypatch.setattr(comparing, "_memory", comparing._Memory())
    longest = comparing.LONGEST
    monkeypatch.setattr(comparing, "LONGEST", 0.001)
    page = text_of(as_(cast.reader), article.get_absolute_url() + "compare/")
    assert "too much to compare" in page
    # A busy machine is no verdict; a process that ended itself is, and is not started again.
    monkeypatch.setattr(comparing, "LONGEST", longest)
    monkeypatch.setattr(comparing, "ENVIRONMENT", ())
    began = []
    run = subprocess.run

    def ends_itself(command: list[str], **how: object) -> object:
        began.append(command)
        return run([sys.executable, "-c", "raise SystemExit(1)"], **how)

    monkeypatch.setattr(comparing.subprocess, "run", ends_itself)
    for _ in range(2):
        page = text_of(as_(cast.reader), article.get_absolute_url() + "compare/")
        assert "too much to compare" in page
    assert len(began) == 1
    assert "<ins>Better.</ins>" in page.replace("Added:", "") or "Better." in page


def test_old_pages_pass_todays_sanitizer(cast: Cast, as_: As) -> None:
    article = cast.article()
    cast.approve(cast.pending(article, "Better."))
    bad = '<p onclick="x()">Old</p><script>alert(1)</script><a href="javascript:x">y</a>'
    VersionNumber.objects.filter(article=article, number=1).update(html=bad)
    for end in ("history/1/", "compare/"):
        page = text_of(as_(cast.reader), article.get_absolute_url() + end)
        assert "Old" in page
        for vector in ("onclick", "alert(1)", "javascript:"):
            assert vector not in page, (end, vector)


# --- Lines ----------------------------------------------------------------------------------


def test_each_line_names_the_version_and_the_proposal_that_brought_it(cast: Cast, as_: As) -> None:
    article = cast.article(body="Unpack it.\n\nSwitch it on.")
    deputise(cast.owner, cast.deputy)
    proposal = cast.pending(
        article, "Unpack it.\n\n<b>Wait</b>.\n\nSwitch it on.", author=cast.reader, note="Safer"
    )
    cast.approve(proposal, by=cast.deputy)
    kept = VersionNumber.objects.filter(article=article).order_by("number")
    assert [spread(row.origins) for row in kept] == [[1, 1, 1], [1, 1, 2, 2, 1]]
    address = article.get_absolute_url() + "history/lines/"
    page = text_of(as_(cast.reader), address)
    assert "<code>&lt;b&gt;Wait&lt;/b&gt;.</code>" in page
    who = re.findall(r"Version (\d) , .{6,20}? (Author|Reader) ", words(page))
    assert who == [("1", "Author"), ("2", "Reader"), ("1", "Author")]
    assert "Safer" in page
    assert proposal.get_absolute_url() in page
    assert proposal.get_absolute_url() not in text_of(as_(cast.outsider), address)
    assert "Wait" not in text_of(as_(cast.reader), address, {"version": 1})
    for odd in ("3", "x", "9" * 12):
        assert as_(cast.reader).get(address, {"version": odd}).status_code == 404


def test_whoever_opens_the_lines_again_and_again_asks_once(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("processes.history.tracing.AT_ONCE", 3)
    pages = [cast.article(), cast.article("Order a laptop")]
    for page in pages:
        with_versions(page, 5)
    VersionNumber.objects.update(origins=None)
    jobs = DBTaskResult.objects.filter(task_path=history.work_out_origins.module_path)
    reader = as_(cast.reader)
    for page in pages:
        address = page.get_absolute_url() + "history/lines/"
        reader.head(address)
        reader.get(address, headers={"sec-purpose": "prefetch"})
        assert not any(job.args_kwargs["args"] == [page.pk] for job in jobs.all())
        for _ in range(2):
            assert "Open this again in a minute" in text_of(reader, address)
    assert [job.args_kwargs["args"] for job in jobs.order_by("enqueued_at")] == [
        [page.pk] for page in pages
    ]


def test_versions_from_before_are_worked_out_when_read_and_by_housekeeping(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = cast.article(body="Line of version 1.")
    with_versions(article, 12)
    rows = VersionNumber.objects.filter(article=article).order_by("number")
    kept = list(rows.values_list("origins", flat=True))
    assert kept[-1][-1] == [2, 12]
    rows.filter(number__gt=4).update(origins=None)
    address = article.get_absolute_url() + "history/lines/"
    assert "Line of version 12." in text_of(as_(cast.reader), address)
    assert rows.filter(origins__isnull=True).count() == 8  # reading writes nothing
    monkeypatch.setattr("processes.history.tracing.AT_ONCE", 3)
    monkeypatch.setattr("processes.history.tracing.BATCH", 2)
    monkeypatch.setattr("processes.history.jobs.VERSIONS", 2)
    assert "Open this again in a minute" in text_of(as_(cast.reader), address)
    history.work_out_origins.call(article.pk)
    assert rows.filter(origins__isnull=True).count() == 6  # a job's first part
    rows.update(origins=None)
    assert history.work_out_all(5) == 5
    call_command("housekeeping")
    assert list(rows.values_list("origins", flat=True)) == kept
    assert history.work_out_all() == 0
    # A publication meanwhile follows on what is not known: a job finds that out as well.
    rows.filter(number=12).update(origins=None)
    cast.approve(cast.pending(article, article.body + "\n\nOne more."))
    assert rows.get(number=13).origins is None
    assert history.work_out(article.pk, 10) == 2
    assert rows.get(number=13).origins[-1] == [2, 13]


@pytest.fixture
def secret(cast: Cast) -> Iterator[Article]:
    article = cast.article(
        "Salaries", department=cast.board, author=cast.insider, owner=cast.insider
    )
    cast.approve(cast.pending(article, "Better.", author=cast.insider), by=cast.insider)
    return article


def test_who_may_not_read_the_page_gets_nothing_of_its_history(
    cast: Cast, as_: As, secret: Article
) -> None:
    for end in ("history/", "history/1/", "history/lines/", "compare/", "history/log/"):
        address = secret.get_absolute_url() + end
        assert as_(cast.reader).get(address).status_code == 404, end
        assert as_(cast.insider).get(address, follow=True).status_code == 200, end
        assert as_(cast.insider).post(address).status_code == 405, end
        assert Client().get(address).status_code == 302, end
    assert (
        as_(cast.reader).post(f"{secret.get_absolute_url()}history/1/restore/").status_code == 404
    )
    unpublished = cast.new_page("Not yet").article
    for end in ("history/1/", "history/lines/", "compare/"):
        address = unpublished.get_absolute_url() + end
        assert as_(cast.author).get(address).status_code == 404, end
