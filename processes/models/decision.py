"""One line of the append-only log."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

from processes.models.article import Article
from processes.models.proposal import NOTE_LENGTH, Proposal, Significance


class Action(models.TextChoices):
    SUBMITTED = "submitted", "Submitted"
    WITHDRAWN = "withdrawn", "Withdrawn"
    TAKEN_BACK = "taken_back", "Taken back to draft"
    APPROVED = "approved", "Approved"
    RETURNED = "returned", "Returned"
    DECLINED = "declined", "Declined"
    IMPORTED = "imported", "Imported"
    OVERTAKEN = "overtaken", "Overtaken by a newer version"
    CONFIRMED = "confirmed", "Confirmed unchanged"
    CHANGED = "changed", "Details changed"
    OFFERED = "offered", "Offered to somebody else"
    TRANSFERRED = "transferred", "Taken over"
    REFUSED = "refused", "Offer not accepted"
    ARCHIVED = "archived", "Archived"
    RESTORED = "restored", "Taken out of the archive"


# What brings a version to readers.
PUBLISHING = (Action.APPROVED, Action.IMPORTED)


class Manner(models.TextChoices):
    """How an approval came about, where it was not simply the author's text."""

    PLAIN = "", "As proposed"
    CORRECTED = "corrected", "With corrections by the approver"
    PART = "part", "In part"
    TRUSTED = "trusted", "Published by the author, whom the owner trusts with minor changes"
    UNDONE = "undone", "Undone: the text as it was before"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def published(self) -> DecisionQuerySet:
        """The decisions that brought a version to readers."""
        return self.filter(version__isnull=False, action__in=PUBLISHING)

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("The log is append-only: a decision is never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("The log is append-only: a decision is never deleted.")


class Decision(models.Model):
    article = models.ForeignKey(Article, models.PROTECT, related_name="decisions")
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    action = models.CharField(max_length=12, choices=Action)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions")
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    comment = models.TextField(blank=True, max_length=2000)
    # The proposal's own words at that moment: it may be submitted again with others.
    note = models.CharField("what changed and why", max_length=NOTE_LENGTH, blank=True)
    round = models.PositiveIntegerField(null=True, blank=True)
    manner = models.CharField(max_length=9, choices=Manner, blank=True)
    significance = models.CharField(max_length=5, choices=Significance, blank=True)
    version = models.PositiveIntegerField(
        null=True, blank=True, help_text="The version it published or confirmed."
    )
    digest = models.CharField(max_length=64, blank=True)
    override = models.CharField("why rules were set aside", max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["article", "-at"], name="decision_of_article"),
            # What was published lately, for feeds and lists.
            models.Index(
                fields=["-at", "-id"],
                name="decision_published",
                condition=models.Q(version__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                "article",
                "version",
                name="decision_one_per_version",
                condition=models.Q(version__isnull=False, action__in=PUBLISHING),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.article}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises TypeError for a decision that is in the log already."""
        if self.pk is not None:
            raise TypeError("The log is append-only: a decision is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The log is append-only: a decision is never deleted.")

    @property
    def is_self_approval(self) -> bool:
        return self.action == Action.APPROVED and (
            self.proposal is not None and self.proposal.author_id == self.by_id
        )
