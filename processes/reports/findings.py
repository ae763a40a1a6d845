"""What is wrong with the links of some pages."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.db.models.query import QuerySet

from processes.models import Article
from processes.models.article import ArticleQuerySet
from processes.models.link import ArticleLink, ExternalLinkUse, LinkState
from processes.reports.scope import WANTED_PAGE, Scope
from processes.text.rendering import fold

MOST = 2000  # ambiguous links looked at; a wiki with more has another problem
DEAD_AFTER = 2  # failed tries in a row; one may be bad luck


def broken_pages(scope: Scope) -> QuerySet[ArticleLink]:
    """Links that lead to nothing one can rely on; `problem` tells why.

    Addresses without a page, names without a person, archived pages that nothing replaces. A
    `[[title]]` without a page is no mistake but a wish: see `wanted`.
    """
    nowhere = Q(state=LinkState.WANTED) & ~WANTED_PAGE
    gone = Q(state=LinkState.FOUND, target=None, person=None, by_address=False)
    archived = scope.readable().filter(archived_at__isnull=False, replaced_by=None)
    broken = nowhere | gone | Q(target__in=archived.values("pk"))
    return scope.links(broken, scope.not_into_closed())


def problem(link: ArticleLink) -> str:
    """Why a link is among `broken_pages`, for people."""
    if link.target is not None:
        return "Leads to an archived page"
    if link.title.startswith("@"):
        return "Nobody of this name"
    return "No page at this address" if link.by_address else "The page is gone"


def broken_sections(scope: Scope) -> QuerySet[ArticleLink]:
    """Links to a section that their page does not have (any more)."""
    in_use = Q(archived_at=None) | Q(replaced_by__isnull=False)
    readable = scope.readable().filter(in_use).values("pk")
    return scope.links(Q(section_found=False, target__in=readable), ~Q(section=""))


def ambiguous(scope: Scope) -> list[tuple[ArticleLink, list[Article]]]:
    """Links with a title that several pages have, with these pages (two queries).

    Also with a name that several people have; those are not told. A title that only closed pages
    share is left out: the reader would learn of them.
    """
    return with_choices(scope, list(scope.links(Q(state=LinkState.AMBIGUOUS))[:MOST]))


def with_choices(scope: Scope, found: list[ArticleLink]) -> list[tuple[ArticleLink, list[Article]]]:
    """Those of some ambiguous links that are so to this reader, with the pages (one query)."""
    called = _called(scope, {key for link in found for key in _keys(link)}) if found else {}
    rows = [(link, _choices(link, called)) for link in found]
    return [(link, pages) for link, pages in rows if len(pages) > 1 or link.title[:1] == "@"]


def orphans(scope: Scope) -> ArticleQuerySet:
    """Pages that no other published page links to: found by search and menus alone.

    A link to an archived page counts for the one that replaced it.
    """
    linking = Scope(scope.user).pages().values("pk")
    links = ArticleLink.objects.filter(source__in=linking).exclude(source=OuterRef("pk"))
    direct = links.filter(target=OuterRef("pk"))
    taken_over = links.filter(target__replaced_by=OuterRef("pk"), target__archived_at__isnull=False)
    pages = scope.pages().filter(~Exists(direct), ~Exists(taken_over))
    return pages.for_lists().order_by("title", "pk")


def dead_outside(scope: Scope) -> QuerySet[ExternalLinkUse]:
    """Addresses outside the wiki that did not answer the last times, with the page they are on."""
    return (
        ExternalLinkUse.objects.filter(
            link__failures__gte=DEAD_AFTER, article__in=scope.pages().values("pk")
        )
        .select_related("link", "article__department", "article__owner")
        .defer("article__body", "article__html", "article__text", "article__contents")
        .order_by("link__host", "link__url", "article__title", "pk")
    )


def _keys(link: ArticleLink) -> tuple[str, str]:
    """Of `[[Department/Title]]` also that of the title alone."""
    return link.title_key, link.title_key.partition("/")[2].strip()


def _called(scope: Scope, keys: set[str]) -> dict[str, list[Article]]:
    """The pages in use that have these titles today, by title key."""
    found: dict[str, list[Article]] = {}
    pages = scope.readable().published().filter(title_key__in=keys - {""})
    for page in pages.for_lists().order_by("department__name", "pk"):
        found.setdefault(page.title_key, []).append(page)
    return found


def _choices(link: ArticleLink, called: dict[str, list[Article]]) -> list[Article]:
    whole, title = _keys(link)
    place = whole.partition("/")[0].strip()
    named = [
        page
        for page in called.get(title, [])
        if place in (fold(page.department.slug), fold(page.department.name))
    ]
    return called.get(whole) or named
