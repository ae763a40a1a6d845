"""Everybody who may read a page, and how many by which rule."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.db.models.query import QuerySet

from accounts.models import Admission, Deputy, Membership, Role, User
from accounts.models.tree import DepartmentTree
from processes.models import Article

NOBODY = Q(pk__in=())


def readers(article: Article, tree: DepartmentTree) -> QuerySet[User]:
    """Everybody active who may read the page, by name: the rule of `visible_to`, asked of the
    database for all people at once."""
    wanted = NOBODY
    for rule in rules(article, tree).values():
        wanted |= rule
    return User.objects.active().filter(wanted).order_by("name", "email")


def counted(article: Article, tree: DepartmentTree) -> list[tuple[str, int]]:
    """How many active people each rule lets in, and how many all together (one query). Somebody
    may be let in by several."""
    known, everybody = rules(article, tree), NOBODY
    wanted: dict[str, Any] = {}
    for number, rule in enumerate(known.values()):
        wanted[f"n{number}"] = Count("pk", filter=rule)
        everybody |= rule
    wanted["everybody"] = Count("pk", filter=everybody)
    found = User.objects.active().order_by().aggregate(**wanted)
    named = [(name, found[f"n{number}"]) for number, name in enumerate(known)]
    return [*((name, n) for name, n in named if n), ("All together", found["everybody"])]


def rules(article: Article, tree: DepartmentTree) -> dict[str, Q]:
    """By which rule people read the page, as conditions on people."""
    shape = tree.shape
    line = shape.lineages.get(article.department_id, ())
    deputies = Deputy.objects.current().filter(manager=article.owner_id).values("deputy")
    managers = {shape.managers[pk] for pk in line} - {None}
    by_department = _by_department(line, tree)
    if not article.is_published:
        # Of a page that nobody has approved, only who began it.
        began = Q(pk=article.created_by_id or 0)
        by_department = {name: rule & began for name, rule in by_department.items()}
    return {
        "Administrators": Q(is_superuser=True),
        "Its owner": Q(pk=article.owner_id),
        "Standing in for its owner": Q(pk__in=deputies),
        "Managers of the department and those above": Q(pk__in=managers),
        **by_department,
    }


def _by_department(line: tuple[int, ...], tree: DepartmentTree) -> dict[str, Q]:
    closed = tree.shape.closed
    doors = {pk for pk in line if pk in closed}
    guest = Q(role=Role.GUEST, is_superuser=False)
    admitted = NOBODY
    for place, above in enumerate(line):
        # Those of them for whom no closed door lies in between.
        between = {pk for pk in line[:place] if pk in closed}
        admitted |= _let_into(above) & (_members(between, tree) & ~guest if between else Q())
    name = "Members" if doors else "The whole company"
    everybody = _members(doors, tree) if doors else Q(pk__gt=0)
    return {name: everybody & ~guest, "Admitted": admitted}


def _members(doors: set[int], tree: DepartmentTree) -> Q:
    """Those to whose own department, or one above it, each of these belongs."""
    inside = [pk for pk, line in tree.shape.lineages.items() if doors.issubset(line)]
    return Q(department__in=inside)


def _let_into(department_id: int) -> Q:
    rows = Admission.objects.filter(department=department_id)
    groups = rows.exclude(group=None).values("group")
    return Q(pk__in=rows.exclude(person=None).values("person")) | Q(
        pk__in=Membership.objects.filter(group__in=groups).values("person")
    )
