"""A department: what it shows first, its pages, its people, what lies below it, what is new."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count, F, Q, Window
from django.db.models.query import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Department, User
from processes import arranging
from processes.models import Article, Follow
from processes.views.access import follows_moves, get_department, lineage
from processes.views.news import news
from processes.views.outline import SHOWN, shelves

PEOPLE, LATELY = 8, 5


@require_safe
@follows_moves
def department(request: HttpRequest, department: str) -> HttpResponse:
    user = request.user
    place = get_department(user, department)
    pages = list(pages_of(user, place))
    people = list(_people(place)[:PEOPLE])
    context = {
        "department": place,
        "lineage": lineage(user, place)[:-1],
        "decider": _decider(user, place),
        "children": _children(user, place),
        "pinned": list(pinned(user, place.pk)),
        "shelves": shelves(pages),
        "has_jumps": len(pages) > SHOWN,
        "lately": list(news(user, Q(department__in=_in_and_below(user, place)))[:LATELY]),
        "people": people,
        "people_count": people[0].total if people else 0,
        "four_eyes": user.departments.four_eyes(place.pk),
        "follows": Follow.objects.filter(person=user, department=place).exists(),
        "may_arrange": arranging.may_arrange(user, place),
    }
    return render(request, "departments/detail.html", context)


def pinned(user: User, department_id: int | None) -> QuerySet[Article]:
    """The pages that a department shows first, in its order, as far as this person may read
    them."""
    pins = Article.objects.visible_to(user).published().filter(pins__department=department_id)
    return pins.for_lists().order_by("pins__position", "pins__pk")


def pages_of(user: User, place: Department) -> QuerySet[Article]:
    """The live pages of a department in their order, as far as this person may read them."""
    return (
        Article.objects.visible_to(user)
        .published()
        .filter(department=place)
        .for_lists()
        .order_by("place", "title_key")
    )


def _people(department: Department) -> QuerySet[User]:
    """Its active people, each with the `total` of them, so that counting costs no second query."""
    total = Window(Count("pk"), partition_by=F("department"))
    return User.objects.active().filter(department=department).annotate(total=total)


def _decider(user: User, place: Department) -> User | None:
    """Who decides where the department has no active manager of its own."""
    line = user.departments.lineage(place.pk)
    managers = (d.manager for d in line if d.manager and d.manager.is_active)
    return next(managers, None)


def _in_and_below(user: User, place: Department) -> list[int]:
    hidden = user.departments.hidden_from(user)
    return [d.pk for d in user.departments.subtree(place.pk) if d.pk not in hidden]


def _children(user: User, place: Department) -> list[dict[str, object]]:
    """The departments right below, with the number of pages in and below each."""
    tree = user.departments
    hidden = tree.hidden_from(user)
    below = [d for d in tree.children(place.pk) if d.pk not in hidden]
    if not below:
        return []
    lines = {pk: tree.shape.lineages[pk] for pk in _in_and_below(user, place)}
    pages = Article.objects.visible_to(user).published().filter(department__in=lines).order_by()
    totals: Counter[int] = Counter()
    for pk, count in pages.values_list("department").annotate(Count("pk")):
        totals.update(dict.fromkeys(lines[pk], count))
    return [{"department": d, "count": totals[d.pk]} for d in below]
