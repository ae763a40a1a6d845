"""What somebody knows about, as far as the pages tell that they own or have written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.query import QuerySet

from accounts.models import Department, User
from processes import catalogue
from processes.models import Article, Proposal, State, Tool
from processes.models.article import ArticleQuerySet

TOOLS, PLACES, TERMS = 8, 6, 10
TERMS_OF, TOOLS_OF = 60, 500  # pages, the newest


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Each the most frequent first."""

    places: list[tuple[Department, int]]
    tools: list[Tool]
    terms: list[str]

    def __bool__(self) -> bool:
        return bool(self.places or self.tools or self.terms)


def knowledge(person: User, reader: User) -> Knowledge:
    """Of the pages that the reader may read, and of nothing else (three queries)."""
    pages = readable(reader).filter(Q(owner=person) | Q(has_written(person)))
    return Knowledge(_places(pages, reader), _tools(pages, reader), _terms(pages, reader))


def written_by(person: User, reader: User) -> QuerySet[Article]:
    """Pages of others with approved text of this person, each with the number of `changes`, the
    last published first."""
    approved = Proposal.objects.filter(
        article=OuterRef("pk"), author=person, state=State.APPROVED
    ).order_by()
    counted = approved.values("article").annotate(n=Count("pk")).values("n")
    return (
        readable(reader)
        .filter(has_written(person))
        .exclude(owner=person)
        .for_lists()
        .annotate(changes=Subquery(counted, output_field=IntegerField()))
        .order_by("-published_at", "pk")
    )


def has_written(person: User) -> Q:
    """Articles with an approved proposal by somebody."""
    approved = Proposal.objects.filter(author=person, state=State.APPROVED)
    return Q(Exists(approved.filter(article=OuterRef("pk"))))


def readable(reader: User) -> ArticleQuerySet:
    return Article.objects.visible_to(reader).published()


def _places(pages: ArticleQuerySet, reader: User) -> list[tuple[Department, int]]:
    counted = pages.order_by().values_list("department").annotate(n=Count("pk"))
    by_id = reader.departments.by_id
    return [(by_id[pk], n) for pk, n in counted.order_by("-n", "department")[:PLACES]]


def _tools(pages: ArticleQuerySet, reader: User) -> list[Tool]:
    # With a limit the pages are looked up first, and not the uses of all tools.
    newest = pages.order_by("-published_at", "pk").values("pk")[:TOOLS_OF]
    named = catalogue.readable_tools(reader).filter(uses__article__in=newest)
    return list(named.annotate(n=Count("uses")).order_by("-n", "name_key")[:TOOLS])


def _terms(pages: ArticleQuerySet, reader: User) -> list[str]:
    hidden = reader.departments.hidden_from(reader)
    newest = pages.exclude(terms=[]).order_by("-published_at").values_list("terms", flat=True)
    said = Counter(
        one["term"]
        for noted in newest[:TERMS_OF]
        for place in noted
        for one in place["definitions"]
        if one["department"] not in hidden
    )
    return [term for term, _ in said.most_common(TERMS)]
