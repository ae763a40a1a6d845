"""What is to go out by e-mail, and how far it has come: rows that are their own outbox."""

from __future__ import annotations

import datetime

from django.db import models, transaction
from django.db.models import Case, Q, Value, When

PROBLEM_LENGTH = 300


class Mail(models.TextChoices):
    NONE = "none", "No e-mail"
    WAITING = "waiting", "Waiting to be sent"
    LATER = "later", "For the next daily digest"
    DIGESTED = "digested", "In a daily digest"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Not sent"


# What has not begun to go out.
WAITING = (Mail.WAITING, Mail.LATER)


class OutgoingQuerySet(models.QuerySet["Outgoing"]):
    def due(self, now: datetime.datetime) -> OutgoingQuerySet:
        """What should be on its way by now."""
        return self.filter(mail=Mail.WAITING, next_try_at__lte=now)

    def claim(self, now: datetime.datetime) -> Outgoing | None:
        """Takes the one that has been due longest; nobody else gets it from then on.

        The claim is committed when this returns, which is before anything is sent: whoever dies
        on the way leaves a row that says “being sent”, and never a second e-mail. Not to be
        called within a transaction.
        """
        with transaction.atomic(durable=True):
            rows = self.due(now).select_for_update(skip_locked=True).order_by("next_try_at", "pk")
            row = rows.first()
            if row is not None:
                row.mail, row.claimed_at, row.tries = Mail.SENDING, now, row.tries + 1
                row.save(update_fields=["mail", "claimed_at", "tries"])
        return row

    def drop_mail(self) -> int:
        """No e-mail any more for those that have not begun to go out. Returns how many."""
        waiting = self.filter(mail__in=WAITING)
        return waiting.update(mail=Mail.NONE, next_try_at=None)

    def without_mail(self) -> dict[str, Case]:
        """The same as values, for an update of other things as well."""
        waits = Q(mail__in=WAITING)
        return {
            "mail": Case(When(waits, then=Value(Mail.NONE)), default="mail"),
            "next_try_at": Case(When(waits, then=None), default="next_try_at"),
        }


class Outgoing(models.Model):
    mail = models.CharField("e-mail", max_length=10, choices=Mail, default=Mail.NONE)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=PROBLEM_LENGTH, blank=True)

    class Meta:
        abstract = True

    def finish(
        self, mail: Mail, problem: str = "", next_try_at: datetime.datetime | None = None
    ) -> Mail:
        """Notes what became of it, unless it was given up for lost meanwhile. Returns `mail`."""
        mine = type(self)._default_manager.filter(
            pk=self.pk, mail=Mail.SENDING, claimed_at=self.claimed_at
        )
        mine.update(mail=mail, problem=problem[:PROBLEM_LENGTH], next_try_at=next_try_at)
        return mail


def mail_indexes(table: str) -> list[models.Index]:
    """Small, whatever the table's size: most rows have been sent."""
    moving = Q(mail__in=[Mail.WAITING, Mail.SENDING])
    return [models.Index(fields=["next_try_at", "id"], condition=moving, name=f"{table}_outbox")]
