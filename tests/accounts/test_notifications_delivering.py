"""Telling people, and taking back what is done."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import notifications
from accounts.models import Delivery, Event, Mail, Notification, User
from accounts.present import load_person
from tests.accounts.notifying import at_once, people, tell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_is_set_up(settings: Any) -> None:
    settings.MAIL_ON = True


def unread(person: User) -> int:
    """As the header shows it: read with the person's row."""
    found = load_person(person.pk)
    assert found is not None
    assert found.unread == person.notifications.filter(read_at=None).count()
    return found.unread


def test_each_is_told_once_and_nobody_of_their_own_act() -> None:
    author, owner, reader = people(3)
    tell(owner, reader, owner, author, actor=author)
    assert sorted(Notification.objects.values_list("user", flat=True)) == [owner.pk, reader.pk]
    assert (unread(author), unread(owner), unread(reader)) == (0, 1, 1)


def test_who_left_is_told_nothing() -> None:
    leaver, stayer = people(2)
    User.objects.filter(pk=leaver.pk).update(is_active=False)
    tell(stayer, leaver)
    assert Notification.objects.get().user == stayer


def test_nobody_hears_of_what_was_rolled_back() -> None:
    (person,) = people(1)
    with transaction.atomic():
        tell(person)
        transaction.set_rollback(True)
    assert unread(person) == 0


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example", "/\\evil", "", "x"])
def test_it_leads_into_the_wiki_alone(url: str) -> None:
    with pytest.raises(ValueError, match="Not a path"):
        tell(*people(1), url=url)


def test_hostile_words_become_one_harmless_line() -> None:
    row = tell(
        *people(1), title="A\r\nBcc: x@example.com\x00\u202e  B", text="a\nb", excerpt="\n\n- x\n"
    )
    assert row.title == "A Bcc: x@example.com B"
    assert row.text == "a b"
    assert [(line.kind, line.text) for line in row.excerpt_lines] == [("removed", "x")]


def test_long_words_are_cut() -> None:
    row = tell(*people(1), title="T" * 500, text="t" * 5000, excerpt="+ " + "e" * 999 + "\nx" * 50)
    assert (len(row.title), len(row.text)) == (200, 1000)
    assert len(row.excerpt_lines) == 8
    assert row.excerpt_lines[0].text.endswith("…")


@pytest.mark.parametrize("number", [3, 40])
def test_the_number_of_queries_does_not_grow_with_the_people(number: int) -> None:
    crowd = people(number)
    with CaptureQueriesContext(connection) as told:
        tell(*crowd, subject_key="matter:12")
    with CaptureQueriesContext(connection) as done:
        notifications.settle("matter:12")
    statements = [q["sql"] for q in told.captured_queries if "SAVEPOINT" not in q["sql"]]
    assert len(statements) == 2 + 1  # and the one by which `tell` looks what came of it
    assert len([q for q in done.captured_queries if "SAVEPOINT" not in q["sql"]]) == 1


@pytest.mark.parametrize(
    ("delivery", "event", "mail"),
    [
        (Delivery.AT_ONCE, Event.COMMENTED, Mail.WAITING),
        (Delivery.DAILY, Event.COMMENTED, Mail.LATER),
        (Delivery.DAILY, Event.SUBMITTED, Mail.LATER),
        (Delivery.DAILY, Event.DUE, Mail.WAITING),
        (Delivery.DAILY, Event.ESCALATED, Mail.WAITING),
        (Delivery.IN_APP, Event.ESCALATED, Mail.NONE),
    ],
)
def test_everybody_is_told_as_they_chose(delivery: Delivery, event: Event, mail: Mail) -> None:
    assert tell(*people(1, delivery=delivery), event=event).mail == mail


def test_without_mail_set_up_the_inbox_still_works(settings: Any) -> None:
    settings.MAIL_ON = False
    row = tell(*people(1))
    assert (row.mail, unread(row.user)) == (Mail.NONE, 1)


def test_history_being_written_down_is_no_news_for_the_mail() -> None:
    row = tell(*people(1), at=timezone.now() - datetime.timedelta(days=2))
    assert row.mail == Mail.NONE
    assert timezone.now() - row.created_at > datetime.timedelta(days=1)


def test_what_is_done_leaves_the_list_and_is_not_mailed() -> None:
    owner, deputy, watcher = people(3)
    task = tell(owner, subject_key="matter:12")
    tell(deputy, subject_key="matter:12", event=Event.ESCALATED)
    news = tell(watcher, subject_key="matter:12", event=Event.PUBLISHED)
    other = tell(owner, subject_key="matter:13")
    notifications.settle("matter:12")
    assert list(Notification.objects.tasks()) == [other]
    assert [unread(person) for person in (owner, deputy, watcher)] == [1, 0, 1]
    task.refresh_from_db()
    news.refresh_from_db()
    assert (task.mail, news.mail) == (Mail.NONE, Mail.WAITING)
    assert task in Notification.objects.news()


def test_one_kind_of_task_can_be_settled_alone() -> None:
    (owner,) = people(1)
    tell(owner, subject_key="article:3", event=Event.OWNERSHIP)
    due = tell(owner, subject_key="article:3", event=Event.DUE)
    notifications.settle("article:3", event=Event.OWNERSHIP)
    assert list(Notification.objects.tasks()) == [due]


def test_no_subject_is_nobodys_subject() -> None:
    tell(*people(1))
    notifications.settle("")
    notifications.settle("matter:99")
    assert Notification.objects.tasks().count() == 1


def test_a_read_task_stays_until_it_is_settled() -> None:
    (owner,) = people(1)
    tell(owner, subject_key="matter:12")
    assert notifications.mark_all_read(owner) == 1
    assert unread(owner) == 0
    assert Notification.objects.of(owner).tasks().count() == 1


def test_the_number_stops_being_counted_where_nobody_reads_it_exactly() -> None:
    (person,) = people(1)
    Notification.objects.bulk_create(
        Notification(user=person, event=Event.COMMENTED, title="T", text="t", url="/")
        for _ in range(130)
    )
    found = load_person(person.pk)
    assert found is not None
    assert found.unread == User.objects.get(pk=person.pk).unread == 100


def test_old_lines_go_but_neither_unread_ones_nor_open_tasks() -> None:
    (person,) = people(1)
    now = timezone.now()
    read, unseen = tell(person, event=Event.COMMENTED), tell(person, event=Event.COMMENTED)
    task, done = tell(person), tell(person, subject_key="matter:1")
    notifications.settle("matter:1")
    notifications.mark_read(read)
    notifications.mark_read(task)
    assert notifications.prune(now + datetime.timedelta(days=179)) == 0
    assert notifications.prune(now + datetime.timedelta(days=181)) == 2
    assert set(Notification.objects.all()) == {unseen, task}
    assert done not in Notification.objects.all()


@pytest.mark.django_db(transaction=True)
def test_the_number_is_right_whoever_delivers_reads_and_settles_at_once() -> None:
    crowd = people(12)
    for _ in range(5):
        tell(*crowd, subject_key="a")

    def deliver(order: int) -> None:
        for _ in range(5):
            tell(*crowd[::order], subject_key="b")

    def read_all() -> None:
        for person in crowd:
            notifications.mark_all_read(person)

    def read_one_by_one() -> None:
        for row in Notification.objects.order_by("-pk"):
            notifications.mark_read(row)

    def settle() -> None:
        for key in ("a", "b", "a", "b"):
            notifications.settle(key)

    at_once([lambda: deliver(1), lambda: deliver(-1), read_all, read_one_by_one, settle, settle])
    assert Notification.objects.count() == 12 * 15
    for person in crowd:
        unread(person)
