"""Who hears of a new version: those who follow the page or a department around it."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.utils import timezone

from accounts.models import Event, Notification, User
from processes import following
from processes.models import Article, Follow
from tests.cast import Cast

As = Callable[[User], Client]


def told(person: User) -> list[str]:
    rows = Notification.objects.filter(user=person, event=Event.PUBLISHED).order_by("pk")
    return [row.text for row in rows]


def announce(cast: Cast, article: Article, significance: str = "minor") -> None:
    following.announce(
        article,
        by=cast.fresh(cast.owner),
        author=cast.author,
        significance=significance,
        note="The dock was missing",
        at=timezone.now(),
    )


def test_followers_of_a_page_hear_of_every_version(cast: Cast) -> None:
    article = cast.article()
    for person in (cast.reader, cast.author, cast.owner):
        following.follow(person, article)
        following.follow(person, article)
    announce(cast, article)
    assert told(cast.reader) == ["Version 1 is live: The dock was missing"]
    assert told(cast.author) == told(cast.owner) == []
    following.unfollow(cast.reader, article)
    announce(cast, article)
    assert len(told(cast.reader)) == 1


def test_followers_of_a_department_hear_of_what_is_new_in_and_below_it(cast: Cast) -> None:
    article = cast.article()
    article.version = 2
    following.follow(cast.reader, cast.operations)
    announce(cast, article)
    assert told(cast.reader) == []
    announce(cast, article, significance="major")
    assert len(told(cast.reader)) == 1


def test_nobody_hears_of_a_page_that_they_may_not_read(cast: Cast) -> None:
    article = cast.article()
    for person in (cast.reader, cast.head):
        following.follow(person, article)
    cast.equipment.visibility = "members"
    cast.equipment.save()
    announce(cast, Article.objects.get(pk=article.pk))
    assert told(cast.reader) == []
    assert len(told(cast.head)) == 1  # who answers for the department above


def test_the_button_follows_and_stops(cast: Cast, as_: As) -> None:
    article = cast.article()
    browser = as_(cast.reader)
    page = browser.get(article.get_absolute_url()).content.decode()
    assert 'form="follow" name="on" value="1"' in page
    answer = browser.post("/me/following/", {"article": article.pk, "on": "1"}, follow=True)
    assert "You follow “Set up a laptop”" in answer.content.decode()
    assert 'form="follow" name="on" value="0"' in answer.content.decode()
    assert "Set up a laptop" in browser.get("/me/following/").content.decode()
    browser.post("/me/following/", {"department": cast.operations.pk, "on": "1"})
    assert Follow.objects.filter(person=cast.reader).count() == 2
    browser.post("/me/following/", {"article": article.pk, "on": "0", "back": "list"}, follow=True)
    assert "Set up a laptop" not in browser.get("/me/following/").content.decode()


def test_nobody_follows_what_they_may_not_read(cast: Cast, as_: As) -> None:
    hidden = cast.article(
        "Salaries", department=cast.board, author=cast.insider, owner=cast.insider
    )
    unpublished = cast.new_page("Coming soon", author=cast.owner).article
    browser = as_(cast.reader)
    for given in (
        {"article": hidden.pk},
        {"article": unpublished.pk},
        {"department": cast.board.pk},
        {"department": "9" * 30},
        {"article": "x"},
        {},
    ):
        assert browser.post("/me/following/", {**given, "on": "1"}).status_code == 404
    assert not Follow.objects.exists()


def test_the_list_forgets_what_was_closed_meanwhile(cast: Cast, as_: As) -> None:
    article = cast.article()
    following.follow(cast.reader, article)
    following.follow(cast.reader, cast.equipment)
    cast.equipment.visibility = "members"
    cast.equipment.save()
    page = as_(cast.reader).get("/me/following/").content.decode()
    assert "Set up a laptop" not in page
    assert "You follow nothing yet" in page
