"""E-mails on their way: each is claimed, sent and noted, one after the other.

At most once: what was claimed and never noted (the process died in between) is given up after an
hour, because nobody knows whether it went out. See docs/decisions/0009-mail-at-most-once.md.
"""

from __future__ import annotations

import datetime
import logging
from contextlib import suppress
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Min
from django.utils import timezone

from accounts.models import Digest, Mail, Notification
from accounts.models.outgoing import Outgoing
from accounts.notifications import writing
from accounts.notifications.smtp import MayHaveArrived

# After the first, second … try that failed; then it is given up.
PAUSES = [datetime.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120)]
TRIES = len(PAUSES) + 1
LOST_AFTER = datetime.timedelta(hours=1)
# What could not even be tried for so long, because the server was down, is old news.
TOO_OLD = datetime.timedelta(days=3)
# Servers limit how many e-mails one connection may bring.
A_CONNECTION = 20
OUTBOXES = (Notification.objects, Digest.objects)

logger = logging.getLogger(__name__)


class ServerDown(Exception):
    """The mail server cannot be reached or does not let us in; nothing was tried."""


def send_due() -> int:
    """Sends all that is due; returns how many e-mails went out.

    Several may do this at the same time. Raises ServerDown, with no try used up. Not to be called
    within a transaction.
    """
    sent = 0
    while _is_any_due():
        sent += _send_over_one_connection()
    return sent


def next_try_at() -> datetime.datetime | None:
    """When the next one will be due that is not due yet."""
    moments = [
        rows.filter(mail=Mail.WAITING).aggregate(moment=Min("next_try_at"))["moment"]
        for rows in OUTBOXES
    ]
    return min(filter(None, moments), default=None)


def give_up() -> None:
    """Ends what nobody will send: lost on the way, or never tried for too long."""
    now = timezone.now()
    for rows in OUTBOXES:
        rows.filter(mail=Mail.SENDING, claimed_at__lt=now - LOST_AFTER).update(
            mail=Mail.FAILED,
            problem="Interrupted while it was being sent: nobody knows whether it went out.",
        )
        rows.filter(mail=Mail.WAITING, created_at__lt=now - TOO_OLD).update(
            mail=Mail.FAILED, problem="The mail server could not be reached for too long."
        )


def _is_any_due() -> bool:
    now = timezone.now()
    return any(rows.all().due(now).exists() for rows in OUTBOXES)


def _send_over_one_connection() -> int:
    connection = mail.get_connection()
    try:
        connection.open()
    except (SMTPException, OSError) as error:
        logger.warning("The mail server cannot be reached: %s", error)
        raise ServerDown from error
    sent = 0
    for _ in range(A_CONNECTION):
        if (row := _claim()) is None:
            break
        outcome = _send(row, connection)
        sent += outcome == Mail.SENT
        if outcome not in {Mail.SENT, Mail.NONE}:
            break  # nobody knows what state the connection is in: the next ones get a new one
    with suppress(SMTPException, OSError):
        connection.close()
    return sent


def _claim() -> Outgoing | None:
    now = timezone.now()
    for rows in OUTBOXES:
        if (row := rows.all().claim(now)) is not None:
            return row
    return None


def _send(row: Outgoing, connection: BaseEmailBackend) -> Mail:
    """Sends one that was claimed and notes what became of it, which is also what it returns."""
    try:
        message = writing.message_for(row)
    except Exception:
        logger.exception("%s %s cannot be written as an e-mail", type(row).__name__, row.pk)
        return row.finish(Mail.FAILED, "It could not be written.")
    if message is None:
        return row.finish(Mail.NONE)
    message.connection = connection
    try:
        message.send()
    except MayHaveArrived as error:
        return row.finish(Mail.FAILED, f"Nobody knows whether it arrived: {error}")
    except (SMTPException, OSError, ValueError) as error:
        return _note_failure(row, error)
    return row.finish(Mail.SENT)


def _note_failure(row: Outgoing, error: Exception) -> Mail:
    logger.warning("%s %s was not sent: %s", type(row).__name__, row.pk, error)
    problem = f"{type(error).__name__}: {error}"
    if _is_final(error) or row.tries >= TRIES:
        return row.finish(Mail.FAILED, problem)
    return row.finish(Mail.WAITING, problem, timezone.now() + PAUSES[row.tries - 1])


def _is_final(error: Exception) -> bool:
    """Whether trying again is useless: the server will never take this message for this person."""
    match error:
        case SMTPRecipientsRefused():
            return all(code >= 500 for code, _ in error.recipients.values())
        case SMTPDataError():
            return error.smtp_code >= 500
        case ValueError():  # an address or a header that no e-mail can have
            return True
    return False
