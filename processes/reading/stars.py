"""The pages that somebody keeps at hand."""

from __future__ import annotations

from accounts.models import User
from processes.models import Article
from processes.models.reading import Star


def star(user: User, article: Article) -> None:
    """This person keeps a page at hand from now on. The caller fetched `article` with their
    permission. Twice is once."""
    Star.objects.bulk_create([Star(person=user, article=article)], ignore_conflicts=True)


def unstar(user: User, article: Article) -> None:
    """They do not any more. Nothing to end is fine."""
    Star.objects.filter(person=user, article=article).delete()


def starred(user: User, n: int | None = None) -> list[Article]:
    """The pages that this person keeps at hand and may read today, fit for lists, the last first;
    at most `n` of them (one query)."""
    mine = Article.objects.visible_to(user).published().filter(stars__person=user)
    return list(mine.for_lists().order_by("-stars__at", "-stars__pk")[:n])
