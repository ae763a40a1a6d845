"""How many queries each page asks, with few rows and with many: the number must not grow."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Department, User
from processes import search
from processes.models import (
    Action,
    Article,
    Decision,
    Follow,
    Pin,
    Proposal,
    Search,
    Star,
    Visit,
)
from processes.publishing import title_key
from processes.text import page_order
from tests.cast import Cast

As = Callable[[User], Client]
ROWS = [10, 2000]
# Departments that a company has, pages that somebody keeps or follows, drafts that they write.
SOME = 200
ARTICLE = "/equipment/set-up-a-laptop/"
# All queries, with the session and the person that every signed-in request takes.
BUDGET = {
    ARTICLE: 4,  # by somebody who has seen this version; else the visit is noted afterwards
    "/": 13,
    "/equipment/": 9,
    "/me/arrange/equipment/": 5,
    "/me/stars/": 5,
    "/me/following/": 6,
    "/me/feeds/": 6,
    "/people/{owner}/": 10,
    "/search/?q=laptop": 14,
    "/search/?q=nothing+of+that+kind": 14,
    "/search/quick/?q=lapt": 5,
    "/search/quick/": 5,
    f"{ARTICLE}history/": 5,
    "/reviews/": 7,
    "/proposals/": 6,
}


def crowd(cast: Cast, rows: int) -> None:
    """Pages, people, proposals, versions and what somebody reads and keeps, `rows` of each."""
    article = cast.article()
    now = timezone.now()
    pages = Article.objects.bulk_create(_page(cast, n, now) for n in range(rows))
    search.index_many(pages)
    Department.objects.bulk_create(
        Department(name=f"Team {n}", slug=f"team-{n}", parent=cast.equipment, manager=cast.head)
        for n in range(min(rows, SOME))
    )
    people = User.objects.bulk_create(
        User(email=f"p{n}@example.com", name=f"P {n}", department=cast.equipment)
        for n in range(rows)
    )
    Proposal.objects.bulk_create(
        Proposal(
            article=page,
            author=person,
            state="pending",
            base_version=1,
            round=1,
            submitted_at=now,
            title=page.title,
        )
        for page, person in zip(pages, people, strict=True)
    )
    Proposal.objects.bulk_create(
        Proposal(article=page, author=cast.owner, state="draft", base_version=1, title=page.title)
        for page in pages[:SOME]
    )
    Decision.objects.bulk_create(
        Decision(article=article, action=Action.APPROVED, by=cast.owner, version=n + 2)
        for n in range(rows)
    )
    Article.objects.filter(pk=article.pk).update(version=rows + 1)
    article.version = rows + 1
    _habits(cast.owner, cast.equipment, [article, *pages])


def _page(cast: Cast, n: int, now: datetime.datetime) -> Article:
    kind, topic = ("expertise", "product") if n % 3 else ("process", "")
    key = title_key(f"Laptop {n}")
    return Article(
        department=cast.equipment,
        title=f"Laptop {n}",
        title_key=key,
        slug=f"laptop-{n}",
        owner=cast.owner,
        version=1,
        approved_by=cast.owner,
        approved_at=now,
        published_at=now,
        text="All about this laptop.",
        kind=kind,
        topic=topic,
        place=page_order.below(page_order.top(kind, topic), None, key, n + 1),
    )


def _habits(person: User, place: Department, pages: list[Article]) -> None:
    """What one person has read, keeps, follows; what the department shows first; what was typed."""
    Visit.objects.bulk_create(
        Visit(person=person, article=page, version=page.version) for page in pages
    )
    for kind in (Star, Follow):
        kind.objects.bulk_create(kind(person=person, article=page) for page in pages[:SOME])
    Pin.objects.bulk_create(Pin(department=place, article=page) for page in pages[:20])
    Search.objects.bulk_create(
        Search(words=page.title, words_key=page.title_key, hits=1) for page in pages
    )


def count(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(queries)


@pytest.mark.parametrize("rows", ROWS)
def test_no_page_asks_more_than_its_budget(cast: Cast, as_: As, rows: int) -> None:
    crowd(cast, rows)
    client = as_(cast.owner)
    asked = {address: count(client, address.format(owner=cast.owner.pk)) for address in BUDGET}
    over = {address: n for address, n in asked.items() if n > BUDGET[address]}
    assert not over, f"over budget: {over}"


def test_the_lists_really_show_the_rows(cast: Cast, as_: As) -> None:
    crowd(cast, 10)
    client = as_(cast.owner)
    for address in ("/equipment/", "/search/?q=laptop", "/reviews/", "/proposals/"):
        page = client.get(address).content.replace(b"<mark>", b"").replace(b"</mark>", b"")
        assert b"Laptop 7" in page, address
    assert b"Version 11" in client.get("/equipment/set-up-a-laptop/history/").content


@pytest.mark.parametrize("rows", [2, 40])
def test_one_publication_asks_the_same_however_many_links(cast: Cast, rows: int) -> None:
    crowd(cast, 50)
    body = "\n\n".join(f"See [[Laptop {n}]]." for n in range(rows))
    proposal = cast.submit(cast.new_page("Overview", body))
    with CaptureQueriesContext(connection) as queries:
        cast.approve(proposal)
    assert len(queries) <= 25


def test_reading_renders_nothing(cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    """No Markdown and no sanitising in a GET, on any page that shows text."""
    article = cast.article()
    cast.approve(cast.pending(article, "Better."))
    proposal = cast.pending(article, "Best.")

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("rendered while reading")

    monkeypatch.setattr("processes.composing.drawn", refuse)
    monkeypatch.setattr("processes.text.rendering.pipeline.sanitize", refuse)
    monkeypatch.setattr("markdown.Markdown.convert", refuse)
    monkeypatch.setattr("bleach.sanitizer.Cleaner.clean", refuse)
    client = as_(cast.owner)
    address = article.get_absolute_url()
    for page in (
        "/",
        "/equipment/",
        address,
        address + "history/",
        address + "history/1/",
        address + "compare/",
        address + "propose/",
        proposal.get_absolute_url(),
        "/search/?q=better",
    ):
        assert client.get(page).status_code == 200, page
