"""Quick find: what it offers, to whom, and with how few queries."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from processes import catalogue
from processes.models import Article, EntryKind
from processes.models.reading import Star, Visit
from tests.cast import Cast

As = Callable[[User], Client]
HEADING = re.compile(r'<h2 class="quick-name"[^>]*>([^<]+)</h2>')
LINE = re.compile(r'<a class="quick-line" href="([^"]+)".*?quick-label">([^<]*)<', re.DOTALL)
BESIDE = 2  # the session and the person


def offered(browser: Client, **asked: str) -> tuple[list[str], dict[str, str]]:
    """Headings, and the lines with where they lead."""
    response = browser.get("/search/quick/", asked)
    assert response.status_code == 200
    html = response.content.decode()
    return HEADING.findall(html), {
        unescape(label): unescape(url) for url, label in LINE.findall(html)
    }


def tool(cast: Cast, name: str, by: User) -> None:
    values = {"name": name, "purpose": "Say it", "url": "", "owner": None, "status": "in_use"}
    more = {"replaced_by": None, "cost_note": ""}
    catalogue.publish(EntryKind.TOOL, values | more, cast.fresh(by), department=by.department)


def test_pages_departments_people_tools_and_actions_are_found(cast: Cast, as_: As) -> None:
    User.objects.filter(pk=cast.author.pk).update(name="Éva Operation")
    cast.article("Operate the crane")
    cast.article("Set up a laptop")
    tool(cast, "Opera", cast.owner)
    headings, lines = offered(as_(cast.reader), q="op", fragment="1")
    assert headings == ["Pages", "Departments", "People", "Tools"]
    assert lines == {
        "Operate the crane": "/equipment/operate-the-crane/",
        "Operations": "/operations/",
        "Éva Operation": f"/people/{cast.author.pk}/",
        "Opera": "/tools/opera/",
        "Search all pages for “op”": "/search/?q=op",
        "Propose a page called “op”": "/new/?title=op",
    }
    # Without accents, by any part of a name; a guessed title does not come before a colleague.
    headings, lines = offered(as_(cast.reader), q="eva", fragment="1")
    assert headings[0] == "People"
    headings, lines = offered(as_(cast.reader), q="favour", fragment="1")
    assert lines["Starred pages"] == "/me/stars/"
    assert "Administration" not in offered(as_(cast.reader), q="admin")[1]
    assert offered(as_(cast.admin), q="admin")[1]["Administration"] == "/admin/"


def test_nobody_is_offered_what_they_may_not_read(cast: Cast, as_: As) -> None:
    minutes = cast.article(
        "Zebra minutes", "The zebra is sold.", department=cast.board, author=cast.insider
    )
    tool(cast, "Zebra printer", cast.insider)
    cast.board.name = "Zebra board"
    cast.board.save()
    cast.new_page("Zebra draft")
    gone = User.objects.create_user("zebra@example.com", "Zebra Keeper", is_active=False)
    for person in (cast.reader, cast.outsider, cast.head):
        Visit.objects.create(person=person, article=minutes, version=1)
        Star.objects.create(person=person, article=minutes)
        browser = as_(person)
        for asked in ({"q": "zebra"}, {"q": "zebra", "fragment": "1"}, {"q": "zebra", "more": "1"}):
            headings, lines = offered(browser, **asked)
            assert headings == []
            assert not {line for line in lines if line.startswith("Zebra")}
        assert "Zebra" not in browser.get("/search/quick/").content.decode()
    headings, lines = offered(as_(cast.insider), q="zebra")
    assert headings == ["Pages", "Departments", "Tools"]
    assert str(gone) not in lines
    assert offered(as_(cast.insider), q="sold", more="1")[0] == ["In the text"]
    assert Client().get("/search/quick/?q=zebra").status_code == 302
    assert as_(cast.reader).post("/search/quick/").status_code == 405


def test_pages_that_say_it_in_their_text_come_after(cast: Cast, as_: As) -> None:
    browser = as_(cast.reader)
    titled = cast.article("Docks", "Each desk has a dock.")
    cast.article("Set up a laptop", "Plug in the dock.")
    html = browser.get("/search/quick/", {"q": "dock", "fragment": "1"}).content.decode()
    (more,) = re.findall(r'data-more="([^"]+)"', html)
    assert unescape(more) == f"/search/quick/?q=dock&seen={titled.pk}&more=1"
    answer = browser.get(unescape(more)).content.decode()
    assert [label for _, label in LINE.findall(answer)] == ["Set up a laptop"]
    assert "the <mark>dock</mark>" in answer
    # Two letters are the beginning of something.
    assert "data-more" not in browser.get("/search/quick/?q=do&fragment").content.decode()


def test_with_nothing_typed_it_offers_what_is_at_hand(cast: Cast, as_: As) -> None:
    read, kept, _ = (cast.article(title) for title in ("Read lately", "Kept", "Never opened"))
    older = cast.article("Read before")
    for days, article in enumerate((read, older)):
        at = timezone.now() - timezone.timedelta(days=days)
        Visit.objects.create(person=cast.owner, article=article, version=1, at=at)
    Star.objects.create(person=cast.owner, article=kept)
    Visit.objects.create(person=cast.reader, article=kept, version=1)
    cast.pending(read, "Another text.")
    for asked in ({}, {"fragment": "1"}, {"q": "  "}):
        headings, lines = offered(as_(cast.owner), **asked)
        assert headings == ["Recently viewed", "Starred", "Go to"]
        assert list(lines)[:4] == ["Read lately", "Read before", "Kept", "My reviews"]
        assert "Never opened" not in lines
    html = as_(cast.owner).get("/search/quick/").content.decode()
    assert re.search(r'My reviews</span> <small class="quick-about">1 waiting<', html)


@pytest.mark.parametrize("rows", [1, 120])
def test_it_takes_three_queries_however_much_there_is(cast: Cast, as_: As, rows: int) -> None:
    from processes import search

    now = timezone.now()
    facts = {"department": cast.equipment, "owner": cast.owner, "version": 1, "published_at": now}
    for n in range(rows):
        page = Article(title=f"Laptop {n}", title_key=f"laptop {n}", slug=f"laptop-{n}", **facts)
        page.save()
        if n < 20:
            search.index(page)
        Visit.objects.create(person=cast.reader, article=page, version=1)
        Star.objects.create(person=cast.reader, article=page)
    User.objects.bulk_create(
        User(email=f"laptop{n}@example.com", name=f"Laptop {n}") for n in range(rows)
    )
    browser = as_(cast.reader)
    for asked in ("fragment", "fragment&q=laptop", "q=lap", "", "fragment&q=tomas+zzz"):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(f"/search/quick/?{asked}").status_code == 200
        assert len(queries) <= 3 + BESIDE, [query["sql"][:200] for query in queries]


def test_hostile_words_stay_words(cast: Cast, as_: As) -> None:
    title = "<img src=x onerror=alert(1)>"
    cast.article(title)
    cast.equipment.name = "<b>Img"
    cast.equipment.save()
    User.objects.filter(pk=cast.author.pk).update(name='"><script>img', job_title="<i>img")
    browser = as_(cast.reader)
    for typed in ("img", "<script>img\x00", "img" * 200, "' OR \\ \" 🦓 *"):
        for kind in ("fragment", "more&seen=1+x+99999999999999999999"):
            response = browser.get(f"/search/quick/?{urlencode({'q': typed})}&{kind}")
            assert response.status_code == 200
            for raw in ("<img", "<script>img", "<b>", "<i>"):
                assert raw not in response.content.decode()
