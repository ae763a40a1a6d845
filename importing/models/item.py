"""Pages as they were read, then tried, then brought in."""

from __future__ import annotations

from django.db import models

from importing.models.run import Import
from processes.models import Article
from processes.models.article import SUMMARY_LENGTH, TITLE_LENGTH
from processes.models.provenance import KEY_LENGTH


class Form(models.TextChoices):
    """What state it had on the old wiki, as far as it matters here."""

    PUBLISHED = "published", "Published"
    DRAFT = "draft", "Draft"
    CLOSED = "closed", "Private, or behind a password"
    REDIRECT = "redirect", "Only leads on"


class PageState(models.TextChoices):
    READ = "read", "Read"
    NEW = "new", "New"
    SAME = "same", "Here already, and the same"
    DIFFERENT = "different", "Here already, and different: left as it is"
    LEFT_OUT = "left_out", "Left out"
    IMPORTED = "imported", "Imported"


class ImportPage(models.Model):
    """Texts are Markdown; links and pictures still have the old wiki's addresses.

    `before` and `after` count what readers saw there and will see here (see `importing.counting`).
    """

    run = models.ForeignKey(Import, models.CASCADE, related_name="pages")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=KEY_LENGTH)
    form = models.CharField(max_length=10, choices=Form, default=Form.PUBLISHED)
    title = models.CharField(max_length=TITLE_LENGTH)
    title_key = models.CharField(max_length=400, db_index=True)
    summary = models.CharField(max_length=SUMMARY_LENGTH, blank=True)
    body = models.TextField(blank=True)
    parent_key = models.CharField(max_length=KEY_LENGTH, blank=True)
    order = models.IntegerField(null=True, blank=True)
    author_key = models.CharField(max_length=400, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    places = models.JSONField(default=list)
    tags = models.JSONField(default=list)
    addresses = models.JSONField(default=list)
    leads_to = models.CharField(max_length=2000, blank=True)
    base = models.CharField(max_length=1000, blank=True)
    headings = models.JSONField(default=list)
    anchors = models.JSONField(default=dict)
    # What only some formats have: facts, aliases, versions, a picture beside the title…
    more = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    # Set by the check.
    state = models.CharField(max_length=10, choices=PageState, default=PageState.READ)
    place_key = models.CharField(max_length=400, blank=True)
    slug = models.CharField(max_length=100, blank=True)
    after = models.JSONField(default=dict)
    links = models.JSONField(default=dict, help_text="How many lead where.")
    # Pages are applied in this order: those that others link to first, as far as that goes.
    turn = models.PositiveIntegerField(default=0)
    needs = models.JSONField(default=list, help_text="Ids of the pages that its links lead to.")
    article = models.ForeignKey(Article, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "key"], name="import_page_once"),
            models.UniqueConstraint(fields=["run", "position"], name="import_page_position"),
        ]
        indexes = [
            models.Index(fields=["run", "state", "position"], name="import_page_waiting"),
            models.Index(fields=["run", "state", "turn"], name="import_page_turn"),
        ]

    def __str__(self) -> str:
        return self.title


class ImportComment(models.Model):
    page = models.ForeignKey(ImportPage, models.CASCADE, related_name="comments")
    key = models.CharField(max_length=100)
    answer_to = models.CharField(max_length=100, blank=True)
    author_key = models.CharField(max_length=400, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.author_name}: {self.text[:60]}"
