"""A proposed new text for one article."""

from __future__ import annotations

import hashlib
import json

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from processes.models.article import (
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    Article,
    Reader,
    concerns,
)

NOTE_LENGTH = 500


class State(models.TextChoices):
    DRAFT = "draft", "Draft"
    PENDING = "pending", "Waiting for approval"
    RETURNED = "returned", "Returned"
    APPROVED = "approved", "Approved"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


OPEN_STATES = (State.DRAFT, State.PENDING, State.RETURNED)


class Significance(models.TextChoices):
    MINOR = "minor", "Minor"
    MAJOR = "major", "Major"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def open(self) -> ProposalQuerySet:
        return self.filter(state__in=OPEN_STATES)

    def pending(self) -> ProposalQuerySet:
        return self.filter(state=State.PENDING)

    def visible_to(self, user: User) -> ProposalQuerySet:
        """A proposal is between its author, those who answer for the article and those who are
        asked for their view; admins see all.

        Nobody sees a proposal to an article behind a closed door, not even its author; and a
        draft is its author's alone, also after they gave it up without ever submitting it.
        """
        return self.readable_by(Reader.of(user))

    def readable_by(self, reader: Reader) -> ProposalQuerySet:
        """The rule of `visible_to`, of the facts it needs."""
        if reader.is_admin:
            return self
        # Asked of each proposal's own page: of all pages, it would be worked out for every one.
        its_page = Article.objects.filter(pk=OuterRef("article"))
        concerned = Exists(its_page.filter(concerns(reader)))
        submitted = Q(round__gt=0) & ~Q(state=State.DRAFT)
        near = Q(author=reader.id) | concerned & submitted
        # A page that does not exist yet is hidden, but not from whoever was asked about it.
        asked = Exists(
            self.model.consultations.rel.related_model.objects.filter(
                proposal=OuterRef("pk"), person=reader.id
            )
        )
        open_here = ~Q(article__department__in=reader.hidden) if reader.hidden else Q()
        return self.filter(
            Exists(its_page.readable_by(reader)) & near | open_here & submitted & asked
        )

    def for_lists(self) -> ProposalQuerySet:
        """With what a line in a list shows, without the long texts."""
        return self.select_related("article__department", "article__owner", "author").defer(
            "body", "html", "article__body", "article__html", "article__text", "article__contents"
        )


class Proposal(models.Model):
    article = models.ForeignKey(Article, models.PROTECT, related_name="proposals")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="proposals")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    base_version = models.PositiveIntegerField(
        default=0, help_text="The version the author began from."
    )
    round = models.PositiveIntegerField(default=0, help_text="How often it was submitted.")

    title = models.CharField(max_length=TITLE_LENGTH)
    summary = models.CharField(max_length=SUMMARY_LENGTH, blank=True)
    body = models.TextField("text", blank=True)
    note = models.CharField("what changed and why", max_length=NOTE_LENGTH, blank=True)
    significance = models.CharField(max_length=5, choices=Significance, default=Significance.MINOR)
    # As readers will see it; made whenever the text is saved, never while a page is read.
    html = models.TextField(blank=True, editable=False)
    filing = models.JSONField(
        default=dict,
        blank=True,
        help_text="What else shall change: any of department, owner, parent (ids), kind, topic.",
    )

    facts = models.JSONField(
        default=dict,
        blank=True,
        help_text="What is told beside the text, as the page shall have it.",
    )
    # Blocking rules that the text did not meet when it was last put forward, and why its author
    # asks for it all the same.
    unmet = models.PositiveSmallIntegerField(default=0)
    exception = models.CharField("why a rule should not hold here", max_length=500, blank=True)
    restores = models.PositiveIntegerField(
        null=True, blank=True, help_text="The old version whose text it began with, if any."
    )

    # While it waits: until when an answer is due, who is on it, who was asked beside the first.
    due_on = models.DateField(null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    escalated_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # How large the change of the present round is, for lists.
    changes = models.PositiveIntegerField("changed blocks", default=0)
    words_added = models.PositiveIntegerField(default=0)
    words_removed = models.PositiveIntegerField(default=0)

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="proposal_state"),
            models.UniqueConstraint(
                "article",
                "author",
                name="proposal_one_open_per_author",
                condition=Q(state__in=OPEN_STATES),
            ),
        ]
        indexes = [models.Index(fields=["state", "submitted_at"], name="proposal_waiting")]

    def __str__(self) -> str:
        return f"Proposal {self.pk}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("proposal", args=[self.pk])

    @property
    def digest(self) -> str:
        """Fingerprint (SHA-256, hex) of everything an approval would bring about."""
        parts: list[object] = [
            self.title,
            self.summary,
            self.body,
            self.round,
            self.base_version,
        ]
        if self.filing or self.facts:
            parts.append(self.filing)
        if self.facts:
            parts.append(self.facts)
        return hashlib.sha256(
            json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()
        ).hexdigest()

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_pending(self) -> bool:
        return self.state == State.PENDING

    @property
    def is_editable(self) -> bool:
        """While pending the text is frozen, so that what is read is what gets published."""
        return self.state in (State.DRAFT, State.RETURNED)

    @property
    def is_new_article(self) -> bool:
        return self.base_version == 0

    @property
    def changes_title(self) -> bool:
        """Whether its approval would rename a page that readers know."""
        return self.is_open and self.article.is_published and self.title != self.article.title

    @property
    def page_has_moved_on(self) -> bool:
        return self.is_open and self.article.version != self.base_version
