"""The e-mail itself: what it says, where it leads, how it is made to stop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import notifications
from accounts.models import Delivery, Event, Mail, Notification, User
from accounts.notifications.sending import send_due
from tests.accounts.notifying import people, tell

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert(1)</script> & "Co" \u202e'


@pytest.fixture(autouse=True)
def _mail_is_set_up(settings: Any) -> Iterator[None]:
    settings.MAIL_ON = True
    settings.DEFAULT_FROM_EMAIL = "wiki@example.com"
    settings.SITE_URL = "https://wiki.example.com"
    mail.outbox.clear()
    return


def sent(**facts: Any) -> tuple[EmailMessage, str, str]:
    """The one e-mail that goes out, with its text and its HTML."""
    (person,) = people(1)
    tell(person, **facts)
    assert send_due() == 1
    message = mail.outbox[-1].message()
    text, html = (part.get_payload(decode=True).decode() for part in message.get_payload())
    return message, text, html


def header(message: EmailMessage, name: str) -> str:
    from email.header import decode_header, make_header

    return str(make_header(decode_header(message[name])))


def way_out(message: EmailMessage) -> str:
    address = header(message, "List-Unsubscribe").replace("\n", "").replace(" ", "")
    return address.removeprefix("<https://wiki.example.com").removesuffix(">")


def test_it_says_what_happened_and_why_you_are_told() -> None:
    message, text, html = sent(excerpt="- 25 euros\n+ 30 euros\nElsewhere")
    assert header(message, "Subject") == "[Imprimatur] Claim expenses: waiting for your decision"
    assert header(message, "From") == "Imprimatur <wiki@example.com>"
    assert header(message, "To") == "Person 0 <person0@example.com>"
    for body in (text, unescape(html)):
        assert "Ana Costa proposes a change: raised the meal limit." in body
        assert "30 euros" in body
        assert "You decide on changes to this page." in body
        assert "https://wiki.example.com/inbox/settings/" in body
    assert "- 25 euros\n+ 30 euros\nElsewhere" in text
    assert re.search(r"\+ </span><ins[^>]*>30 euros</ins>", html)
    assert re.search(r"− </span><del[^>]*>25 euros</del>", html)
    assert "<table" not in html
    assert "<img" not in html
    assert "src=" not in html


def test_nobodys_words_become_markup_or_headers() -> None:
    (person,) = people(1)
    User.objects.update(name="Eve\r\nBcc: all@example.com")
    tell(
        person, title=f"Pay\r\nBcc: all@example.com {HOSTILE}", text=HOSTILE, excerpt=f"+ {HOSTILE}"
    )
    assert send_due() == 1
    message = mail.outbox[0].message()
    assert message["Bcc"] is None
    assert mail.outbox[0].recipients() == [mail.outbox[0].to[0]]
    assert "Bcc: all@example.com" in header(message, "Subject")
    text, html = (part.get_payload(decode=True).decode() for part in message.get_payload())
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert '<script>alert(1)</script> & "Co"' in text


def test_its_headers_tell_programs_what_it_is() -> None:
    message, _, _ = sent(subject_key="matter:12")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Message-ID"].endswith("@wiki.example.com>")
    tell(Notification.objects.get().user, subject_key="matter:12", event=Event.COMMENTED)
    send_due()
    later = mail.outbox[-1].message()
    assert later["References"] == message["References"] == message["In-Reply-To"]
    assert later["Message-ID"] != message["Message-ID"]


def test_trying_again_keeps_its_identity() -> None:
    message, _, _ = sent()
    Notification.objects.update(mail=Mail.WAITING, next_try_at=timezone.now())
    send_due()
    assert mail.outbox[-1].message()["Message-ID"] == message["Message-ID"]


@pytest.mark.parametrize("event", list(Event))
def test_every_event_has_its_words(event: Event) -> None:
    _, text, html = sent(event=event)
    for words in (event.label, event.action, event.why):
        assert words in text
        assert words in unescape(html)


def test_its_link_leads_to_the_place_and_marks_it_read(client: Client) -> None:
    _, text, html = sent(url="/proposals/12/?tab=diff#changes")
    link = re.search(r"https://wiki\.example\.com(/inbox/\d+/\S+)", text)
    assert link
    assert f'href="https://wiki.example.com{link[1]}"' in html
    row = Notification.objects.get()
    client.force_login(row.user, backend="accounts.backends.SessionBackend")
    assert client.get(link[1])["Location"] == "/proposals/12/?tab=diff#changes"
    row.refresh_from_db()
    assert row.read_at


def test_its_link_outlives_the_line_in_the_inbox(client: Client) -> None:
    _, text, _ = sent(url="/proposals/12/")
    link = re.search(r"https://wiki\.example\.com(/inbox/\d+/\S+)", text)
    assert link
    client.force_login(Notification.objects.get().user, "accounts.backends.SessionBackend")
    Notification.objects.all().delete()
    assert client.get(link[1])["Location"] == "/proposals/12/"


@pytest.mark.parametrize(
    "change",
    [
        lambda row: User.objects.update(is_active=False),
        lambda row: User.objects.update(delivery=Delivery.IN_APP),
        lambda row: notifications.choose_delivery(row.user, Delivery.IN_APP),
        notifications.mark_read,
        lambda row: notifications.settle("matter:12"),
    ],
    ids=["left", "wants none", "chose none", "read it", "done"],
)
def test_what_waits_is_not_sent_to_whom_it_does_not_serve_any_more(change: Any) -> None:
    row = tell(*people(1), subject_key="matter:12")
    change(row)
    assert send_due() == 0
    assert mail.outbox == []
    row.refresh_from_db()
    assert row.mail == Mail.NONE


def test_an_address_no_mail_can_go_to_stops_nobody_else() -> None:
    broken, fine = people(2)
    User.objects.filter(pk=broken.pk).update(email="no\r\nBcc: x@example.com")
    tell(broken, fine)
    assert send_due() == 1
    assert mail.outbox[0].to == ["Person 1 <person1@example.com>"]
    assert Notification.objects.get(user=broken).mail == Mail.FAILED


def test_mail_from_may_name_somebody_itself(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Tidewell wiki <wiki@example.com>"
    message, _, _ = sent()
    assert header(message, "From") == "Tidewell wiki <wiki@example.com>"


def test_opening_the_way_out_changes_nothing(client: Client) -> None:
    message, _, html = sent()
    assert way_out(message) in html
    page = client.get(way_out(message))
    assert page.status_code == 200
    assert b"person0@example.com" in page.content
    assert "no-store" in page["Cache-Control"]
    assert User.objects.get().delivery == Delivery.AT_ONCE


def test_one_click_ends_it_without_signing_in() -> None:
    """As a mail program sends it: RFC 8058, without a session and without a token of ours."""
    message, _, _ = sent()
    tell(User.objects.get())
    careful = Client(enforce_csrf_checks=True)
    page = careful.post(way_out(message), {"List-Unsubscribe": "One-Click"})
    assert page.status_code == 200
    assert b"No more e-mails" in page.content
    assert User.objects.get().delivery == Delivery.IN_APP
    assert send_due() == 0


def test_nobody_is_unsubscribed_by_a_made_up_address(client: Client) -> None:
    message, _, _ = sent()
    address = way_out(message)
    other = address.replace(address.split("/")[-2][:3], "abc", 1)
    for made_up in (other, "/inbox/unsubscribe/1/", "/inbox/unsubscribe/x:y/"):
        assert client.get(made_up).status_code == 404
        assert client.post(made_up).status_code == 404
    assert User.objects.get().delivery == Delivery.AT_ONCE
