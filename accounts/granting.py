"""What somebody's groups at a provider give them here, and take again.

A right is taken only by the source that gave it (`User.given_by`), or where an admin let the
provider decide again: one that was given by hand stays. The last admin stays one.
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
    """Makes somebody an admin, or not any more; returns the names of the fields that changed."""
    if is_kept(user, "is_superuser") or user.is_superuser == wanted:
        return []
    if not wanted:
        if not _was_given(user, "is_superuser", source):
            return []
        if user.is_active and leaves_nobody(user):
            record_once("admin_changed", user, "Last administrator", source, kept=True)
            return []
    user.is_superuser = wanted
    _remember(user, "is_superuser", source if wanted else "")
    record(
        "admin_changed",
        about=user,
        request=request,
        before=not wanted,
        after=wanted,
        source=source,
    )
    return ["is_superuser"]


def set_role(
    user: User, wanted: str, source: str, *, request: HttpRequest | None = None
) -> list[str]:
    """Gives somebody a role, or takes the one that this source gave; returns what changed."""
    before = user.role
    if is_kept(user, "role") or before == wanted:
        return []
    if wanted == Role.AUTHOR and not _was_given(user, "role", source):
        return []
    user.role = wanted
    _remember(user, "role", "" if wanted == Role.AUTHOR else source)
    record("role_changed", about=user, request=request, before=before, after=wanted, source=source)
    return ["role"]


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


def _was_given(user: User, field: str, source: str) -> bool:
    """Whether what they have now is what this source gave, or may take."""
    told = user.given_by.get(field, {})
    return told.get("by") in {source, ANY_SOURCE} and told.get("value") == getattr(user, field)


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


def _remember(user: User, field: str, source: str) -> None:
    user.given_by = {name: by for name, by in user.given_by.items() if name != field}
    if source:
        user.given_by[field] = {"by": source, "value": getattr(user, field)}
    user.save(update_fields=[field, "given_by"])
