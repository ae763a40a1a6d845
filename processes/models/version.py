"""Our own numbering of the versions that django-reversion keeps."""

from __future__ import annotations

from django.db import models
from reversion.models import Revision

from processes.models.article import Article


class VersionNumber(models.Model):
    """Joins one published state of an article to the revision that holds its text.

    The unique pair is also the last guard in a race: a number is given once. The rendered page is
    kept beside it, because reading an old version must not render Markdown either.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="version_numbers")
    number = models.PositiveIntegerField()
    revision = models.OneToOneField(Revision, models.CASCADE, related_name="version_number")
    html = models.TextField(blank=True)
    # Which version brought each line of the text: [[how many lines, version], …]; null = not
    # worked out yet.
    origins = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("article", "number", name="version_number_once"),
        ]
        # Small, and gone once a job has worked them all out.
        indexes = [
            models.Index(
                fields=["article", "number"],
                name="version_without_origins",
                condition=models.Q(origins__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"Version {self.number} of article {self.article_id}"
