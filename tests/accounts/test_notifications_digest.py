"""One e-mail a day, for those who chose it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from accounts import notifications
from accounts.models import Delivery, Digest, Event, Mail, Notification, User
from accounts.notifications import send_digests
from accounts.notifications.sending import send_due
from tests.accounts.notifying import at_once, people, tell

pytestmark = pytest.mark.django_db(transaction=True)
UTC = datetime.UTC
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _mail_is_set_up(settings: Any) -> Iterator[None]:
    settings.MAIL_ON = True
    settings.DEFAULT_FROM_EMAIL = "wiki@example.com"
    mail.outbox.clear()
    return


@pytest.fixture
def reader() -> User:
    return people(1, delivery=Delivery.DAILY)[0]


@pytest.fixture
def morning() -> datetime.datetime:
    """The next morning at eight."""
    return timezone.now().replace(hour=8, minute=0, second=0, microsecond=0) + DAY


def digest_at(moment: datetime.datetime) -> int:
    """How many e-mails go out when housekeeping comes by at this moment."""
    send_digests(moment)
    Digest.objects.filter(mail=Mail.WAITING).update(next_try_at=timezone.now())
    return send_due()


def test_the_news_of_a_day_come_in_one_mail_in_the_morning(
    reader: User, morning: datetime.datetime
) -> None:
    tell(reader, title="To decide")
    tell(reader, event=Event.COMMENTED, title="To know <b>")
    assert send_due() == 0
    assert digest_at(morning - HOUR) == 0
    assert digest_at(morning) == 1
    (message,) = mail.outbox
    assert message.subject == "[Imprimatur] Your day: 2 unread"
    assert message.to == ["Person 0 <person0@example.com>"]
    html = str(message.alternatives[0][0])
    for body in (message.body, html):
        assert body.index("To decide") < body.index("To know")
        assert all(row.get_absolute_url() in body for row in Notification.objects.all())
    assert "To know &lt;b&gt;" in html
    assert "List-Unsubscribe" in message.extra_headers


def test_it_comes_once_a_day(reader: User, morning: datetime.datetime) -> None:
    tell(reader)
    assert digest_at(morning) == 1
    tell(reader, event=Event.COMMENTED)
    assert digest_at(morning + HOUR) == 0
    assert digest_at(morning + 12 * HOUR) == 0
    assert digest_at(morning + DAY) == 1
    assert [message.subject[-8:] for message in mail.outbox] == ["1 unread", "1 unread"]


def test_after_an_outage_it_comes_later_the_same_day(
    reader: User, morning: datetime.datetime
) -> None:
    tell(reader)
    assert digest_at(morning + 9 * HOUR) == 1


def test_what_happens_after_eight_waits_for_tomorrow(reader: User) -> None:
    today = timezone.now().replace(hour=8, minute=0, second=0, microsecond=0)
    row = tell(reader)
    Notification.objects.update(created_at=today + HOUR)
    assert digest_at(today + 5 * HOUR) == 0
    row.refresh_from_db()
    assert row.mail == Mail.LATER
    assert digest_at(today + DAY) == 1


def test_eight_is_eight_where_the_company_is(
    reader: User, morning: datetime.datetime, settings: Any
) -> None:
    settings.TIME_ZONE = "America/New_York"
    tell(reader)
    assert digest_at(morning + 3 * HOUR) == 0
    assert digest_at(morning + 6 * HOUR) == 1


def test_what_was_read_or_done_meanwhile_is_left_out(
    reader: User, morning: datetime.datetime
) -> None:
    notifications.mark_read(tell(reader, title="Read"))
    tell(reader, title="Done", subject_key="a")
    notifications.settle("a")
    assert digest_at(morning) == 0
    tell(reader, title="New")
    assert digest_at(morning + DAY) == 1
    assert "Read" not in mail.outbox[0].body


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"delivery": Delivery.IN_APP}], ids=["left", "wants none"]
)
@pytest.mark.parametrize("early", [True, False], ids=["before", "after it was made"])
def test_whom_it_does_not_serve_gets_none(
    reader: User, morning: datetime.datetime, change: dict[str, Any], early: bool
) -> None:
    tell(reader)
    if not early:
        assert send_digests(morning) == 1
    User.objects.update(**change)
    assert digest_at(morning) == 0
    assert mail.outbox == []


def test_what_is_urgent_does_not_wait(reader: User) -> None:
    tell(reader, event=Event.ESCALATED)
    assert send_due() == 1


def test_two_hundred_news_are_cut_short(reader: User, morning: datetime.datetime) -> None:
    for _ in range(60):
        tell(reader, event=Event.COMMENTED)
    assert digest_at(morning) == 1
    assert mail.outbox[0].subject.endswith("50 and more unread")
    assert mail.outbox[0].body.count("Claim expenses") == 50


def test_two_workers_make_one(morning: datetime.datetime) -> None:
    crowd = people(10, delivery=Delivery.DAILY)
    for _ in range(3):
        tell(*crowd)
    at_once([lambda: send_digests(morning)] * 4)
    assert Digest.objects.count() == 10
    assert not Notification.objects.filter(digest=None).exists()
    Digest.objects.update(next_try_at=timezone.now())
    assert sum(at_once([send_due] * 4)) == 10
    assert sorted({message.to[0] for message in mail.outbox}) == sorted(
        message.to[0] for message in mail.outbox
    )


def test_a_site_without_mail_makes_none(
    reader: User, morning: datetime.datetime, settings: Any
) -> None:
    tell(reader)
    settings.MAIL_ON = False
    assert send_digests(morning) == 0
