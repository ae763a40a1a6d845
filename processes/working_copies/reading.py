"""Finding the texts that somebody has not finished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.fields.json import KT

from accounts.models import User
from processes.models import Article, Proposal, State, WorkingCopy
from processes.working_copies.outcomes import ENDED

MOST_LISTED, MOST_ENDED = 50, 200


@dataclass(frozen=True, slots=True)
class Found:
    """The copy for a page (with `has_aside`), if there is one, and the keys of those that ended
    lately: what a browser still keeps of them is saved."""

    copy: WorkingCopy | None
    ended: tuple[UUID, ...]


def find(author: User, *, article: Article | None = None, key: UUID | None = None) -> Found:
    """Their copy for an article, or the one of this key for a page that is not there yet (one
    query)."""
    here = Q(article=article) if article else Q(article=None, key=key)
    own = WorkingCopy.objects.filter(author=author).filter(here | Q(revision=ENDED))
    found = list(_for_reading(own).order_by("revision", "-saved_at")[:MOST_ENDED])
    ended = tuple(copy.key for copy in found if copy.revision == ENDED)
    return Found(next((copy for copy in found if copy.revision != ENDED), None), ended)


def get_own(author: User, key: UUID) -> WorkingCopy | None:
    """One of their copies with its article, unless that page is closed to them by now."""
    own = WorkingCopy.objects.filter(author=author, key=key).select_related("article__department")
    may_read = Q(article=None) | Q(article__in=Article.objects.visible_to(author))
    return own.filter(may_read).first()


def unsaved(author: User) -> Sequence[dict[str, Any]]:
    """Texts that are part of no draft of theirs, the latest first: `key`, `title`, `article`
    (its title), `saved_at`, `is_ended` (only what was set aside is left of it). One query beyond
    the tree, without the texts."""
    drafts = Proposal.objects.filter(
        article=OuterRef("article"), author=author, state__in=(State.DRAFT, State.RETURNED)
    )
    open_here = Q(article=None) | Q(article__in=Article.objects.visible_to(author))
    left = ~Q(revision=ENDED) & ~Exists(drafts) | ~Q(aside=[]) & Q(revision=ENDED)
    found = WorkingCopy.objects.filter(open_here, left, author=author).order_by("-saved_at")
    rows = found.values_list("key", KT("values__title"), "article__title", "saved_at", "revision")
    names = ("key", "title", "article", "saved_at", "is_ended")
    return [
        dict(zip(names, (*row[:4], row[4] == ENDED), strict=True)) for row in rows[:MOST_LISTED]
    ]


def _for_reading(copies: QuerySet[WorkingCopy]) -> QuerySet[WorkingCopy]:
    """Without the texts set aside, which may be many; only whether there are any."""
    has_aside = Case(When(aside=[], then=Value(False)), default=Value(True))
    return copies.defer("aside").annotate(has_aside=has_aside)
