"""Where an imported page came from: shown to readers, and how the next import knows it again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Department
from processes.models.article import Article
from processes.models.attachment import Attachment
from processes.models.tag import Tag

SOURCE_LENGTH = 200
KEY_LENGTH = 400


class Provenance(models.Model):
    """One page of the old wiki, and the article it became.

    `source` names the old wiki, `key` the page within it: together they tell whether a page was
    imported before. `digest` is the SHA-256 (hex) of what the old wiki said of it at that time.
    """

    article = models.OneToOneField(Article, models.CASCADE, related_name="provenance")
    source = models.CharField(max_length=SOURCE_LENGTH, help_text="The old wiki.")
    key = models.CharField(max_length=KEY_LENGTH, help_text="The page within the old wiki.")
    digest = models.CharField(max_length=64)
    format = models.CharField(max_length=20)
    address = models.CharField(max_length=1000, blank=True, help_text="Where it stood.")
    author_name = models.CharField(max_length=200, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    imported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="imported_once")]

    def __str__(self) -> str:
        return f"{self.key} of {self.source}"


class OldComment(models.Model):
    """What was said below a page on the old wiki. Read-only: today people talk about proposals.

    `html` was sanitised when it was imported, as the page's own text is.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="old_comments")
    author_name = models.CharField(max_length=200, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    text = models.TextField()
    html = models.TextField(editable=False)
    at = models.DateTimeField(null=True, blank=True)
    answer_to = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="answers"
    )

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.author_name}: {self.text[:60]}"


class OldAddress(models.Model):
    """An address of the old wiki; whoever opens it here is led on, if they may read what is there.

    `key` is the address as `processes.old_addresses.key_of` writes it, `digest` the SHA-256 (hex)
    of that: addresses may be longer than a database likes to index.
    """

    host = models.CharField(max_length=255, blank=True, help_text="Empty: any.")
    key = models.CharField(max_length=2000)
    digest = models.CharField(max_length=64, db_index=True)
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="old_wiki_addresses"
    )
    attachment = models.ForeignKey(
        Attachment, models.CASCADE, null=True, blank=True, related_name="old_wiki_addresses"
    )
    department = models.ForeignKey(
        Department, models.CASCADE, null=True, blank=True, related_name="old_wiki_addresses"
    )
    tag = models.ForeignKey(
        Tag, models.CASCADE, null=True, blank=True, related_name="old_wiki_addresses"
    )

    class Meta:
        verbose_name_plural = "old addresses"
        constraints = [
            models.UniqueConstraint(fields=["digest", "host"], name="old_address_leads_once"),
            models.CheckConstraint(
                condition=Q(article__isnull=False, attachment=None, department=None, tag=None)
                | Q(article=None, attachment__isnull=False, department=None, tag=None)
                | Q(article=None, attachment=None, department__isnull=False, tag=None)
                | Q(article=None, attachment=None, department=None, tag__isnull=False),
                name="old_address_leads_to_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host}/{self.key}"
