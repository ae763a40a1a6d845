"""What was approved lately, with what changed in it."""

from __future__ import annotations

from django.db.models import OuterRef, Q, Subquery

from accounts.models import User
from processes.models import Article, Decision
from processes.models.article import ArticleQuerySet


def news(user: User, where: Q | None = None) -> ArticleQuerySet:
    """Pages that this person may read, the last approved first, fit for lists, each with the
    `note` of its live version."""
    live = Decision.objects.published().filter(article=OuterRef("pk"), version=OuterRef("version"))
    return (
        Article.objects.visible_to(user)
        .published()
        .filter(where or Q(), approved_at__isnull=False)
        .for_lists()
        .annotate(note=Subquery(live.order_by().values("note")[:1]))
        .order_by("-published_at")
    )
