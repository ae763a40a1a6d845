"""The page everybody starts from."""

from __future__ import annotations

from django.db.models import Case, Count, Q, Value, When, Window
from django.db.models.query import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Department, User
from processes import catalogue, permissions, reading
from processes.models import Article, Follow, Proposal, State
from processes.views.departments import pinned
from processes.views.news import news

WAITING, MINE, KEPT, NEW, ELSEWHERE = 5, 5, 6, 6, 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, what waits for me, what I am writing, my pages, what is new, and the departments."""
    user = request.user
    waiting = list(_waiting(user)[:WAITING])
    viewed = reading.recent(user, KEPT)
    near = _near(user)
    context = {
        "waiting": waiting,
        "waiting_count": waiting[0].total if waiting else 0,
        "entries_count": len(catalogue.waiting_for(user)),
        "mine": list(_my_open_proposals(user)[:MINE]),
        "starred": reading.starred(user, KEPT),
        "viewed": viewed,
        "place": _place(user),
        "first": [] if viewed else list(pinned(user, user.department_id)[:KEPT]),
        "fresh": list(news(user, near)[:NEW]),
        "elsewhere": list(news(user, ~near)[:ELSEWHERE]),
        "departments": _departments(user),
    }
    return render(request, "home.html", context)


def _place(user: User) -> Department | None:
    """Their department, unless they are a guest who was not let into it."""
    hidden = user.departments.hidden_from(user)
    return None if user.department_id in hidden else user.departments.by_id.get(user.department_id)


def _waiting(user: User) -> QuerySet[Proposal]:
    """As in the queue: the longest waiting first, with whoever is on it, and how many there are."""
    waiting = permissions.waiting_for(user).for_lists().select_related("claimed_by")
    return waiting.annotate(total=Window(Count("pk")))


def _my_open_proposals(user: User) -> QuerySet[Proposal]:
    """Returned ones first: they wait for me."""
    urgency = Case(When(state=State.RETURNED, then=Value(0)), default=Value(1))
    mine = Proposal.objects.visible_to(user).open().filter(author=user)
    return mine.for_lists().order_by(urgency, "-saved_at")


def _near(user: User) -> Q:
    """What somebody follows, and what belongs to their department or one below it (one query)."""
    tree = user.departments
    follows = Follow.objects.filter(person=user).order_by().values_list("article", "department")
    articles, places = set(), {user.department_id}
    for article, department in follows:
        articles.add(article)
        places.add(department)
    lines = tree.shape.lineages
    around = {pk for pk, line in lines.items() if not places.isdisjoint(line)}
    return Q(pk__in=articles - {None}) | Q(department__in=around)


def _departments(user: User) -> list[dict[str, object]]:
    """The tree with the number of pages that this person may read in each department."""
    pages = Article.objects.visible_to(user).published().order_by()
    counts = dict(pages.values_list("department").annotate(Count("pk")))
    branches = user.departments.branches(user)
    return [{"branch": b, "count": counts.get(b.department.pk, 0)} for b in branches]
