"""A department: its pages, its people, what lies below it."""

from __future__ import annotations

from django.db.models import Count, F, Window
from django.db.models.query import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Department, User
from processes.models import Article, Follow, Kind, Topic
from processes.views.access import follows_moves, get_department, lineage

PEOPLE = 12


@require_safe
@follows_moves
def department(request: HttpRequest, department: str) -> HttpResponse:
    user = request.user
    place = get_department(user, department)
    pages = list(Article.objects.visible_to(user).published().filter(department=place).for_lists())
    people = list(_people(place)[:PEOPLE])
    context = {
        "department": place,
        "lineage": lineage(user, place)[:-1],
        "children": _children(user, place),
        "processes": [page for page in pages if page.kind == Kind.PROCESS],
        "expertise": _by_topic(pages),
        "people": people,
        "people_count": people[0].total if people else 0,
        "may_propose": True,
        "four_eyes": user.departments.four_eyes(place.pk),
        "follows": Follow.objects.filter(person=user, department=place).exists(),
    }
    return render(request, "departments/detail.html", context)


def _people(department: Department) -> QuerySet[User]:
    """Its active people, each with the `total` of them, so that counting costs no second query."""
    total = Window(Count("pk"), partition_by=F("department"))
    return User.objects.active().filter(department=department).annotate(total=total)


def _children(user: User, department: Department) -> list[dict[str, object]]:
    hidden = user.departments.hidden_from(user)
    below = [d for d in user.departments.children(department.pk) if d.pk not in hidden]
    if not below:
        return []
    pages = Article.objects.visible_to(user).published().filter(department__in=below).order_by()
    counts = dict(pages.values_list("department").annotate(Count("pk")))
    return [{"department": d, "count": counts.get(d.pk, 0)} for d in below]


def _by_topic(pages: list[Article]) -> list[tuple[str, list[Article]]]:
    """Expertise by topic, in the order of the topics; empty ones are left out."""
    groups = [
        (str(topic.label), [p for p in pages if p.kind == Kind.EXPERTISE and p.topic == topic])
        for topic in Topic
    ]
    other = [page for page in pages if page.kind == Kind.EXPERTISE and not page.topic]
    return [(label, found) for label, found in [*groups, ("Other", other)] if found]
