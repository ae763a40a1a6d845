"""Verbs on an article as a whole: adopting an imported text, moving, a new owner."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import Department, User
from processes import permissions, publishing
from processes.models import Action, Article, Decision
from processes.publishing import Content
from processes.workflow.guards import drawn_or_refused, lock_article
from processes.workflow.refusals import Incomplete, NotAllowed, WrongState


@dataclass(frozen=True, slots=True)
class Details:
    """Where an article is filed and who answers for it."""

    department: Department
    slug: str
    owner: User
    kind: str
    topic: str


@drawn_or_refused()
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
    on its text changes by approval alone; TooMuchToDraw and NotDrawnNow as `propose_new` does.
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
def move(article: Article, by: User, department: Department, slug: str = "") -> Article:
    """Moves a page to a department that this person may read, at its own last part of the address
    unless another is given; the old address leads there for ever.

    Where four eyes are asked for, only an admin moves a page out to where they are not: the rule
    is not for its owner to lift. Raises NotAllowed, Incomplete where the address leads elsewhere.
    """
    article = lock_to_file(article, by)
    if not permissions.departments_open_to(by).filter(pk=department.pk).exists():
        raise NotAllowed("You cannot move a page to this department.")
    if article.department.four_eyes and not (department.four_eyes or by.is_admin):
        raise NotAllowed(
            f"In {article.department} four eyes are asked for: an admin has to move pages out."
        )
    slug = slug or _slug_in(department, article)
    details = Details(department, slug, article.owner, article.kind, article.topic)
    return _file(article, by, details)


@transaction.atomic
def change_details(article: Article, by: User, details: Details) -> Article:
    """An admin moves an article, gives it another address or owner, or files it differently.

    The text is not touched, and old addresses keep leading to it. Raises NotAllowed for anybody
    but an admin, Incomplete where the address leads elsewhere or the owner is not active.
    """
    if not by.is_admin:
        raise NotAllowed("Only admins change an article's details.")
    return _file(lock_article(article.pk), by, details)


def _file(article: Article, by: User, details: Details) -> Article:
    changes = _describe(article, details)
    if not changes:
        return article
    _only_active_owner(article, details.owner)
    article.owner, article.kind, article.topic = details.owner, details.kind, details.topic
    article.save(update_fields=["owner", "kind", "topic"])
    if (details.department, details.slug) != (article.department, article.slug):
        _only_free_address(article, details)
        publishing.move(article, details.department, details.slug)
    log(article, Action.CHANGED, by, "; ".join(changes), timezone.now())
    return article


def lock_to_file(article: Article, by: User) -> Article:
    """The article as it is now, locked. Raises NotAllowed for who does not file it."""
    article = lock_article(article.pk)
    if not permissions.may_file(by, article):
        raise NotAllowed("You do not file this page: its owner and the managers above do.")
    return article


def _slug_in(department: Department, article: Article) -> str:
    if publishing.is_taken(department, article.slug, article):
        return publishing.free_slug(article.title, department, article)
    return article.slug


def log(article: Article, action: Action, by: User, comment: str, at: datetime.datetime) -> None:
    """Writes the line about an article as a whole, and for whom a deputy or manager acted."""
    stands_in = by.pk != article.owner_id and not by.is_admin
    Decision.objects.create(
        article=article,
        action=action,
        by=by,
        on_behalf_of=article.owner if stands_in else None,
        comment=comment,
        at=at,
    )


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
