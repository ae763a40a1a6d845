"""Links as found in published text: to articles, to people, and out of the wiki."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from processes.models.article import Article


class LinkState(models.TextChoices):
    FOUND = "found", "Leads to a page"
    WANTED = "wanted", "Wanted page"
    AMBIGUOUS = "ambiguous", "Several pages have this title"


class ArticleLink(models.Model):
    """One link of the live text of `source`. It follows its target, whatever that is called."""

    source = models.ForeignKey(Article, models.CASCADE, related_name="links")
    target = models.ForeignKey(
        Article,
        models.SET_NULL,
        null=True,
        related_name="backlinks",
        help_text="Empty: a wanted page, or a person.",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="mentions"
    )
    state = models.CharField(max_length=9, choices=LinkState, default=LinkState.FOUND)
    title = models.CharField(max_length=300, help_text="As the author wrote it.")
    title_key = models.CharField(max_length=400, db_index=True)
    by_address = models.BooleanField(default=False, help_text="Written as an address, not [[so]].")
    label = models.CharField(max_length=300, blank=True, help_text="As readers see it.")
    section = models.CharField(max_length=300, blank=True)
    section_id = models.CharField(max_length=120, blank=True)
    section_found = models.BooleanField(default=True)
    place = models.PositiveIntegerField(default=0, help_text="The how-manieth link of the text.")
    sentence = models.CharField(max_length=500, blank=True, help_text="The words around it.")

    class Meta:
        ordering = ["source", "place"]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.title}"


class Redraw(models.Model):
    """That somebody asked for a live page to be drawn anew: something it links to changed.

    Written in the transaction that changed it, so that it cannot be lost; a job takes it away.
    Only ever added, so a page may have several, and nobody who asks waits for anybody else.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="redraws")
    asked_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["tries", "asked_at", "pk"]
        verbose_name = "page to redraw"
        verbose_name_plural = "pages to redraw"

    def __str__(self) -> str:
        return f"Redraw of article {self.article_id}"


class ExternalLink(models.Model):
    """An address outside the wiki, and whether anything answered there when a job last asked."""

    url = models.TextField()
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the address, hex.")
    host = models.CharField(max_length=255, db_index=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    next_check_at = models.DateTimeField(default=timezone.now, db_index=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Of the last try.")
    problem = models.CharField(max_length=200, blank=True, help_text="Of the last try.")
    failures = models.PositiveSmallIntegerField(default=0, help_text="Tries in a row.")

    def __str__(self) -> str:
        return self.url


class ExternalLinkUse(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="external_uses")
    link = models.ForeignKey(ExternalLink, models.CASCADE, related_name="uses")

    class Meta:
        constraints = [
            models.UniqueConstraint("article", "link", name="external_link_use_once"),
        ]

    def __str__(self) -> str:
        return f"{self.link_id} in {self.article_id}"
