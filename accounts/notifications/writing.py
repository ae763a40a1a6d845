"""A notification, or a day of them, as an e-mail: text and HTML, headers, ways out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac

from accounts.models import Delivery, Digest, Notification, User
from accounts.models.outgoing import Outgoing
from accounts.notifications import doors
from accounts.notifications.preferences import unsubscribe_token
from accounts.notifications.wording import one_line

SUBJECT_WIDTH = 180
DIGEST_LINES = 50


def message_for(row: Outgoing) -> EmailMultiAlternatives | None:
    """The e-mail of a Notification or a Digest, or None where nobody needs it any more.

    That is: they left, want no e-mail now, have read it in their inbox, it was settled, or they
    may not read any more what it tells of.
    """
    match row:
        case Notification():
            return _about_one(row)
        case Digest():
            return _about_a_day(row)
    raise TypeError(f"Not an e-mail: {row!r}")


def link_to(row: Notification) -> str:
    """The address in an e-mail: through the inbox, which marks it as read, to the place itself.

    The place is in the address, too: old e-mails outlive what they tell of in the inbox.
    """
    return f"{settings.SITE_URL}{row.get_absolute_url()}?{urlencode({'to': row.url}, safe='/')}"


def _about_one(row: Notification) -> EmailMultiAlternatives | None:
    if not _wants_mail(row.user) or row.read_at or row.settled_at:
        return None
    if doors.shut(row.user, [row]):
        return None
    label = row.kind.label
    subject = f"[{settings.SITE_NAME}] {row.title}: {label[:1].lower()}{label[1:]}"
    context = {"row": row, "event": row.kind, "link": link_to(row), "why": row.kind.why}
    message = _message(row, row.user, subject, "emails/notification", context)
    if row.subject_key:
        thread = _message_id("thread", row.subject_key, row.user_id)
        message.extra_headers |= {"References": thread, "In-Reply-To": thread}
    return message


def _about_a_day(row: Digest) -> EmailMultiAlternatives | None:
    found = row.notifications.unread().filter(settled_at=None).select_related("actor")
    rows = list(found[: DIGEST_LINES + 1]) if _wants_mail(row.user) else []
    shut = doors.shut(row.user, rows)
    rows = [told for told in rows if told.pk not in shut]
    if not rows:
        return None
    shown, has_more = rows[:DIGEST_LINES], len(rows) > DIGEST_LINES
    number = f"{len(shown)}{' and more' if has_more else ''}"
    subject = f"[{settings.SITE_NAME}] Your day: {number} unread"
    groups = [("To do", [r for r in shown if r.kind.is_task])]
    groups += [("News", [r for r in shown if not r.kind.is_task])]
    context = {
        "number": number,
        "groups": [(name, [(r, link_to(r)) for r in rows]) for name, rows in groups if rows],
        "link": settings.SITE_URL + reverse("inbox"),
        "why": "You chose one e-mail a day.",
    }
    return _message(row, row.user, subject, "emails/digest", context)


def _wants_mail(user: User) -> bool:
    return user.is_active and user.delivery != Delivery.IN_APP


def _message(
    row: Outgoing, user: User, subject: str, template: str, context: dict[str, Any]
) -> EmailMultiAlternatives:
    stop = settings.SITE_URL + reverse("unsubscribe", args=[unsubscribe_token(user)])
    context |= {
        "site_name": settings.SITE_NAME,
        "subject": one_line(subject, SUBJECT_WIDTH),
        "settings_link": settings.SITE_URL + reverse("notification_settings"),
        "unsubscribe_link": stop,
    }
    message = EmailMultiAlternatives(
        subject=context["subject"],
        body=render_to_string(f"{template}.txt", context).strip() + "\n",
        from_email=_sender(),
        to=[sanitize_address((one_line(str(user), 100), user.email), "utf-8")],
        headers={
            "Message-ID": _message_id(type(row).__name__.lower(), row.pk, row.created_at),
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "OOF, AutoReply",
        },
    )
    message.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    return message


def _sender() -> str:
    """With the site's name before the address, unless MAIL_FROM names somebody itself."""
    address = settings.DEFAULT_FROM_EMAIL
    if "<" in address:
        return address
    return sanitize_address((one_line(settings.SITE_NAME, 100), address), "utf-8")


def _message_id(*facts: object) -> str:
    """The same for the same facts, and nobody else's: signed, so that it cannot be foretold."""
    seal = salted_hmac("accounts.notifications.message-id", "\n".join(map(str, facts))).hexdigest()
    return f"<{facts[0]}.{seal[:16]}@{urlsplit(settings.SITE_URL).hostname}>"
