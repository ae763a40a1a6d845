"""A plan of departments, done: new ones level by level, others by the verb that renames them."""

from __future__ import annotations

from django.http import HttpRequest

from accounts import auditing
from accounts.departments_by_path import path_of
from accounts.models import Department, User
from accounts.reorganising import rename_address
from accounts.tables.planning import Plan, Row, State


def write(plan: Plan, by: User | None, request: HttpRequest | None, name: str) -> None:
    """Within the caller's transaction, in which the plan was made of locked rows."""
    new, changed = plan.of(State.NEW), plan.of(State.CHANGED)
    _add([row.entry for row in new])
    for row in changed:
        rename_address(row.entry, row.before.get("slug", ""))
    for row in (*new, *changed):
        _log(row, by, request, name)


def _add(departments: list[Department]) -> None:
    by_depth: dict[int, list[Department]] = {}
    for department in departments:
        by_depth.setdefault(len(path_of(department)), []).append(department)
    for depth in sorted(by_depth):
        for department in by_depth[depth]:
            department.parent = department.parent  # by now it has an id
        Department.objects.bulk_create(by_depth[depth])


def _log(row: Row, by: User | None, request: HttpRequest | None, name: str) -> None:
    """As the form of a department is logged: who answers for it has a line of its own."""
    department = row.entry
    if "manager" in row.before:
        auditing.record(
            "manager_changed",
            by=by,
            about=department.manager,
            what=department,
            request=request,
            before=getattr(row.before["manager"], "pk", None),
        )
    rights = {
        field: [row.before[field], getattr(department, field)]
        for field in ("visibility", "four_eyes")
        if field in row.before
    }
    kind = "entry_added" if row.state == State.NEW else "department_changed"
    if row.state == State.NEW or rights or set(row.before) - {"manager"}:
        auditing.record(
            kind,
            by=by,
            what=f"department: {department}" if row.state == State.NEW else department,
            request=request,
            table=name,
            **(rights if row.state == State.CHANGED else {}),
            **({"fields": row.fields} if row.state == State.CHANGED else {}),
        )
