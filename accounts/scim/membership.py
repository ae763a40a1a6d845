"""Who is in a group, as the directory says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scim2_models import InvalidValueException

from accounts import groups
from accounts.groups import DIRECTORY
from accounts.models import Group, User
from accounts.scim.door import Caller
from accounts.scim.filtering import number
from accounts.scim.rights import follow_groups, names_of
from accounts.scim.seeing import visible


def admit(caller: Caller, group: Group, members: Iterable[Any]) -> None:
    """Exactly these are in it, as far as the directory goes."""
    wanted, now = keys(members), {f"u-{pk}" for pk in said(group)}
    move(caller, group, wanted - now, now - wanted)


def move(caller: Caller, group: Group, into: set[str], out: set[str]) -> None:
    """Those come in, these go; what they may do follows. Whom the directory does not see cannot
    come in, but who left may still be taken out. Raises InvalidValueException."""
    coming = list(visible(caller).filter(pk__in=_numbers(into)))
    if missing := len(into) - len(coming):
        raise InvalidValueException(detail=f"{missing} of the members are no people known here.")
    leaving = User.objects.filter(pk__in=_numbers(out))
    changed = groups.put_in(group, coming, DIRECTORY) | groups.take_out(group, leaving, DIRECTORY)
    follow_groups(caller, changed, names_of(caller, group))


def said(group: Group, only: set[str] | None = None) -> list[int]:
    """The ids of those whom the directory says are in it (`only` among these, if given)."""
    rows = group.memberships.all()
    if only is not None:
        rows = rows.filter(person__in=_numbers(only))
    return [row.person_id for row in rows if row.source == DIRECTORY]


def keys(members: Iterable[Any] | None) -> set[str]:
    return {str(member.value) for member in members or ()}


def _numbers(keys: Iterable[str]) -> set[int]:
    return {pk for key in keys if key[:2] == "u-" and (pk := number(key)) is not None}
