"""Links between articles, as found in published text."""

from __future__ import annotations

from django.db import models

from processes.models.article import Article


class ArticleLink(models.Model):
    source = models.ForeignKey(Article, models.CASCADE, related_name="links")
    target = models.ForeignKey(
        Article,
        models.SET_NULL,
        null=True,
        related_name="backlinks",
        help_text="Empty: a wanted page.",
    )
    title = models.CharField(max_length=300, help_text="As the author wrote it.")
    title_key = models.CharField(max_length=400, db_index=True)
    section = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.source_id} → {self.title}"
