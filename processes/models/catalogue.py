"""The words and the tools of the company, and what people propose to put there."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Department
from processes.models.article import Article

NAME_LENGTH = 80
SAYING_LENGTH = 300


class Term(models.Model):
    """A word of one department, as its manager approved it. Who may read the department may read
    it; `name_key` is the name without case and accents."""

    name = models.CharField(max_length=NAME_LENGTH)
    name_key = models.CharField(max_length=200, editable=False, db_index=True)
    definition = models.CharField(max_length=SAYING_LENGTH)
    department = models.ForeignKey(Department, models.PROTECT, related_name="terms")
    also = models.JSONField(
        "also written",
        default=list,
        blank=True,
        help_text="Plurals, abbreviations, other spellings.",
    )
    avoid = models.JSONField(
        "instead of", default=list, blank=True, help_text="Words that this one should replace."
    )
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "name_key"], name="term_once_in_a_department"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ToolStatus(models.TextChoices):
    IN_USE = "in_use", "In use"
    TRIAL = "trial", "On trial"
    RETIRED = "retired", "Retired"


class Tool(models.Model):
    name = models.CharField(max_length=NAME_LENGTH)
    name_key = models.CharField(max_length=200, editable=False, db_index=True)
    slug = models.SlugField("address", max_length=100, unique=True)
    purpose = models.CharField("what for", max_length=SAYING_LENGTH)
    url = models.CharField(
        "link", max_length=500, blank=True, validators=[URLValidator(schemes=["https", "http"])]
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_tools",
        help_text="Whom to ask for access or help.",
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="tools",
        help_text="Its manager decides on changes to this entry.",
    )
    status = models.CharField(max_length=8, choices=ToolStatus, default=ToolStatus.IN_USE)
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaces"
    )
    cost_note = models.CharField(max_length=SAYING_LENGTH, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "name_key"], name="tool_once_in_a_department"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tool", args=[self.slug])


class EntryKind(models.TextChoices):
    TERM = "term", "Term"
    TOOL = "tool", "Tool"


class EntryState(models.TextChoices):
    PENDING = "pending", "Waiting for approval"
    APPROVED = "approved", "Approved"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class EntryProposal(models.Model):
    """A new or changed term or tool, on which the manager of its department decides.

    Without `term` and `tool` it is a new one. Written once; only its state moves, once.
    """

    kind = models.CharField(max_length=4, choices=EntryKind)
    term = models.ForeignKey(
        Term, models.CASCADE, null=True, blank=True, related_name="entry_proposals"
    )
    tool = models.ForeignKey(
        Tool, models.CASCADE, null=True, blank=True, related_name="entry_proposals"
    )
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    values = models.JSONField(help_text="The entry as it shall be, by name of the field.")
    before = models.JSONField(
        default=dict,
        blank=True,
        help_text="The entry as it was when this was approved; empty for a new one.",
    )
    note = models.CharField("why", max_length=500, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="entry_proposals"
    )
    state = models.CharField(max_length=9, choices=EntryState, default=EntryState.PENDING)
    at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    comment = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["state", "department"], name="entry_proposal_waiting")]

    def __str__(self) -> str:
        return str(self.values.get("name", "")) or f"Entry proposal {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("entry_proposal", args=[self.pk])


class ArticleTool(models.Model):
    """That the live facts of an article name a tool."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="tool_uses")
    tool = models.ForeignKey(Tool, models.CASCADE, related_name="uses")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "tool"], name="article_tool_once")
        ]

    def __str__(self) -> str:
        return f"{self.tool_id} in {self.article_id}"


class RoleName(models.TextChoices):
    RESPONSIBLE = "responsible", "Responsible"
    CONSULTED = "consulted", "Consulted"
    INFORMED = "informed", "Informed"


class ArticleRole(models.Model):
    """That the live facts of an article name a person or a department in a role."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="roles")
    role = models.CharField(max_length=11, choices=RoleName)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="article_roles",
    )
    department = models.ForeignKey(
        Department, models.CASCADE, null=True, blank=True, related_name="article_roles"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, department__isnull=False)
                | Q(person__isnull=False, department=None),
                name="role_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} for {self.article_id}"
