"""The inbox and its settings, as people use them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import notifications
from accounts.models import Delivery, Event, Mail, Notification, User
from tests.accounts.notifying import people, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client: Client) -> User:
    (found,) = people(1)
    client.force_login(found, backend="accounts.backends.SessionBackend")
    return found


def page(client: Client, query: str = "") -> str:
    answer = client.get(f"/inbox/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_is_to_do_comes_first_and_news_after_it(client: Client, person: User) -> None:
    tell(person, title="To decide")
    tell(person, event=Event.COMMENTED, title="To know")
    everything = page(client)
    assert everything.index("To decide") < everything.index("To know")
    assert "To know" not in page(client, "?show=todo")
    assert "To decide" not in page(client, "?show=news")


def test_what_is_done_is_news(client: Client, person: User) -> None:
    tell(person, title="Decided", subject_key="matter:1")
    notifications.settle("matter:1")
    assert "Nothing to do" in page(client, "?show=todo")
    assert "Decided" in page(client, "?show=news")
    assert "Done" in page(client)


def test_an_empty_inbox_says_what_it_is_for(client: Client, person: User) -> None:
    assert "Your inbox is empty" in page(client)
    assert "No news" in page(client, "?show=news")
    assert "Mark all as read" not in page(client)


def test_the_bell_counts_on_every_page(client: Client, person: User) -> None:
    assert 'aria-label="Inbox"' in page(client)
    tell(person)
    tell(person)
    assert 'aria-label="Inbox, 2 unread"' in client.get("/search/").content.decode()
    Notification.objects.bulk_create(
        Notification(user=person, event=Event.DUE, title="T", text="t", url="/") for _ in range(100)
    )
    assert 'aria-label="Inbox, 99+ unread"' in client.get("/search/").content.decode()


@pytest.mark.parametrize("rows", [2, 60])
def test_the_number_of_queries_does_not_grow(client: Client, person: User, rows: int) -> None:
    for actor in people(rows, "Actor"):
        tell(person, actor=actor)
        tell(person, event=Event.COMMENTED, actor=actor)
    with CaptureQueriesContext(connection) as queries:
        page(client)
    assert len(queries) <= 7, [query["sql"] for query in queries]


def test_news_come_in_pages(client: Client, person: User) -> None:
    tell(person, title="A task")
    for number in range(30):
        tell(person, event=Event.COMMENTED, title=f"Comment no. {number}.")
    first, second = page(client), page(client, "?page=2")
    assert "Comment no. 29." in first
    assert "Comment no. 0." not in first
    assert "Comment no. 0." in second
    assert "A task" not in second


def test_opening_marks_as_read_and_leads_there(client: Client, person: User) -> None:
    row = tell(person, url="/proposals/12/#changes")
    for _ in range(2):
        answer = client.get(row.get_absolute_url())
        assert answer["Location"] == "/proposals/12/#changes"
        assert "no-store" in answer["Cache-Control"]
    row.refresh_from_db()
    assert row.read_at


@pytest.mark.parametrize("header", ["Sec-Purpose", "Purpose"])
def test_fetching_ahead_is_not_reading(client: Client, person: User, header: str) -> None:
    row = tell(person)
    answer = client.get(row.get_absolute_url(), headers={header: "prefetch;prerender"})
    assert answer.status_code == 503
    row.refresh_from_db()
    assert row.read_at is None


def test_other_peoples_lines_are_not_there(client: Client, person: User) -> None:
    other = User.objects.create_user("other@example.com", "Other")
    row = tell(other, title="Secret")
    address = row.get_absolute_url()
    assert "Secret" not in page(client)
    assert client.get(address).status_code == 404
    assert client.post(f"{address}read/").status_code == 404
    client.post("/inbox/read/")
    row.refresh_from_db()
    assert row.read_at is None


def test_a_forwarded_link_leads_to_the_place_but_never_out(client: Client, person: User) -> None:
    row = tell(User.objects.create_user("other@example.com", "Other"))
    address = row.get_absolute_url()
    assert client.get(address, {"to": "/finance/pay/"})["Location"] == "/finance/pay/"
    for out in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1", ""):
        assert client.get(address, {"to": out}).status_code == 404
    row.refresh_from_db()
    assert row.read_at is None


def test_one_is_marked_as_read_where_it_stands(client: Client, person: User) -> None:
    row, other = tell(person), tell(person)
    answer = client.post(f"{row.get_absolute_url()}read/", {"show": "news", "page": "2"})
    assert answer["Location"] == "/inbox/?show=news&page=2"
    assert list(Notification.objects.unread()) == [other]


def test_all_are_marked_as_read(client: Client, person: User) -> None:
    tell(person)
    tell(person, event=Event.MENTIONED)
    assert client.post("/inbox/read/", {"show": "\r\nX: y"}).status_code == 302
    assert not Notification.objects.unread().exists()
    assert "inbox-unread" not in page(client)


@pytest.mark.parametrize("address", ["/inbox/read/", "/inbox/1/read/"])
def test_a_link_alone_marks_nothing(client: Client, person: User, address: str) -> None:
    assert client.get(address).status_code == 405


@pytest.mark.parametrize("address", ["/inbox/", "/inbox/1/", "/inbox/settings/"])
def test_strangers_have_no_inbox(client: Client, address: str) -> None:
    assert client.get(address)["Location"] == f"/accounts/login/?next={address}"


def test_hostile_words_are_only_words(client: Client, person: User) -> None:
    evil = "<img src=x onerror=alert(1)>"
    tell(person, title=evil, text=evil, excerpt=f"+ {evil}\n- {evil}")
    shown = page(client)
    assert "<img src=x" not in shown
    assert shown.count("&lt;img src=x") >= 4


@pytest.mark.parametrize("event", list(Event))
def test_every_event_is_drawn(client: Client, person: User, event: Event) -> None:
    tell(person, event=event)
    assert event.label in page(client)


def test_people_choose_how_they_are_told(client: Client, person: User, settings: Any) -> None:
    settings.MAIL_ON = True
    waiting = tell(person)
    assert re.search(r'value="at_once"[^>]* checked', settings_page(client))
    client.post("/inbox/settings/", {"delivery": "daily"})
    person.refresh_from_db()
    assert person.delivery == Delivery.DAILY
    later = tell(person)
    client.post("/inbox/settings/", {"delivery": "in_app"})
    person.refresh_from_db()
    assert person.delivery == Delivery.IN_APP
    mails = Notification.objects.filter(pk__in=[waiting.pk, later.pk]).values_list(
        "mail", flat=True
    )
    assert set(mails) == {Mail.NONE}


def test_a_choice_there_is_not_is_refused(client: Client, person: User) -> None:
    answer = client.post("/inbox/settings/", {"delivery": "by pigeon"})
    assert answer.status_code == 200
    assert b"Select a valid choice" in answer.content
    person.refresh_from_db()
    assert person.delivery == Delivery.AT_ONCE


def test_a_site_without_mail_says_so(client: Client, person: User, settings: Any) -> None:
    assert "not set up to send e-mail" in settings_page(client)
    settings.MAIL_ON = True
    assert "not set up to send e-mail" not in settings_page(client)


def settings_page(client: Client) -> str:
    return client.get("/inbox/settings/").content.decode()
