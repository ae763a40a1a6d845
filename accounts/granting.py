"""What somebody's groups at a provider give them here, and take again.

Several sources may give the same right, as a provider's claims and its directory do: what each says
is kept (`User.given_by`), and a right goes with the last that gave it. None takes what was given by
hand, except where an admin let the provider decide again. The last admin stays one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from accounts import groups
from accounts.auditing import record
from accounts.by_hand import ANY_SOURCE, is_kept
from accounts.departments_by_path import find
from accounts.last_admin import leaves_nobody
from accounts.models import AuditEntry, Department, Group, User
from accounts.models.user import Role

# A number that tells people nothing is no name for a new group; one that an admin entered as a
# group's id is known by it.
NUMBER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
USUAL = ":usual"  # behind a source that gives its usual role, for want of a group that gives one
LEAST_FIRST = (Role.GUEST.value, Role.READER.value)


def follow_groups(user: User, names: frozenset[str], source: str, key: str) -> None:
    """Exactly these, as far as this source goes.

    A provider fills its own groups only, known by name or id: one made by hand, or another
    provider's, may open what is none of its business. A group that is not there yet is made.
    """
    before = {
        group.pk: group
        for group in Group.objects.filter(memberships__person=user, memberships__source=source)
    }
    wanted = {group.pk: group for group in _own(names, key)} if names else {}
    for group in (group for pk, group in before.items() if pk not in wanted):
        groups.take_out(group, [user], source)
    for group in (group for pk, group in wanted.items() if pk not in before):
        groups.put_in(group, [user], source)


def set_admin(
    user: User, wanted: bool, source: str, *, request: HttpRequest | None = None
) -> list[str]:
    """What this source says of somebody's being an admin; returns the fields that changed."""
    given = _given(user, "is_superuser", {source: True} if wanted else {}, source)
    if given is None:
        return []
    becomes = user.is_superuser if is_kept(user, "is_superuser") else bool(given)
    if user.is_superuser and not becomes and user.is_active and leaves_nobody(user):
        record_once("admin_changed", user, "Last administrator", source, kept=True)
        return []
    return _give(user, "is_superuser", becomes, given, ("admin_changed", source, request))


def set_role(
    user: User,
    wanted: str,
    source: str,
    *,
    is_usual: bool = False,
    request: HttpRequest | None = None,
) -> list[str]:
    """What this source says of somebody's role; returns the fields that changed.

    Of several the one that may least counts; one that a source gives to everybody (`is_usual`)
    only where no group gives any.
    """
    said = {} if wanted == Role.AUTHOR else {source + USUAL * is_usual: wanted}
    given = _given(user, "role", said, source)
    if given is None:
        return []
    becomes = user.role if is_kept(user, "role") else _least(given)
    return _give(user, "role", becomes, given, ("role_changed", source, request))


def answer_for(user: User, paths: Iterable[tuple[str, ...]], **told: Any) -> None:
    """Makes somebody the manager of departments that have none.

    Nobody is replaced, and nobody loses a department with the group: who decides there is for
    people to say, and a department without anybody is worse than one with the former manager.
    """
    for path in paths:
        department = find(path)
        if department is None or department.manager_id is not None:
            continue
        free = Department.objects.filter(pk=department.pk, manager=None)
        if free.update(manager=user):
            record("manager_changed", about=user, what=department.name, after=user.pk, **told)


def record_once(kind: str, user: User, what: str, source: str, **told: Any) -> None:
    """What is said anew at every sign-in stands in the audit log once."""
    last = AuditEntry.objects.filter(kind=kind, about=user, what=what).first()
    if last is None or last.detail != {"source": source, **told}:
        record(kind, about=user, what=what, source=source, **told)


def _given(user: User, field: str, said: dict[str, Any], source: str) -> dict[str, Any] | None:
    """What all sources give, by their names, with what this one says now. None where that is
    nothing new: it was given by hand, or there is nothing of this source's to take.

    While an admin's word counts, what sources say is noted all the same, for the time after it.
    """
    told, now = user.given_by.get(field, {}), getattr(user, field)
    before = told["by"] if told.get("value") == now else {}  # or it was changed by hand since
    own = {source, source + USUAL, ANY_SOURCE}
    after = {name: value for name, value in before.items() if name not in own} | said
    is_by_hand = not before and now in said.values() and not is_kept(user, field)
    return None if after == before or is_by_hand else after


def _least(given: dict[str, str]) -> str:
    by_groups = {value for name, value in given.items() if not name.endswith(USUAL)}
    among = by_groups or {*given.values()}
    return next((role for role in LEAST_FIRST if role in among), Role.AUTHOR.value)


def _give(
    user: User,
    field: str,
    becomes: Any,
    given: dict[str, Any],
    told: tuple[str, str, HttpRequest | None],
) -> list[str]:
    before = getattr(user, field)
    setattr(user, field, becomes)
    user.given_by = {name: by for name, by in user.given_by.items() if name != field}
    if given:
        user.given_by[field] = {"by": given, "value": becomes}
    user.save(update_fields=[field, "given_by"])
    if before == becomes:
        return []
    kind, source, request = told
    record(kind, about=user, request=request, before=before, after=becomes, source=source)
    return [field]


def _own(names: frozenset[str], key: str) -> list[Group]:
    """This provider's groups of these names or ids; those that are not there yet are made."""
    found = list(
        Group.objects.filter(Q(name__in=names) | Q(external_id__in=names), external_source=key)
    )
    known = {name for group in found for name in (group.name, group.external_id)}
    missing = {name.casefold(): name for name in sorted(names - known)}
    return found + _met_or_made(missing, key) if missing else found


def _met_or_made(missing: dict[str, str], key: str) -> list[Group]:
    """By folded names. In other letters a group may be there, or be somebody else's."""
    found, taken = [], set()
    for group in Group.objects.all():
        also = {group.name.casefold(), (group.external_id or "").casefold()}
        if group.external_source == key and also & missing.keys():
            found.append(group)
            taken |= also
        taken.add(group.name.casefold())
    for folded, name in missing.items():
        if folded not in taken and not NUMBER.fullmatch(name):
            found.append(Group.objects.create(name=name, external_source=key))
            record("group_changed", what=name, change="added", provider=key)
    return found
