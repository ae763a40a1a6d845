"""What people may do by the groups a directory puts them in, as the provider's mapping says.

Only a group that the mapping names gives or takes anything, and only when somebody comes into it
or out of it. Who was made an administrator by hand stays one.
"""

from __future__ import annotations

from collections.abc import Iterable

from accounts import auditing, by_hand
from accounts.groups import DIRECTORY
from accounts.models import Group, User
from accounts.models.user import Role
from accounts.scim.admins import LastAdmin, check_stays_another
from accounts.scim.door import Caller

ROLES = {"guest_groups": Role.GUEST, "reader_groups": Role.READER}


def follow_groups(caller: Caller, people: Iterable[User], *names: str) -> None:
    """After these people came into groups with these names, or went out of them."""
    folded = {name.casefold() for name in names}
    admins = _named(caller, "admin_groups")
    roles = {role: _named(caller, key) for key, role in ROLES.items()}
    touches_admins = bool(folded & admins)
    touches_roles = any(folded & named for named in roles.values())
    if not touches_admins and not touches_roles:
        return
    for person in people:
        theirs = _groups_of(caller, person)
        if touches_admins and not by_hand.is_kept(person, "is_superuser"):
            _set_admin(caller, person, bool(theirs & admins))
        if touches_roles and not by_hand.is_kept(person, "role"):
            given = (role for role, named in roles.items() if theirs & named)
            _set_role(caller, person, next(given, Role.AUTHOR))


def _named(caller: Caller, key: str) -> set[str]:
    return {str(name).casefold() for name in caller.provider.mapping.get(key) or ()}


def _groups_of(caller: Caller, person: User) -> set[str]:
    groups = Group.objects.filter(
        external_source=caller.key, memberships__person=person, memberships__source=DIRECTORY
    )
    return {name.casefold() for name in groups.values_list("name", flat=True)}


def _set_admin(caller: Caller, person: User, wanted: bool) -> None:
    if person.is_superuser == wanted:
        return
    if not wanted:
        try:
            check_stays_another(person)
        except LastAdmin:
            auditing.record("directory_refused", about=person, what="Last administrator")
            return
    person.is_superuser = wanted
    person.save(update_fields=["is_superuser"])
    auditing.record("admin_changed", about=person, request=caller.request, now=wanted)


def _set_role(caller: Caller, person: User, role: Role) -> None:
    if person.role == role:
        return
    auditing.record(
        "role_changed", about=person, request=caller.request, before=person.role, now=role
    )
    person.role = role
    person.save(update_fields=["role"])
