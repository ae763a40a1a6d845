"""What a person is told: a line in their inbox, which is also the e-mail that tells them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models.events import Event
from accounts.models.outgoing import Mail, Outgoing, OutgoingQuerySet, mail_indexes

# As many unread notifications as are counted; “99+” says no less than their number.
UNREAD_COUNTED = 100
SIGNS = {"+ ": "inserted", "- ": "removed"}


@dataclass(frozen=True)
class ExcerptLine:
    """A line of a text; `kind` is inserted, removed or plain."""

    kind: str
    text: str


class NotificationQuerySet(OutgoingQuerySet):
    def of(self, user: object) -> NotificationQuerySet:
        return self.filter(user=user)

    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at=None)

    def counted(self) -> NotificationQuerySet:
        """The unread ones, as far as they are counted.

        In an order that only the index of unread rows has: asked for any hundred, PostgreSQL may
        think it finds them soonest by reading the whole table.
        """
        return self.unread().order_by("created_at")[:UNREAD_COUNTED]

    def tasks(self) -> NotificationQuerySet:
        """What somebody still has to do."""
        return self.filter(event__in=Event.tasks(), settled_at=None)

    def news(self) -> NotificationQuerySet:
        """What is only to be known, and the tasks that are done."""
        return self.exclude(event__in=Event.tasks(), settled_at=None)

    def lock(self) -> NotificationQuerySet:
        """These rows, locked in the order of their ids: whoever changes several at the same moment
        as somebody else waits, instead of blocking each other."""
        return Notification.objects.filter(
            pk__in=list(self.in_order().values_list("pk", flat=True))
        )

    def in_order(self) -> NotificationQuerySet:
        """Their ids, to be locked so by the statement that asks for them."""
        return self.select_for_update().order_by("pk").values("pk")


class Digest(Outgoing):
    """One e-mail with a person's news of a day; the database allows one for each day."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="digests")
    day = models.DateField()
    created_at = models.DateTimeField(default=timezone.now)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_digest_a_day")]
        indexes = mail_indexes("digest")

    def __str__(self) -> str:
        return f"{self.day} for {self.user}"


class Notification(Outgoing):
    user = models.ForeignKey(
        "accounts.User",
        models.CASCADE,
        related_name="notifications",
        db_index=False,  # the index of the inbox begins with it
    )
    actor = models.ForeignKey(
        "accounts.User",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,  # nobody asks what somebody did
        help_text="Whose act it tells of; empty where time alone brought it about.",
    )
    event = models.CharField(max_length=12, choices=Event)
    title = models.CharField(max_length=200)
    text = models.TextField()
    excerpt = models.TextField(blank=True)
    url = models.CharField("address", max_length=500)
    subject_key = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    digest = models.ForeignKey(
        Digest, models.SET_NULL, null=True, blank=True, related_name="notifications"
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="notification_inbox"),
            models.Index(
                fields=["user", "created_at"],
                condition=Q(read_at=None),
                name="notification_unread",
            ),
            models.Index(
                fields=["subject_key"],
                condition=Q(settled_at=None) & ~Q(subject_key=""),
                name="notification_subject",
            ),
            models.Index(fields=["user"], condition=Q(mail=Mail.LATER), name="notification_later"),
            *mail_indexes("notification"),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_event_display()}"

    def get_absolute_url(self) -> str:
        """Leads on to what it tells of, and marks it as read."""
        return reverse("notification", args=[self.pk])

    @property
    def kind(self) -> Event:
        return Event(self.event)

    @property
    def is_unread(self) -> bool:
        return self.read_at is None

    @property
    def is_done(self) -> bool:
        """A task that has been settled, by whomever."""
        return self.settled_at is not None

    @property
    def excerpt_lines(self) -> list[ExcerptLine]:
        return [_excerpt_line(line) for line in self.excerpt.splitlines()]


def _excerpt_line(line: str) -> ExcerptLine:
    kind = SIGNS.get(line[:2])
    return ExcerptLine(kind, line[2:]) if kind else ExcerptLine("plain", line)
