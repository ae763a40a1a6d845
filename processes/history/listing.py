"""The decisions that brought versions, for lists."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Max

from processes.models import Action, Article, Decision, Significance
from processes.models.article import LONG_TEXTS, ArticleQuerySet
from processes.models.decision import DecisionQuerySet


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


def last_major(article: Article) -> int:
    """The last version before the live one that was a major change; the first one where there was
    none (one query)."""
    before = Decision.objects.published().filter(article=article, version__lt=article.version)
    major = before.filter(significance=Significance.MAJOR).aggregate(number=Max("version"))
    return major["number"] or 1


def has_major_since(article: Article, number: int) -> bool:
    """Whether people had to do something differently since this version (one query)."""
    since = Decision.objects.published().filter(article=article, version__gt=number)
    return since.filter(significance=Significance.MAJOR).exists()
