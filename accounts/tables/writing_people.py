"""A plan of people, done: some statements for all of them, and the verbs for who comes and goes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts import auditing, leaving
from accounts.models import User
from accounts.tables.planning import Plan, Row, State

AT_A_TIME = 500


def write(plan: Plan, by: User | None, request: HttpRequest | None, name: str) -> None:
    """Within the caller's transaction, in which the plan was made of locked rows."""
    new, changed = plan.of(State.NEW), plan.of(State.CHANGED)
    _add([row.entry for row in new])
    _save(changed)
    _report_to([row for row in (*new, *changed) if "line_manager" in row.fields])
    _log(new, changed, by, request, name)
    for row in changed:
        if "is_active" in row.fields:
            _switch(row.entry, by)


def _add(people: list[User]) -> None:
    managers = [person.line_manager for person in people]
    for person in people:
        person.line_manager = None  # who may be new as well
        person.set_unusable_password()
    User.objects.bulk_create(people, AT_A_TIME)
    for person, manager in zip(people, managers, strict=True):
        person.line_manager = manager


def _save(rows: list[Row]) -> None:
    """One kind of change after the other: a table most often changes one thing of many people."""
    later = {"is_active", "line_manager"}
    for name in sorted({name for row in rows for name in row.fields} - later):
        people = [row.entry for row in rows if name in row.fields]
        User.objects.bulk_update(people, [name], AT_A_TIME)


def _report_to(rows: list[Row]) -> None:
    people = [row.entry for row in rows]
    for person in people:
        person.line_manager = person.line_manager  # by now it has an id
    if people:
        User.objects.bulk_update(people, ["line_manager"], AT_A_TIME)


def _log(
    new: list[Row], changed: list[Row], by: User | None, request: HttpRequest | None, name: str
) -> None:
    told: dict[str, Any] = {"by": by, "request": request}
    auditing.record_each(
        "person_added", [(row.entry, {"role": row.entry.role}) for row in new], what=name, **told
    )
    auditing.record_each(
        "person_changed",
        [
            (row.entry, {"fields": fields})
            for row in changed
            if (fields := [one for one in row.fields if one not in ("is_active", "role")])
        ],
        what=name,
        **told,
    )
    auditing.record_each(
        "role_changed",
        [
            (row.entry, {"before": row.before["role"], "after": row.entry.role})
            for row in changed
            if "role" in row.fields
        ],
        what=name,
        **told,
    )


def _switch(person: User, by: User | None) -> None:
    wanted = person.is_active
    (leaving.reactivate if wanted else leaving.deactivate)(person, by)
