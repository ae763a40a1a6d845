"""The page everybody starts from."""

from __future__ import annotations

from django.db.models import Case, Count, OuterRef, Subquery, Value, When
from django.db.models.query import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from processes import catalogue, permissions
from processes.models import Article, Decision, Proposal, State

WAITING, MINE, RECENT = 5, 5, 10


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, what waits for me, what I am writing, what is new, and the departments."""
    user = request.user
    waiting = list(_waiting(user)[: WAITING + 1])
    context = {
        "waiting": waiting[:WAITING],
        "entries_count": len(catalogue.waiting_for(user)),
        "waiting_more": len(waiting) > WAITING,
        "mine": list(_my_open_proposals(user)[:MINE]),
        "recent": list(_recently_approved(user)[:RECENT]),
        "departments": _departments(user),
    }
    return render(request, "home.html", context)


def _waiting(user: User) -> QuerySet[Proposal]:
    """As in the queue: the longest waiting first, with whoever is on it."""
    return permissions.waiting_for(user).for_lists().select_related("claimed_by")


def _my_open_proposals(user: User) -> QuerySet[Proposal]:
    """Returned ones first: they wait for me."""
    urgency = Case(When(state=State.RETURNED, then=Value(0)), default=Value(1))
    mine = Proposal.objects.visible_to(user).open().filter(author=user)
    return mine.for_lists().order_by(urgency, "-saved_at")


def _recently_approved(user: User) -> QuerySet[Article]:
    newest = Decision.objects.filter(article=OuterRef("pk"), version=OuterRef("version"))
    return (
        Article.objects.visible_to(user)
        .published()
        .filter(approved_at__isnull=False)
        .for_lists()
        .annotate(note=Subquery(newest.values("proposal__note")[:1]))
        .order_by("-approved_at")
    )


def _departments(user: User) -> list[dict[str, object]]:
    """The tree with the number of pages that this person may read in each department."""
    pages = Article.objects.visible_to(user).published().order_by()
    counts = dict(pages.values_list("department").annotate(Count("pk")))
    branches = user.departments.branches(user)
    return [{"branch": b, "count": counts.get(b.department.pk, 0)} for b in branches]
