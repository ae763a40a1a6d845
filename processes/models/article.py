"""The live, approved page, and the old names that still lead to it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Department, Deputy, User
from accounts.prepared import Parameter

TITLE_LENGTH = 120
SUMMARY_LENGTH = 300
# Silent reading of non-fiction: Brysbaert 2019 gives 238; tables read slower.
WORDS_PER_MINUTE = 220

LONG_TEXTS = ("body", "html", "text", "contents", "facts", "terms")


class Kind(models.TextChoices):
    PROCESS = "process", "Process"
    EXPERTISE = "expertise", "Expertise"


class Topic(models.TextChoices):
    COMPANY = "company", "Company"
    METHODOLOGY = "methodology", "Methodology"
    PRODUCT = "product", "Product"
    SECTOR = "sector", "Sector"


@dataclass(frozen=True, slots=True)
class Reader:
    """What the reading rule needs to know of a person.

    `id` and `day` may be parameters of a prepared query; the departments are part of its text.
    """

    id: int | Parameter
    is_admin: bool
    hidden: frozenset[int]
    manages: frozenset[int]
    day: datetime.date | Parameter

    @classmethod
    def of(cls, user: User) -> Reader:
        """This person today."""
        tree = user.departments
        hidden, manages = tree.hidden_from(user), tree.managed_by(user)
        return cls(user.pk, user.is_admin, hidden, manages, timezone.localdate())


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, user: User) -> ArticleQuerySet:
        """The one reading rule: published and in a department that this person may see.

        What a person owns, or decides on as a deputy today, they always see, published or not;
        so do the managers of its department and of those above it. An author sees their own
        unpublished article. Admins see everything.
        """
        return self.readable_by(Reader.of(user))

    def readable_by(self, reader: Reader) -> ArticleQuerySet:
        """The rule of `visible_to`, of the facts it needs. An empty branch is no branch."""
        if reader.is_admin:
            return self
        published, own_new_page = Q(version__gt=0), Q(created_by=reader.id, version=0)
        open_here = ~Q(department__in=reader.hidden) if reader.hidden else Q()
        return self.filter((published | own_new_page) & open_here | concerns(reader))

    def published(self) -> ArticleQuerySet:
        return self.filter(version__gt=0, archived_at=None)

    def for_lists(self) -> ArticleQuerySet:
        """Without the long texts: what a list of titles needs."""
        return self.select_related("department", "owner", "approved_by").defer(*LONG_TEXTS)

    def overdue(self, day: datetime.date | None = None) -> ArticleQuerySet:
        """Published pages whose next review lies before `day` (today unless given)."""
        return self.published().filter(review_due__lt=day or timezone.localdate())


def concerns(reader: Reader) -> Q:
    """Articles a person sees because of who they are to them, published or not."""
    deputising = Deputy.objects.current(reader.day).filter(deputy=reader.id)
    mine = Q(owner=reader.id) | Q(owner__in=deputising.values("manager"))
    return mine | Q(department__in=reader.manages) if reader.manages else mine


class Article(models.Model):
    department = models.ForeignKey(Department, models.PROTECT, related_name="articles")
    title = models.CharField(max_length=TITLE_LENGTH)
    title_key = models.CharField(max_length=400, editable=False, db_index=True)
    slug = models.SlugField("address", max_length=100)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PROCESS)
    topic = models.CharField(
        max_length=12, choices=Topic, blank=True, help_text="For expertise: what it is about."
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="owned_articles",
        help_text="The one manager who answers for this page and approves every change to it.",
    )
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        help_text="The page that this one is a part of, in the same department.",
    )
    position = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Its place by hand among its sisters, from 0."
    )
    # Derived from kind, parents, positions and titles: see processes.text.page_order.
    place = models.BinaryField(default=b"", editable=False)
    summary = models.CharField(max_length=SUMMARY_LENGTH, blank=True)
    body = models.TextField("text", blank=True)
    facts = models.JSONField(
        default=dict, blank=True, help_text="What is told beside the text, see processes.facts."
    )

    version = models.PositiveIntegerField(default=0, help_text="0 = never published.")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    review_due = models.DateField("next review", null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaces",
        help_text="Of an archived page: where its readers and its links go now.",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    # Derived at publication, so that reading a page costs no rendering.
    html = models.TextField(blank=True, editable=False)
    contents = models.JSONField(default=list, blank=True, editable=False)
    text = models.TextField("plain text", blank=True, editable=False)
    words = models.PositiveIntegerField(default=0, editable=False)
    # Where the page says a word of the glossary for the first time, with its definition.
    terms = models.JSONField(default=list, blank=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            # The condition is always true. Without it PostgreSQL takes the address for a key, and
            # who gives a page another one waits for everybody who is just linking to it.
            models.UniqueConstraint(
                fields=["department", "slug"], name="article_address_unique", condition=~Q(slug="")
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.EXPERTISE) | Q(topic=""), name="article_process_has_no_topic"
            ),
            models.CheckConstraint(
                condition=~Q(parent=models.F("id")), name="article_not_its_own_parent"
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at"], name="article_recent"),
            models.Index(fields=["department", "slug"], name="article_at_address"),
            models.Index(fields=["department", "kind", "title"], name="article_in_department"),
            models.Index(fields=["department", "place"], name="article_in_order"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.department.slug, self.slug])

    @property
    def is_published(self) -> bool:
        return self.version > 0

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def was_never_reviewed(self) -> bool:
        """Imported text that no owner has approved yet."""
        return self.is_published and self.approved_by_id is None

    @property
    def is_overdue(self) -> bool:
        return self.review_due is not None and self.review_due < timezone.localdate()

    @property
    def reading_minutes(self) -> int:
        return max(1, round(self.words / WORDS_PER_MINUTE))

    @property
    def kind_label(self) -> str:
        """“Process”, or the topic of an expertise page."""
        return self.get_topic_display() if self.topic else self.get_kind_display()


class Alias(models.Model):
    """An old title or address that still leads to the article, for ever."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="aliases")
    title = models.CharField(max_length=TITLE_LENGTH, blank=True)
    title_key = models.CharField(max_length=400, blank=True, db_index=True)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    slug = models.SlugField(max_length=100, blank=True, help_text="Empty: only the title changed.")
    former = models.SlugField(
        "address of a merged department",
        max_length=60,
        blank=True,
        help_text="Where the department that it became has another page at the same address.",
    )

    class Meta:
        verbose_name_plural = "aliases"
        constraints = [
            models.UniqueConstraint(
                "department", "slug", name="alias_address_unique", condition=~Q(slug="")
            ),
            models.UniqueConstraint(
                "former", "slug", name="alias_former_address_unique", condition=~Q(former="")
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.slug
