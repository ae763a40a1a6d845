"""Imported pages that nobody has reviewed yet, and how they become fewer."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Min, Q
from django.utils import timezone

from accounts.models import Department, Deputy, User
from processes.models import Action, Article, Decision
from processes.models.article import ArticleQuerySet
from processes.reports.scope import Scope

WEEK = datetime.timedelta(days=7)
MOST_WEEKS = 26
REVIEWING = (Action.APPROVED, Action.CONFIRMED)
_OF_PAGES = (
    *("article", "article__department"),
    *("article__approved_by", "article__archived_at"),
)


@dataclass(slots=True)
class Tally:
    """Of one department, or of all: `reviewed` by somebody since, `archived` without a review, and
    `left`, which are in use."""

    department: Department | None = None
    imported: int = 0
    reviewed: int = 0
    archived: int = 0
    left: int = 0

    @property
    def done(self) -> int:
        return self.imported - self.left


@dataclass(frozen=True, slots=True)
class Week:
    """How many were left at its end, and how many were done within it."""

    begins: datetime.date
    left: int
    done: int


@dataclass(frozen=True, slots=True)
class BurnDown:
    total: Tally
    departments: list[Tally] = field(default_factory=list)
    weeks: list[Week] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Page:
    department: int
    approved_by: int | None
    archived_at: datetime.datetime | None
    imported_at: datetime.datetime
    reviewed_at: datetime.datetime | None

    @property
    def done_on(self) -> datetime.date | None:
        """When it was reviewed first, or archived."""
        if self.approved_by is None and self.archived_at is None:
            return None
        # Approved where it came from, and taken over so: it never waited here.
        when = self.reviewed_at if self.approved_by else self.archived_at
        return timezone.localdate(max(when or self.imported_at, self.imported_at))


def burn_down(scope: Scope, day: datetime.date | None = None) -> BurnDown:
    """All imported pages that this person may read, by department, and week by week since the
    first import. One query."""
    pages = list(_pages(scope))
    total, tallies = Tally(), {}
    for page in pages:
        place = scope.user.departments.by_id[page.department]
        for tally in (total, tallies.setdefault(page.department, Tally(place))):
            _count(tally, page)
    order = {pk: at for at, pk in enumerate(_in_tree_order(scope.user))}
    departments = sorted(tallies.values(), key=lambda one: order.get(one.department.pk, len(order)))
    return BurnDown(total, departments, _weeks(pages, day or timezone.localdate()))


def left(scope: Scope) -> ArticleQuerySet:
    """The pages in use that nobody has reviewed, as lists show them: by department, then owner."""
    rows = scope.pages().filter(approved_by=None).for_lists()
    return rows.order_by("department__name", "department", "owner__name", "owner", "place", "pk")


def left_to(user: User) -> ArticleQuerySet:
    """Those of them that this person owns, or decides on today in the owner's place."""
    standing_in = Deputy.objects.current().filter(deputy=user).values("manager")
    mine = Q(owner=user) | Q(owner__in=standing_in)
    return Article.objects.visible_to(user).published().filter(mine, approved_by=None)


def _pages(scope: Scope) -> Iterator[_Page]:
    """Also those that are archived by now."""
    imported = Decision.objects.filter(action=Action.IMPORTED).values("article")
    readable = scope.readable().filter(version__gt=0, pk__in=imported)
    if scope.department is not None:
        below = scope.user.departments.subtree(scope.department.pk)
        readable = readable.filter(department__in=[department.pk for department in below])
    lines = Decision.objects.filter(
        article__in=readable.values("pk"), action__in=[Action.IMPORTED, *REVIEWING]
    )
    rows = (
        lines.order_by()
        .values(*_OF_PAGES)
        .annotate(
            begun=Min("at", filter=Q(action=Action.IMPORTED)),
            reviewed=Min("at", filter=Q(action__in=REVIEWING)),
        )
    )
    for _, *row in rows.values_list(*_OF_PAGES, "begun", "reviewed"):
        yield _Page(*row)


def _count(tally: Tally, page: _Page) -> None:
    tally.imported += 1
    if page.approved_by is not None:
        tally.reviewed += 1
    elif page.archived_at is not None:
        tally.archived += 1
    else:
        tally.left += 1


def _weeks(pages: Iterable[_Page], today: datetime.date) -> list[Week]:
    """Monday to Sunday, the present one last."""
    come: Counter[datetime.date] = Counter()
    gone: Counter[datetime.date] = Counter()
    for page in pages:
        come[_monday(min(today, timezone.localdate(page.imported_at)))] += 1
        if page.done_on is not None:
            gone[_monday(min(today, page.done_on))] += 1
    if not come:
        return []
    weeks, remaining, monday = [], 0, min([*come, *gone])
    while monday <= today:
        remaining += come[monday] - gone[monday]
        weeks.append(Week(monday, max(0, remaining), gone[monday]))
        monday += WEEK
    return weeks[-MOST_WEEKS:]


def _monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def _in_tree_order(user: User) -> list[int]:
    return [branch.department.pk for branch in user.departments.branches(user)]
