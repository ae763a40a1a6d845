"""What is said about a proposal, and who was asked for their view."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from processes.models.proposal import Proposal

COMMENT_LENGTH = 4000
QUOTE_LENGTH = 300


class Comment(models.Model):
    """On the whole proposal, or on one change of one round (`part`, with the words it is about).

    An answer has the same place as the comment it answers; only comments are resolved.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="comments")
    round = models.PositiveIntegerField(help_text="The round it was made on.")
    part = models.PositiveIntegerField(
        null=True, blank=True, help_text="The number of the change; empty: the whole proposal."
    )
    quote = models.CharField(max_length=QUOTE_LENGTH, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments")
    text = models.TextField(max_length=COMMENT_LENGTH)
    # Where the text names somebody who was told: [start, end, id of the person], in its order.
    mentions = models.JSONField(default=list, blank=True)
    at = models.DateTimeField(default=timezone.now)
    answer_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answers"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["proposal", "at"], name="comment_of_proposal")]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:60]}"

    @property
    def is_resolved(self) -> bool:
        return self.resolved_at is not None


class Consultation(models.Model):
    """Somebody was asked for their view. They may read and comment; nobody waits for them."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="consultations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="consultations"
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "person"], name="consulted_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.proposal}"
