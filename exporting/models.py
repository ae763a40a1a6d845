"""A file that somebody asked for, made by a job, kept for a few days."""

from __future__ import annotations

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Department
from processes.models import Article

# After which a job that gives no sign of life is taken for dead.
STALLED = datetime.timedelta(minutes=2)


class Shape(models.TextChoices):
    MARKDOWN = "markdown", "Markdown files, to take along or to import elsewhere"
    PAGES = "pages", "Pages to read offline in a browser"


class ExportState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    WORKING = "working", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"
    GONE = "gone", "Forgotten"


def stored_at(export: Export, filename: str) -> str:
    """Its name in the storage, which tells nothing of what is in it."""
    return f"exports/{export.key}"


class Export(models.Model):
    """Of one page, of one department with what lies below it, or (with neither) of all.

    It holds what `made_by` may read at that time, and nobody else may fetch it.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    shape = models.CharField(max_length=10, choices=Shape, default=Shape.MARKDOWN)
    article = models.ForeignKey(Article, models.CASCADE, null=True, blank=True, related_name="+")
    department = models.ForeignKey(
        Department, models.CASCADE, null=True, blank=True, related_name="+"
    )
    with_history = models.BooleanField(
        "every version and decision", default=False, help_text="Markdown files only."
    )
    state = models.CharField(max_length=10, choices=ExportState, default=ExportState.WAITING)
    problem = models.TextField(blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    beat_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to=stored_at, max_length=200, blank=True)
    name = models.CharField(max_length=200, blank=True)
    held = models.JSONField(
        "what it tells of", null=True, editable=False, help_text="See exporting.holding."
    )
    size = models.PositiveBigIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(article=None) | models.Q(department=None),
                name="export_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_under_way(self) -> bool:
        return self.state in (ExportState.WAITING, ExportState.WORKING)

    @property
    def is_stalled(self) -> bool:
        """Its job died, or there is nobody who does jobs."""
        last = self.beat_at or self.made_at
        return self.is_under_way and last < timezone.now() - STALLED
