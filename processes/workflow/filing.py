"""Verbs on an article as a whole: adopting an imported text, moving, a new owner."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import Department, User
from processes import publishing
from processes.models import Action, Article, Decision
from processes.publishing import Content
from processes.workflow.guards import lock_article
from processes.workflow.refusals import Incomplete, NotAllowed, WrongState


@dataclass(frozen=True, slots=True)
class Details:
    """Where an article is filed and who answers for it."""

    department: Department
    slug: str
    owner: User
    kind: str
    topic: str


@transaction.atomic
def adopt(
    article: Article,
    content: Content,
    *,
    by: User,
    comment: str,
    at: datetime.datetime | None = None,
) -> int:
    """Publishes imported text as version 1: a baseline that no owner has reviewed yet.

    Returns the version. Raises WrongState for an article that is published already: from then
    on its text changes by approval alone.
    """
    article = lock_article(article.pk)
    if article.is_published:
        raise WrongState("This page is published already: changes to it need approval.")
    at = at or timezone.now()
    version = publishing.publish(article, content, author=by, approved_by=None, note=comment, at=at)
    Decision.objects.create(
        article=article, action=Action.IMPORTED, by=by, comment=comment, version=version, at=at
    )
    return version


@transaction.atomic
def change_details(article: Article, by: User, details: Details) -> Article:
    """An admin moves an article, gives it another address or owner, or files it differently.

    The text is not touched, and old addresses keep leading to it. Raises NotAllowed for anybody
    but an admin, Incomplete where the address leads elsewhere or the owner is not active.
    """
    if not by.is_admin:
        raise NotAllowed("Only admins change an article's details.")
    article = lock_article(article.pk)
    changes = _describe(article, details)
    if not changes:
        return article
    _only_active_owner(article, details.owner)
    if (details.department, details.slug) != (article.department, article.slug):
        _only_free_address(article, details)
        publishing.move(article, details.department, details.slug)
    article.owner, article.kind, article.topic = details.owner, details.kind, details.topic
    article.save(update_fields=["owner", "kind", "topic"])
    Decision.objects.create(
        article=article, action=Action.CHANGED, by=by, comment="; ".join(changes)
    )
    return article


def _describe(article: Article, details: Details) -> list[str]:
    pairs = [
        ("Department", article.department, details.department),
        ("Address", article.slug, details.slug),
        ("Owner", article.owner, details.owner),
        ("Kind", article.kind, details.kind),
        ("Topic", article.topic, details.topic),
    ]
    return [f"{label}: {old or '–'} → {new or '–'}" for label, old, new in pairs if old != new]


def _only_active_owner(article: Article, owner: User) -> None:
    if owner != article.owner and not owner.is_active:
        raise Incomplete(f"{owner} is not active and cannot own a page.")


def _only_free_address(article: Article, details: Details) -> None:
    if publishing.is_taken(details.department, details.slug, article):
        raise Incomplete(f"/{details.department.slug}/{details.slug}/ leads to another page.")
