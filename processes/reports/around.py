"""The links around one page: what leads to it, and where it leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.db.models.query import QuerySet

from processes.links import standing_in_for
from processes.models import Article
from processes.models.article import ArticleQuerySet
from processes.models.link import ArticleLink, ExternalLinkUse, LinkState
from processes.reports.findings import with_choices
from processes.reports.scope import Scope

SENTENCES = 3  # of one page that links here several times
MOST = 1000  # links of one page; its text holds no more that people would read


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Where a page leads: the first link to each target. `outside` is apart, see there."""

    pages: list[ArticleLink]
    people: list[ArticleLink]
    unresolved: list[ArticleLink]

    @property
    def count(self) -> int:
        return len(self.pages) + len(self.people) + len(self.unresolved)


def leading_here(scope: Scope, article: Article) -> ArticleQuerySet:
    """Pages that link to this one or to what it replaces, by title; archived ones too."""
    links = ArticleLink.objects.filter(target__in=standing_in_for(article))
    pages = scope.readable().filter(version__gt=0, pk__in=links.values("source"))
    return pages.exclude(pk=article.pk).for_lists().order_by("title", "pk")


def sentences(article: Article, pages: Iterable[Article]) -> dict[int, list[ArticleLink]]:
    """The first links of each of these pages to the article, by page (one query)."""
    place = Window(RowNumber(), partition_by=[F("source")], order_by=[F("place")])
    links = ArticleLink.objects.filter(
        target__in=standing_in_for(article), source__in=[page.pk for page in pages]
    )
    found: dict[int, list[ArticleLink]] = {}
    for link in links.annotate(nth=place).filter(nth__lte=SENTENCES).order_by("source", "place"):
        found.setdefault(link.source_id, []).append(link)
    return found


def outgoing(scope: Scope, article: Article) -> Outgoing:
    """Where the article's text leads, without the pages that this reader may not open.

    Nor is a title ambiguous that only closed pages share.
    """
    links = _links_of(scope, article).filter(scope.not_into_closed()).select_related("person")
    first: dict[object, ArticleLink] = {}
    for link in links[:MOST]:
        goal = (link.target_id, link.person_id)
        first.setdefault(goal if any(goal) else link.title_key, link)
    found = _without_closed_namesakes(scope, list(first.values()))
    pages = [link for link in found if _is_page(link)]
    people = [link for link in found if link.person_id]
    rest = [link for link in found if not _is_page(link) and not link.person_id]
    return Outgoing(pages, people, rest)


def broken_sections_of(scope: Scope, article: Article) -> list[ArticleLink]:
    """The article's links to sections that are not there (any more)."""
    links = _links_of(scope, article).filter(section_found=False, target__isnull=False)
    return list(links.exclude(section="")[:MOST])


def outside_links(article: Article) -> QuerySet[ExternalLinkUse]:
    """The addresses outside the wiki that the article's text leads to."""
    uses = ExternalLinkUse.objects.filter(article=article).select_related("link")
    return uses.order_by("link__host", "link__url")


def _without_closed_namesakes(scope: Scope, links: list[ArticleLink]) -> list[ArticleLink]:
    ambiguous = [link for link in links if link.state == LinkState.AMBIGUOUS]
    known = {link.pk for link, _ in with_choices(scope, ambiguous)}
    return [link for link in links if link.state != LinkState.AMBIGUOUS or link.pk in known]


def _links_of(scope: Scope, article: Article) -> QuerySet[ArticleLink]:
    """Those that this reader may know of: the title of a link may be that of a closed page."""
    may_know = Q(target=None) | Q(target__in=scope.readable().values("pk"))
    links = ArticleLink.objects.filter(may_know, source=article).select_related(
        "target__department", "target__owner"
    )
    texts = ("body", "html", "text", "contents")
    return links.defer(*(f"target__{text}" for text in texts)).order_by("place")


def _is_page(link: ArticleLink) -> bool:
    """Also an address of the wiki that is no article: the search, a department."""
    return link.target_id is not None or (link.state == LinkState.FOUND and link.by_address)
