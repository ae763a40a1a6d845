"""Each text of a proposal that was ever put before somebody."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

from processes.models.article import SUMMARY_LENGTH, TITLE_LENGTH
from processes.models.proposal import NOTE_LENGTH, Proposal, Significance


class Origin(models.TextChoices):
    SUBMITTED = "submitted", "Submitted by the author"
    MERGED = "merged", "Put together with a newer version"
    CORRECTED = "corrected", "Corrected by the approver"


class Round(models.Model):
    """Written once and never changed, with the comparisons that its readers will look at."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField()
    origin = models.CharField(max_length=9, choices=Origin, default=Origin.SUBMITTED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    base_version = models.PositiveIntegerField(help_text="The version it is a change to.")

    title = models.CharField(max_length=TITLE_LENGTH)
    summary = models.CharField(max_length=SUMMARY_LENGTH, blank=True)
    body = models.TextField("text", blank=True)
    filing = models.JSONField(default=dict, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    note = models.CharField("what changed and why", max_length=NOTE_LENGTH, blank=True)
    significance = models.CharField(max_length=5, choices=Significance)
    digest = models.CharField(max_length=64, help_text="The proposal's, while it stands so.")
    html = models.TextField(blank=True)

    findings = models.JSONField(
        null=True, blank=True, help_text="What the writing rules said of it; none: not asked."
    )
    exception = models.CharField(max_length=500, blank=True)

    # Rendered comparisons (lists of parts, see processes.rounds): with the base version, and with
    # the round before. None where there is nothing to compare with, or it was not kept yet.
    diff = models.JSONField(null=True, blank=True)
    diff_since = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["proposal", "number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="round_number_unique")
        ]

    def __str__(self) -> str:
        return f"Round {self.number} of proposal {self.proposal_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises TypeError for a round that is kept already."""
        if self.pk is not None:
            raise TypeError("What was put before somebody is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("What was put before somebody is never deleted.")
