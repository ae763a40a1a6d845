"""From an article back to the pages that speak of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Department, User
from processes.links.keys import KEY_LENGTH, keys_for
from processes.models import Article, ArticleLink, LinkState
from processes.models.article import ArticleQuerySet

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Affected:
    """The pages that link to an article: the first that may be named, and how many there are."""

    pages: list[Article]
    visible: int
    hidden: int


def affected(article: Article, user: User) -> Affected:
    """The published pages that link to this article; those that the user may not see are only
    counted (three queries, and one for each step of what was archived before it)."""
    sources = _sources(Q(target__in=standing_in_for(article)))
    everywhere = Article.objects.published().filter(pk__in=sources).exclude(pk=article.pk)
    seen = Article.objects.visible_to(user).filter(pk__in=everywhere.values("pk"))
    visible = seen.count()
    pages = list(seen.for_lists().order_by("title", "pk")[:SHOWN])
    return Affected(pages, visible, everywhere.count() - visible)


def standing_in_for(article: Article) -> set[int]:
    """Ids of the article and of the archived ones whose links lead here now (a query a step)."""
    found, newest = {article.pk}, {article.pk}
    while newest:
        archived = Article.objects.filter(replaced_by__in=newest, archived_at__isnull=False)
        newest = set(archived.values_list("pk", flat=True)) - found
        found |= newest
    return found


def leading_to(article: Article) -> ArticleQuerySet:
    """Live pages with a link that leads to this article: those that show its title or address."""
    return _live(Q(target__in=standing_in_for(article)))


def speaking_of(article: Article, *keys: set[str]) -> ArticleQuerySet:
    """Live pages whose links may lead elsewhere since this article has the names it has.

    Links that waited for a page of its title or address, and those that were ambiguous: among
    them, or under the `keys` it had before.
    """
    names = keys_for(article).union(*keys)
    known = sorted(name for name in names if 0 < len(name) <= KEY_LENGTH)
    undecided = Q(state__in=(LinkState.WANTED, LinkState.AMBIGUOUS), title_key__in=known)
    return _live(undecided)


def touching(departments: Iterable[Department]) -> ArticleQuerySet:
    """Live pages in these departments, and those with links that lead or might lead there."""
    chosen = [department.pk for department in departments]
    titles = Article.objects.filter(department__in=chosen).values("title_key")
    undecided = Q(state__in=(LinkState.WANTED, LinkState.AMBIGUOUS), title_key__in=titles)
    links = _sources(Q(target__department__in=chosen) | undecided)
    return Article.objects.filter(Q(pk__in=links) | Q(department__in=chosen), version__gt=0)


def _live(links: Q) -> ArticleQuerySet:
    """Archived pages too: they are still read."""
    return Article.objects.filter(pk__in=_sources(links), version__gt=0)


def _sources(links: Q):  # noqa: ANN202 - a queryset of plain values
    return ArticleLink.objects.filter(links).order_by().values("source")
