"""What somebody has read: one quiet write after the page, and what it is good for."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from processes import reading
from processes.models import Article
from processes.models.reading import Star, Visit
from tests.cast import DAY, Cast

As = Callable[[User], Client]
ADDRESS = "/equipment/set-up-a-laptop/"
NEWS = "Changed since you last read it"


def visit(person: User) -> tuple[int, int]:
    return Visit.objects.values_list("version", "before").get(person=person)


def writes(client: Client, address: str = ADDRESS, **headers: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, headers=headers).status_code in (200, 304)
    return sum(query["sql"].startswith(("INSERT", "UPDATE")) for query in queries)


def change(cast: Cast, article: Article, body: str) -> None:
    cast.approve(cast.pending(article, body))


def long_ago(person: User, days: int = 1) -> None:
    Visit.objects.filter(person=person).update(at=timezone.now() - days * DAY)


def test_one_write_for_each_version_and_one_a_day(cast: Cast, as_: As) -> None:
    article = cast.article()
    client = as_(cast.reader)
    assert [writes(client) for _ in range(3)] == [1, 0, 0]
    assert visit(cast.reader) == (1, 0)
    change(cast, article, "Better.")
    assert [writes(client) for _ in range(3)] == [1, 0, 0]
    assert visit(cast.reader) == (2, 1)
    long_ago(cast.reader)
    assert [writes(client) for _ in range(3)] == [1, 0, 0]
    assert visit(cast.reader) == (2, 0)
    # It is not read by who only asks for it, or by a browser that fetches ahead.
    long_ago(cast.reader)
    client.head(ADDRESS)
    assert writes(client, **{"Sec-Purpose": "prefetch;prerender"}) == 0
    assert writes(client, Purpose="prefetch") == 0
    # What the browser has already is read all the same, once a day.
    tag = client.get(ADDRESS)["ETag"]
    long_ago(cast.reader)
    assert [writes(client, **{"If-None-Match": tag}) for _ in range(2)] == [1, 0]


def test_what_is_new_since_the_last_visit_is_told_until_it_was_seen(cast: Cast, as_: As) -> None:
    article = cast.article()
    client, other = as_(cast.reader), as_(cast.outsider)
    assert NEWS not in client.get(ADDRESS).content.decode()
    change(cast, article, "Better.")
    change(cast, article, "Best.")
    # It stays for a second look, with its way to what changed.
    for _look in range(2):
        page = client.get(ADDRESS).content.decode()
        assert NEWS in page
        assert f'href="{ADDRESS}compare/?from=1&amp;to=3"' in page
    assert NEWS not in other.get(ADDRESS).content.decode()
    # Looking at a part of it does not do, and nobody looks in somebody else's place.
    for seen, by in (("?from=2&to=3", client), ("?from=1&to=3", other)):
        assert by.get(f"{ADDRESS}compare/{seen}").status_code == 200
        assert NEWS in client.get(ADDRESS).content.decode()
    client.get(f"{ADDRESS}compare/?from=1&to=3")
    assert NEWS not in client.get(ADDRESS).content.decode()


def test_news_are_old_the_next_day(cast: Cast, as_: As) -> None:
    article = cast.article()
    client = as_(cast.reader)
    client.get(ADDRESS)
    long_ago(cast.reader, days=30)
    change(cast, article, "Better.")
    assert NEWS in client.get(ADDRESS).content.decode()
    long_ago(cast.reader)
    assert NEWS not in client.get(ADDRESS).content.decode()


def test_the_comparison_before_the_page_counts_as_well(cast: Cast, as_: As) -> None:
    """An inbox leads there first."""
    article = cast.article()
    client = as_(cast.reader)
    client.get(ADDRESS)
    change(cast, article, "Better.")
    client.get(f"{ADDRESS}compare/?from=1&to=2")
    assert visit(cast.reader) == (2, 0)
    assert NEWS not in client.get(ADDRESS).content.decode()


def test_two_windows_change_nothing_twice(cast: Cast) -> None:
    article, day = cast.article(), timezone.localdate()
    seen = reading.Seen(version=1, before=0, is_today=False)
    for _window in range(2):
        reading.note_visit(cast.reader.pk, article.pk, 1)
    for _window in range(2):
        reading.note_visit(cast.reader.pk, article.pk, 2, seen)
    assert visit(cast.reader) == (2, 1)
    assert reading.midnight(day) <= Visit.objects.get().at
    assert timezone.localtime(reading.midnight(day)).time() == datetime.time(0)


def test_a_database_that_refuses_is_only_heard_of_in_the_log(
    cast: Cast, as_: As, caplog: pytest.LogCaptureFixture
) -> None:
    cast.article()
    client = as_(cast.reader)

    def refuse(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if sql.startswith("INSERT"):
            raise DatabaseError("attempt to write a readonly database")
        return execute(sql, *rest)

    with caplog.at_level(logging.WARNING), connection.execute_wrapper(refuse):
        assert client.get(ADDRESS).status_code == 200
    assert "readonly" in caplog.text
    assert not Visit.objects.exists()
    assert client.get(ADDRESS).status_code == 200


def test_recent_and_starred_pages_are_those_one_may_read_today(cast: Cast) -> None:
    pages = [cast.article(f"Page {n}") for n in range(4)]
    closed = cast.article("Salaries", department=cast.board, author=cast.insider)
    for number, page in enumerate([*pages, closed]):
        reading.note_visit(cast.reader.pk, page.pk, 1)
        at = timezone.now() + number * DAY
        Visit.objects.filter(article=page).update(at=at)
        reading.star(cast.reader, page)
        Star.objects.filter(article=page).update(at=at)
    Article.objects.filter(pk=pages[3].pk).update(archived_at=timezone.now())
    reader = cast.fresh(cast.reader)
    for read in (reading.recent, reading.starred):
        reader.departments  # noqa: B018 (the tree is read with the first question about it)
        with CaptureQueriesContext(connection) as queries:
            found = read(reader, 2)
            assert [(page.title, page.department.name, page.owner.name) for page in found] == [
                ("Page 2", "Equipment", "Owner"),
                ("Page 1", "Equipment", "Owner"),
            ]
        assert len(queries) == 1
        assert read(cast.fresh(cast.outsider), 9) == []


def test_stars_are_set_and_taken_by_whom_they_belong_to(cast: Cast, as_: As) -> None:
    article = cast.article("Set up a <b>laptop</b>")
    closed = cast.article("Salaries", department=cast.board, author=cast.insider)
    new = cast.new_page("Not there yet").article
    client, address = as_(cast.reader), article.get_absolute_url()
    assert "No page has your star yet" in client.get("/me/stars/").content.decode()
    for _twice in range(2):
        response = client.post("/me/stars/", {"article": article.pk, "on": "1"})
        assert response["Location"] == address
    assert "Remove the star" in client.get(address).content.decode()
    assert "Star this page" in as_(cast.outsider).get(address).content.decode()
    listed = client.get("/me/stars/").content.decode()
    assert "Set up a &lt;b&gt;laptop" in listed
    for hidden in (closed.pk, new.pk, 0, "x", "9" * 30, ""):
        assert client.post("/me/stars/", {"article": hidden, "on": "1"}).status_code == 404
    for _twice in range(2):
        gone = client.post("/me/stars/", {"article": article.pk, "on": "0", "back": "list"})
        assert gone["Location"] == "/me/stars/"
    assert not Star.objects.exists()
