"""My reviews: everything that waits for my decision, and who is on it."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from processes import catalogue, permissions, reports, workflow
from processes.models import Proposal, Significance
from processes.views import opened, refusals
from processes.views.access import get_proposal
from processes.workflow import claiming

PER_PAGE = 50

# What `?show=` may say, and its words; the first shows everything.
FILTERS = {
    "all": "All",
    "mine": "My pages",
    "place": "In somebody’s place",
    "overdue": "Overdue",
    "minor": "Minor",
    "unclaimed": "Nobody is on it",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """A link above the list, with how many it would show."""

    name: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list. `choice` is what its box would send; empty where it was not opened."""

    proposal: Proposal
    may_join: bool
    choice: str


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """The longest waiting first; `?show=` names a filter. Four queries beside those of each page,
    five where terms or tools wait."""
    conditions = _conditions(request.user)
    show = request.GET.get("show", "")
    show = show if show in FILTERS else "all"
    waiting = permissions.waiting_for(request.user)
    counts = waiting.order_by().aggregate(
        **{name: Count("pk", filter=condition or None) for name, condition in conditions.items()}
    )
    shown = waiting.filter(conditions[show]).for_lists().select_related("claimed_by")
    pages = Paginator(shown, PER_PAGE)
    pages.count = counts[show]
    page = pages.get_page(request.GET.get("page"))
    rows = [_row(request, proposal) for proposal in page]
    context = {
        "rows": rows,
        "page_obj": page,
        "filters": [Filter(name, label, counts[name]) for name, label in FILTERS.items()],
        "show": show,
        "shown_as": FILTERS[show],
        "waiting_count": counts["all"],
        "imported_left": reports.left_to(request.user).count(),
        "entries_count": len(catalogue.waiting_for(request.user)),
        "may_join": any(row.may_join for row in rows),
        "may_choose": any(row.choice for row in rows),
    }
    return render(request, "reviews/list.html", context)


@require_POST
def proposal_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """“I'm on it”; `instead_of` is whoever was on it on the page where the button was."""
    found = get_proposal(request.user, pk)
    other = request.POST.get("instead_of", "")
    try:
        claiming.claim(found, request.user, instead_of=_number(other))
    except workflow.Refused as refusal:
        return refusals.page(request, found, refusal)
    return redirect(found)


@require_POST
def proposal_release(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_proposal(request.user, pk)
    try:
        claiming.release(found, request.user)
    except workflow.Refused as refusal:
        return refusals.page(request, found, refusal)
    return redirect(found)


def _number(text: str) -> int | None:
    """No person has a number longer than that, and very long ones are no numbers to Python."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _conditions(user: User) -> dict[str, Q]:
    """What each filter keeps."""
    return {
        "all": Q(),
        "mine": Q(article__owner=user),
        "place": ~Q(article__owner=user),
        "overdue": Q(due_on__lt=timezone.localdate()),
        "minor": Q(significance=Significance.MINOR),
        "unclaimed": Q(claimed_by=None) | Q(claimed_by__is_active=False),
    }


def _row(request: HttpRequest, proposal: Proposal) -> Row:
    may_join = opened.may_join(proposal) and not proposal.page_has_moved_on
    digest = opened.digest(request, proposal) if may_join else ""
    choice = f"{proposal.pk}:{proposal.round}:{digest}" if digest else ""
    return Row(proposal, may_join, choice)
