"""Version history: what an article said, and when. The only code that talks to django-reversion."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import reversion
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.db import router
from reversion.models import Revision, Version

from accounts.models import User
from processes.models import Action, Article, Decision, VersionNumber
from processes.models.article import LONG_TEXTS, ArticleQuerySet
from processes.models.decision import DecisionQuerySet

# What a version remembers. Never the derived columns: they belong to the live page alone.
FIELDS = (
    "title",
    "slug",
    "department",
    "kind",
    "topic",
    "owner",
    "summary",
    "body",
    "facts",
    "version",
)

HIGHEST = 2**31 - 1  # version number that a PositiveIntegerField holds

reversion.register(Article, fields=FIELDS)


@dataclass(frozen=True, slots=True)
class OldVersion:
    """One published state of an article; `html` as it was rendered at that publication."""

    number: int
    title: str
    summary: str
    body: str
    html: str
    facts: dict[str, Any] = field(default_factory=dict)


def record(article: Article, *, by: User, note: str, at: datetime.datetime) -> None:
    """Keeps the article's present text as version `article.version`.

    Call inside the transaction that publishes. Raises IntegrityError if that number is taken,
    which is the last guard of a race.
    """
    # Its own way of recording asks whether the article exists, under a savepoint. We hold it.
    revision = Revision.objects.create(user=by, comment=note, date_created=at)
    Version.objects.create(
        revision=revision,
        content_type=ContentType.objects.get_for_model(Article),
        object_id=str(article.pk),
        db=router.db_for_write(Article),
        format="json",
        serialized_data=serializers.serialize("json", [article], fields=FIELDS),
        object_repr=str(article),
    )
    VersionNumber.objects.create(
        article=article, number=article.version, revision=revision, html=article.html
    )


def read(article: Article, *numbers: int) -> dict[int, OldVersion]:
    """The versions with these numbers, by number; those that do not exist are left out."""
    # They come from addresses, and some are larger than what a database can be asked for.
    given = [number for number in numbers if 0 < number <= HIGHEST]
    stored = VersionNumber.objects.filter(article=article, number__in=given).prefetch_related(
        "revision__version_set"
    )
    return {row.number: _old_version(article, row) for row in stored}


def published_decisions(articles: ArticleQuerySet) -> DecisionQuerySet:
    """The decisions that brought versions of these articles, newest first, with article, people
    and proposal: all that a list of versions shows, in one query."""
    return (
        Decision.objects.published()
        .filter(article__in=articles)
        .select_related(
            "article__department", "article__owner", "by", "on_behalf_of", "proposal__author"
        )
        .defer(*(f"article__{name}" for name in LONG_TEXTS), "proposal__body", "proposal__html")
        .order_by("-version")
    )


def add_confirmations(rows: Sequence[Decision]) -> None:
    """Puts beside each of these decisions on one article (`confirmations`) who confirmed later
    that its version is still right, newest first (one query)."""
    confirmed = Decision.objects.filter(
        article=rows[0].article_id,
        action=Action.CONFIRMED,
        version__in=[row.version for row in rows],
    ).select_related("by", "on_behalf_of")
    by_version: dict[int | None, list[Decision]] = {}
    for line in confirmed:
        by_version.setdefault(line.version, []).append(line)
    for row in rows:
        row.confirmations = by_version.get(row.version, [])  # type: ignore[attr-defined]


def _old_version(article: Article, row: VersionNumber) -> OldVersion:
    version = next(v for v in row.revision.version_set.all() if _is_of(v, article))
    fields = version.field_dict
    return OldVersion(
        row.number,
        fields["title"],
        fields["summary"],
        fields["body"],
        row.html,
        fields.get("facts") or {},
    )


def _is_of(version: Version, article: Article) -> bool:
    return version.object_id == str(article.pk)
