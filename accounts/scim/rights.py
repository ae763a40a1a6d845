"""What people may do by the groups a directory puts them in, as the provider's mapping says.

Only a group that the mapping names gives or takes anything, and only when somebody comes into it
or out of it.
"""

from __future__ import annotations

from collections.abc import Collection

from accounts import granting
from accounts.claims import ClaimsTable, rights, table_of
from accounts.groups import DIRECTORY
from accounts.models import Group, Membership, User
from accounts.models.user import Role
from accounts.scim.door import Caller


def names_of(caller: Caller, group: Group) -> frozenset[str]:
    """By what the mapping may name a group, folded: its name, its id, and what the id means."""
    return _names(group, table_of(caller.provider))


def follow_groups(caller: Caller, people: Collection[int], names: Collection[str]) -> None:
    """After the people with these ids came into a group of these names (see `names_of`), or went
    out of it. To be called in a transaction."""
    table = table_of(caller.provider)
    admins, managers = table.admin_groups, table.department_manager_groups.keys()
    roles = table.guest_groups | table.reader_groups
    if not people or not (admins | roles | managers) & set(names):
        return
    theirs = _groups_of(caller, people, table)
    # The rows are locked, as a sign-in may write what it gives at the same moment.
    rows = User.objects.filter(pk__in=people).select_for_update(no_key=True).order_by("pk")
    for person in rows:
        now, told = frozenset(theirs.get(person.pk, ())), {"request": caller.request}
        if admins & set(names):
            granting.set_admin(person, bool(rights.is_admin(now, table)), DIRECTORY, **told)
        if roles & set(names):
            role = rights.role_by_groups(now, table) or Role.AUTHOR.value
            granting.set_role(person, role, DIRECTORY, **told)
        if managers & set(names):
            granting.answer_for(person, rights.manages(now, table), provider=caller.key)


def _groups_of(caller: Caller, people: Collection[int], table: ClaimsTable) -> dict[int, set[str]]:
    rows = Membership.objects.filter(
        group__external_source=caller.key, source=DIRECTORY, person__in=people
    )
    names: dict[int, set[str]] = {}
    for row in rows.select_related("group"):
        names.setdefault(row.person_id, set()).update(_names(row.group, table))
    return names


def _names(group: Group, table: ClaimsTable) -> frozenset[str]:
    key = (group.external_id or "").casefold()
    names = (group.name, key, table.group_names.get(key, ""))
    return frozenset(name.casefold() for name in names if name)
