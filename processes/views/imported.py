"""Imported pages that nobody has reviewed: how many, where, and the list to work through."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Deputy, User
from processes import reports
from processes.models import Article
from processes.reports import Scope, Week
from processes.views.links import chosen_department

PER_PAGE = 50
MINE = "mine"  # ?show=
HEIGHT, STEP, BAR = 120, 28, 20  # of the chart, in its own units
FEWEST = 12  # weeks that it has room for
WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Bar:
    """A week of the chart, in the chart's units."""

    week: Week
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Row:
    """A page of the list; `may_decide`: this person may confirm it, or approve a change to it."""

    article: Article
    may_decide: bool


@require_safe
def imported(request: HttpRequest) -> HttpResponse:
    """The whole wiki, or the department that `?department=` names, with its teams;
    `?show=mine` lists only what waits for this person. At most five queries."""
    chosen, user = chosen_department(request), request.user
    scope, is_mine = Scope(user, chosen), request.GET.get("show") == MINE
    report = reports.burn_down(scope)
    pages = reports.left(scope)
    if is_mine:
        pages = pages.filter(pk__in=reports.left_to(user).values("pk"))
    page = Paginator(pages, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "department": chosen,
        "is_mine": is_mine,
        "report": report,
        "chart": _chart(report.weeks),
        "page_obj": page,
        "rows": _rows(user, list(page.object_list)),
    }
    return render(request, "reports/imported.html", context)


def _chart(weeks: list[Week]) -> dict[str, object] | None:
    """The bars at the right end; None for a single week, which needs no chart."""
    if len(weeks) < 2:
        return None
    before = max(0, FEWEST - len(weeks))
    most = max(week.left for week in weeks)
    bars = []
    for at, week in enumerate(weeks, before):
        height = round(HEIGHT * week.left / (most or 1), 1)
        bars.append(Bar(week, at * STEP, round(HEIGHT - height, 1), height))
    size = {"height": HEIGHT, "width": STEP * (len(weeks) + before) - STEP + BAR, "bar": BAR}
    return {"bars": bars, "most": most, "begins": weeks[0].begins - before * WEEK, **size}


def _rows(user: User, pages: list[Article]) -> list[Row]:
    """As `permissions.deciders` has it where the owner, or a deputy of theirs, is there: whoever
    else may decide finds the button on the page."""
    standing_in = Deputy.objects.current().filter(deputy=user).values_list("manager", flat=True)
    owners = {user.pk, *standing_in} if pages else set()
    return [Row(page, page.owner_id in owners) for page in pages]
