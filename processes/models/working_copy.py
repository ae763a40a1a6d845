"""What somebody is writing: kept every few seconds, not yet the text of any proposal."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from processes.models.article import Article

# The revision of a copy that has ended: no attempt knows it, and none is larger.
ENDED = 2**31 - 1


class WorkingCopy(models.Model):
    """Its author's alone, until they save it as a proposal; then it goes.

    `article` is empty while the page has no first proposal yet: then a person may have several,
    each with its own key.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="working_copies"
    )
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="working_copies"
    )
    base_version = models.PositiveIntegerField(default=0)
    values = models.JSONField(default=dict, help_text="What the form says, by name of the field.")
    revision = models.PositiveIntegerField(default=0, help_text="How often it was kept.")
    holder = models.CharField(max_length=36, blank=True, help_text="The window that kept it last.")
    aside = models.JSONField(
        default=list, blank=True, help_text="Texts that were replaced by another window's."
    )
    created_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-saved_at"]
        verbose_name_plural = "working copies"
        constraints = [
            models.UniqueConstraint(
                fields=["author", "article"],
                name="working_copy_one_per_page",
                condition=Q(article__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["article", "-saved_at"], name="working_copy_present")]

    def __str__(self) -> str:
        return f"{self.author_id} writes on {self.article_id or 'a new page'}"
