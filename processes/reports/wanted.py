"""Pages that are asked for by a `[[link]]` and that nobody has written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Min, Window
from django.db.models.functions import DenseRank, RowNumber
from django.db.models.query import QuerySet

from accounts.models import Department, User
from processes.models.link import ArticleLink
from processes.reports.scope import WANTED_PAGE, Scope
from processes.text.rendering import fold

SHOWN = 3  # of the pages that ask


@dataclass(frozen=True, slots=True)
class Wanted:
    """A title without a page: how many pages ask for it, and the first of them with their words.

    `proposed_title` and `department` (its address) are what a proposal begins with.
    """

    key: str
    title: str
    count: int
    asking: list[ArticleLink]
    proposed_title: str
    department: str

    @property
    def more(self) -> int:
        return self.count - len(self.asking)


def wanted(scope: Scope) -> QuerySet[Any]:
    """Titles as `title_key`, `title` and `count` of the pages that ask, most asked for first."""
    links = ArticleLink.objects.filter(WANTED_PAGE, source__in=scope.pages().values("pk"))
    return (
        links.order_by()
        .values("title_key")
        .annotate(title=Min("title"), count=Count("source", distinct=True))
        .order_by("-count", "title_key")
    )


def with_asking(scope: Scope, rows: Iterable[dict[str, Any]]) -> list[Wanted]:
    """Rows of `wanted` with the first pages that ask (one query)."""
    rows = list(rows)
    by_title: dict[str, list[ArticleLink]] = {}
    keys = [row["title_key"] for row in rows]
    for link in _one_of_each_page(scope, keys).filter(rank__lte=SHOWN):
        by_title.setdefault(link.title_key, []).append(link)
    return [
        _wanted(scope.user, row, by_title[row["title_key"]])
        for row in rows
        if row["title_key"] in by_title
    ]


def who_asks(scope: Scope, key: str) -> QuerySet[ArticleLink]:
    """The first link of every page that asks for this title."""
    return _one_of_each_page(scope, [key])


def _one_of_each_page(scope: Scope, keys: list[str]) -> QuerySet[ArticleLink]:
    """Each page's first link to each of the titles; `rank` counts the pages of a title."""
    page = [F("source__title"), F("source")]
    return (
        scope.links(WANTED_PAGE)
        .filter(title_key__in=keys)
        .annotate(
            rank=Window(DenseRank(), partition_by=[F("title_key")], order_by=page),
            nth=Window(
                RowNumber(), partition_by=[F("title_key"), F("source")], order_by=[F("place")]
            ),
        )
        .filter(nth=1)
    )


def _wanted(user: User, row: dict[str, Any], asking: list[ArticleLink]) -> Wanted:
    title, place = _meant(user, row["title"], asking[0].source.department)
    return Wanted(row["title_key"], row["title"], row["count"], asking, title, place.slug)


def _meant(user: User, title: str, fallback: Department) -> tuple[str, Department]:
    """`[[Finance/Expenses]]` asks for “Expenses” in Finance; a title may hold a slash, too."""
    name, slash, rest = (part.strip() for part in title.partition("/"))
    if slash and rest:
        hidden = user.departments.hidden_from(user)
        for department in user.departments.by_id.values():
            called = fold(name) in (fold(department.slug), fold(department.name))
            if called and department.pk not in hidden:
                return rest, department
    return title, fallback
