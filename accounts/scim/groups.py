"""Groups, as the directory of one provider sees, adds and changes them.

It sees its own ones only. A group that an administrator made by hand, or another provider's, is
not there for it, and its name is taken: it may open departments to those who are in it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from scim2_models import InvalidValueException, NotFoundException, PatchOp, UniquenessException

from accounts import auditing, groups
from accounts.models import Group as GroupRow
from accounts.models import Membership
from accounts.scim import reading
from accounts.scim.door import Caller
from accounts.scim.filtering import Column, number
from accounts.scim.membership import admit, keys, move, said
from accounts.scim.resources import GROUP, Group, Member
from accounts.scim.rights import follow_groups, names_of

COLUMNS = {
    "id": Column("pk", "id"),
    "displayname": Column("name"),
    "externalid": Column("external_id", "exact"),
    "members.value": Column("person", "within", Membership.objects.values("group")),
    "meta.created": Column("made_at", "time"),
}


def visible(caller: Caller) -> QuerySet[GroupRow]:
    return GroupRow.objects.filter(external_source=caller.key)


def get(caller: Caller, key: str) -> GroupRow:
    """Raises NotFoundException for one that the directory does not see."""
    group = visible(caller).filter(pk=number(key) or 0).first() if key[:2] == "g-" else None
    if group is None:
        raise NotFoundException(detail="There is no such group.")
    return group


def create(caller: Caller, told: Any) -> GroupRow:
    """Raises UniquenessException for a name or id that is there already."""

    def made() -> GroupRow:
        group = GroupRow(external_source=caller.key)
        _describe(caller, group, told)
        auditing.record("group_changed", what=group.name, change="added", provider=caller.key)
        return group

    with transaction.atomic():
        group = _unless_taken(told.display_name, made)
        admit(caller, group, told.members or [])
    return group


def replace(caller: Caller, key: str, told: Any) -> GroupRow:
    """All that the directory says of a group. Raises SCIM's refusals."""
    with transaction.atomic():
        group = _locked(caller, key)
        _redescribe(caller, group, told)
        admit(caller, group, told.members or [])
    return group


def change(
    caller: Caller,
    key: str,
    changes: PatchOp[Any] | None,
    named: set[str] | None,
    into: set[str],
    out: set[str],
) -> GroupRow:
    """Some of it: all of these changes, or none; `named` are the members they speak of, None for
    all. `into` and `out` come in and go besides. Raises SCIM's refusals."""
    with transaction.atomic():
        group = _locked(caller, key)
        if into or out:
            now = {f"u-{pk}" for pk in said(group, into | out)}
            move(caller, group, into - now, out & now)
        if changes is None:
            return group
        resource = as_resource(group, caller, only=named)
        before = keys(resource.members)
        changes.patch(resource)
        _redescribe(caller, group, resource)
        after = keys(resource.members)
        move(caller, group, after - before, before - after)
    return group


def delete(caller: Caller, key: str) -> None:
    """The group goes, and with it what it opened. Raises NotFoundException."""
    with transaction.atomic():
        group = _locked(caller, key)
        were_in, names = set(said(group)), names_of(caller, group)
        groups.delete(group)
        follow_groups(caller, were_in, names)


def as_resource(
    group: GroupRow, caller: Caller, with_members: bool = True, only: set[str] | None = None
) -> Any:
    """A group in SCIM's words; with its members (`only` those of these ids, if given), one query
    unless they were fetched already."""
    content = {
        "schemas": [GROUP],
        "id": f"g-{group.pk}",
        "displayName": group.name,
        "meta": {
            "resourceType": "Group",
            "created": group.made_at,
            "location": caller.address(f"Groups/g-{group.pk}"),
        },
    }
    if group.external_id:
        content["externalId"] = group.external_id
    resource = Group.model_validate(content)
    if with_members:
        resource.members = [_member(pk, caller) for pk in said(group, only)] or None
    return resource


def _member(pk: int, caller: Caller) -> Member:
    """Not validated anew, as there may be thousands."""
    return Member.model_construct(value=f"u-{pk}", ref=caller.address(f"Users/u-{pk}"))


def _locked(caller: Caller, key: str) -> GroupRow:
    group = get(caller, key)
    return GroupRow.objects.select_for_update(no_key=True).get(pk=group.pk)


def _redescribe(caller: Caller, group: GroupRow, told: Any) -> None:
    if told.display_name == group.name and (told.external_id or None) == group.external_id:
        return
    before, were = group.name, names_of(caller, group)
    _unless_taken(told.display_name, lambda: _describe(caller, group, told))
    if before != group.name:
        auditing.record("group_changed", what=before, change="renamed", name=group.name)
    follow_groups(caller, set(said(group)), were ^ names_of(caller, group))


def _describe(caller: Caller, group: GroupRow, told: Any) -> None:
    name = told.display_name.strip()
    if not name or len(name) > 200 or not name.isprintable():
        raise InvalidValueException(detail="displayName must be a line of 1 to 200 characters.")
    if GroupRow.objects.filter(name__iexact=name).exclude(pk=group.pk).exists():
        raise _taken(name)
    group.name = name
    group.external_id = reading.short(told.external_id, "externalId") or None
    group.save()


def _unless_taken(name: str, act: Callable[[], Any]) -> Any:
    try:
        with transaction.atomic():
            return act()
    except IntegrityError as error:
        raise _taken(name) from error


def _taken(name: str) -> UniquenessException:
    return UniquenessException(
        detail=f"A group “{name}” is here already, made by hand or by another provider. An"
        " administrator of the wiki can hand it over to this one."
    )
