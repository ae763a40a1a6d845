"""The log of searches: what was looked for and opened, never by whom, and what admins see of it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from processes import finding
from processes.models import Search
from processes.views.search import search
from tests.cast import DAY, Cast

As = Callable[[User], Client]
WISHES = "/admin/processes/search/"


def rows() -> list[tuple[Any, ...]]:
    found = Search.objects.order_by("at", "pk")
    return list(found.values_list("words", "hits", "department__slug", "opened__title"))


def signed(client: Client, query: str) -> str:
    """By which the page of results says what was opened."""
    page = client.get("/search/", {"q": query}).content.decode()
    found = re.search(r'data-search="([^"]+)"', page)
    assert found, page
    return found.group(1)


def told(client: Client, **said: Any) -> int:
    return client.post("/search/opened/", said).status_code


def test_a_search_is_noted_once_and_never_by_whom(cast: Cast, as_: As) -> None:
    cast.article("Set up a laptop")
    reader, author = as_(cast.reader), as_(cast.author)
    for query in ("Laptop", "laptop", "  LAPTOP ", "unicorns"):
        reader.get("/search/", {"q": query})
    author.get("/search/", {"q": "laptop"})
    assert rows() == [
        ("Laptop", 1, "operations", None),
        ("unicorns", 0, "operations", None),
        ("laptop", 1, "equipment", None),
    ]
    names = {field.name for field in Search._meta.get_fields()}
    assert names == {
        "id",
        "words",
        "words_key",
        "department",
        "hits",
        "opened",
        "opened_place",
        "at",
    }


@pytest.mark.parametrize(
    ("data", "headers"),
    [
        ({"q": "laptop", "page": "2"}, {}),
        ({"q": ""}, {}),
        ({"q": "?!"}, {}),
        ({"q": "laptop in:equipment"}, {}),
        ({"q": "laptop", "sort": "new"}, {}),
        ({"q": "laptop"}, {"Sec-Purpose": "prefetch"}),
    ],
)
def test_what_is_no_new_search_is_not_noted(
    cast: Cast, as_: As, data: dict[str, str], headers: dict[str, str]
) -> None:
    cast.article("Set up a laptop")
    reader = as_(cast.reader)
    assert reader.get("/search/", data, headers=headers).status_code == 200
    assert reader.head("/search/", {"q": "laptop"}).status_code == 200
    assert rows() == []


def test_a_log_that_cannot_be_written_keeps_nobody_from_searching(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cast.article("Set up a laptop")

    def fail(*_: object, **__: object) -> None:
        raise DatabaseError("read-only")

    monkeypatch.setattr(finding, "note", fail)
    response = as_(cast.reader).get("/search/", {"q": "laptop"})
    assert response.status_code == 200
    assert b"Set up a" in response.content
    assert "A search was not noted" in caplog.text


def test_it_is_written_when_the_page_has_been_sent(cast: Cast, as_: As) -> None:
    client = as_(cast.reader)
    request = RequestFactory().get("/search/", {"q": "laptop"})
    request.user, request.session = cast.fresh(cast.reader), client.session
    response = search(request)
    assert rows() == []
    # What closing a response calls, but for the database's connection, which a test goes on using.
    for finish in response._resource_closers:
        finish()
    assert rows() == [("laptop", 0, "operations", None)]


def test_the_page_that_was_opened_is_noted_once(cast: Cast, as_: As) -> None:
    article, other = cast.article("Set up a laptop"), cast.article("Another laptop")
    closed = cast.article("Laptops of the board", department=cast.board, author=cast.insider)
    reader = as_(cast.reader)
    token = signed(reader, "laptop")
    # Of what they may not read, by another person, with what nobody signed, without a number.
    assert told(reader, search=token, article=closed.pk, place=1) == 204
    assert told(as_(cast.author), search=token, article=article.pk, place=1) == 204
    assert told(reader, search="x" + token, article=article.pk, place=1) == 204
    assert told(reader, article="²", place="-1") == 204
    assert rows() == [("laptop", 2, "operations", None)]
    assert told(reader, search=token, article=other.pk, place=2) == 204
    assert told(reader, search=token, article=article.pk, place=1) == 204
    assert Search.objects.get().opened == other
    assert Search.objects.get().opened_place == 2
    assert reader.get("/search/opened/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/search/opened/").status_code in (302, 403)


def test_narrowing_a_search_leads_to_the_same_line(cast: Cast, as_: As) -> None:
    article = cast.article("Set up a laptop")
    reader = as_(cast.reader)
    reader.get("/search/", {"q": "laptop"})
    told(reader, search=signed(reader, "laptop in:equipment"), article=article.pk, place=40_000)
    assert rows() == [("laptop", 1, "operations", "Set up a laptop")]
    assert Search.objects.get().opened_place == 32767
    reader.get("/search/", {"q": "bicycle"})
    told(reader, search=signed(reader, "bicycle"))  # a person or a tool beside the list
    assert Search.objects.get(words="bicycle").opened_place == 0


def test_old_searches_are_forgotten(db: None) -> None:
    now = timezone.now()
    for days in (1, 29, 31):
        Search.objects.create(words=f"{days}", words_key="x", hits=0, at=now - days * DAY)
    with override_settings(SEARCH_LOG_DAYS=30):
        assert finding.forget_searches(now) == 1
    with override_settings(SEARCH_LOG_DAYS=0):
        finding.note("laptop", 1, User(), now)
        call_command("housekeeping", verbosity=0, stdout=StringIO())
    assert not Search.objects.exists()


def some(words: str, times: int, days: int = 1, **facts: Any) -> None:
    at = timezone.now() - datetime.timedelta(days=days)
    known = {"words": words, "words_key": finding.key_of(words), "hits": 0, "at": at}
    Search.objects.bulk_create(Search(**known | facts) for _ in range(times))


def test_admins_see_what_is_wanted_and_what_is_missing(cast: Cast, as_: As) -> None:
    article = cast.article("Set up a laptop")
    some("Laptop", 3, hits=4, opened=article, opened_place=1)
    some("laptops & <b>more</b>", 2, department=cast.equipment)
    some("dress code", 5, hits=2)
    some("parking", 1, department=cast.operations)
    some("sabbatical", 9, days=20)
    admin = as_(cast.admin)
    week = admin.get(WISHES, {"days": 7}).content.decode()
    assert "11</b> searches · <b>3</b> found no page · <b>3</b> led" in week
    assert "laptops &amp; &lt;b&gt;more&lt;/b&gt;" in week
    new = reverse("new_article")
    assert f"{new}?title=laptops%20%26%20%3Cb%3Emore%3C%2Fb%3E&amp;department=equipment" in week
    assert week.index("Equipment") < week.index("Operations")
    unopened = week[week.index('id="unopened"') : week.index('id="wanted"')]
    assert "dress code" in unopened
    assert "Laptop" not in unopened
    assert "sabbatical" not in week
    month = admin.get(WISHES).content.decode()
    assert month.index("People without a department") < month.index("Equipment")
    assert "sabbatical" in month
    assert admin.get("/admin/").content.decode().count(WISHES) >= 1


def test_the_page_of_wishes_is_for_admins_and_shows_no_single_search(cast: Cast, as_: As) -> None:
    some("laptop", 1)
    single = reverse("admin:processes_search_change", args=[Search.objects.get().pk])
    assert as_(cast.owner).get(WISHES).status_code in (302, 403)
    assert as_(cast.admin).get(single).status_code in (302, 403)
    assert as_(cast.admin).post(f"{single[:-7]}delete/", {"post": "yes"}).status_code in (302, 403)
    assert Search.objects.exists()


def test_the_page_of_wishes_asks_the_same_for_many_searches(cast: Cast, as_: As) -> None:
    admin = as_(cast.admin)
    asked = []
    for number in (2, 40):
        for n in range(number):
            some(f"words {number} {n}", 2, department=cast.equipment)
            some(f"found {number} {n}", 2, hits=1, department=cast.finance)
        with CaptureQueriesContext(connection) as queries:
            assert admin.get(WISHES).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 8
