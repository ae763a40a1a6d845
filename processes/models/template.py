"""What a page of some kind should hold, as admins say it."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from accounts.models import Department
from processes.models.article import Kind, Topic


class ArticleTemplate(models.Model):
    """`version` counts the states that admins saved; the sections of each are kept."""

    name = models.CharField(max_length=60, help_text="What authors choose, for example “FAQ”.")
    description = models.CharField(
        max_length=200, blank=True, help_text="When to choose it, in a sentence."
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PROCESS)
    topic = models.CharField(
        max_length=12, choices=Topic, blank=True, help_text="Of an expertise; empty: any topic."
    )
    department = models.ForeignKey(
        Department,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="templates",
        help_text="For pages in it and below it; empty: for the whole company.",
    )
    is_active = models.BooleanField(
        "offered", default=True, help_text="Pages that were begun with it keep it either way."
    )
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Smaller numbers are offered first."
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = "template"

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raises ValidationError for a process with a topic."""
        if self.kind == Kind.PROCESS and self.topic:
            raise ValidationError({"topic": "A process has no topic."})


class TemplateSection(models.Model):
    template = models.ForeignKey(ArticleTemplate, models.CASCADE, related_name="sections")
    heading = models.CharField(max_length=100)
    hint = models.TextField(
        max_length=500,
        blank=True,
        help_text="What belongs here; shown to authors, never to readers.",
    )
    starter = models.TextField(
        max_length=2000, blank=True, help_text="Markdown that a new page begins with here."
    )
    is_required = models.BooleanField("required", default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "section"

    def __str__(self) -> str:
        return self.heading


class TemplateVersion(models.Model):
    """How a template was, each time that an admin saved it. Written once."""

    template = models.ForeignKey(ArticleTemplate, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    sections = models.JSONField(
        default=list, help_text="Heading, hint, starter and is_required of each."
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["template", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.number}"
