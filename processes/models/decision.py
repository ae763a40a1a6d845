"""One line of the append-only log."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

from processes.models.article import Article
from processes.models.proposal import Proposal, Significance


class Action(models.TextChoices):
    SUBMITTED = "submitted", "Submitted"
    WITHDRAWN = "withdrawn", "Withdrawn"
    TAKEN_BACK = "taken_back", "Taken back to draft"
    APPROVED = "approved", "Approved"
    RETURNED = "returned", "Returned"
    DECLINED = "declined", "Declined"
    IMPORTED = "imported", "Imported"
    CHANGED = "changed", "Details changed"
    ARCHIVED = "archived", "Archived"
    RESTORED = "restored", "Taken out of the archive"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def published(self) -> DecisionQuerySet:
        """The decisions that brought a version to readers."""
        return self.filter(version__isnull=False, action__in=(Action.APPROVED, Action.IMPORTED))

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
    significance = models.CharField(max_length=5, choices=Significance, blank=True)
    version = models.PositiveIntegerField(
        null=True, blank=True, help_text="The version this decision published."
    )
    digest = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["article", "-at"], name="decision_of_article")]
        constraints = [
            models.UniqueConstraint(
                "article",
                "version",
                name="decision_one_per_version",
                condition=models.Q(version__isnull=False),
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
