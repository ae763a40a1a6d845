"""What the groups and roles of somebody give them here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.claims.person import Path
from accounts.claims.table import ClaimsTable, Names
from accounts.claims.values import found, many

# More groups than a token holds are left out of it, and told by one of these (Microsoft Entra ID).
OVERFLOW = ("_claim_names", "hasgroups")
ROLES = ("author", "reader", "guest")
# Among so many groups nobody is looked for; providers send 200 at most.
MOST = 1000


def groups_in(claims: Mapping[str, Any], table: ClaimsTable) -> frozenset[str] | None:
    """The groups somebody is in; none where the claim is not there. None where this provider does
    not speak of groups, or says that there are too many to tell."""
    return _said(claims, table.groups, table)


def roles_in(claims: Mapping[str, Any], table: ClaimsTable) -> frozenset[str]:
    return _said(claims, table.roles, table) or frozenset()


def here(groups: frozenset[str] | None, table: ClaimsTable) -> frozenset[str] | None:
    """Those that are groups here as well."""
    if groups is None:
        return None
    prefix = table.group_prefix.casefold()
    return frozenset(group for group in groups if group.casefold().startswith(prefix))


def is_admin(names: frozenset[str] | None, table: ClaimsTable) -> bool | None:
    """None where the provider has no say in it."""
    if names is None or not table.admin_groups:
        return None
    return bool(names & table.admin_groups)


def role(names: frozenset[str] | None, table: ClaimsTable) -> str | None:
    """None where the provider has no say in it. Who has none by their groups has the one that is
    everybody's at this provider."""
    given = role_by_groups(names, table)
    usual = table.default_role if table.default_role in ROLES else None
    return usual or given if given in {None, "author"} else given


def role_by_groups(names: frozenset[str] | None, table: ClaimsTable) -> str | None:
    """None where the groups have no say in it. Of two roles the one that may less counts; “author”
    where they give none."""
    if names is None or not table.guest_groups | table.reader_groups:
        return None
    if names & table.guest_groups:
        return "guest"
    return "reader" if names & table.reader_groups else "author"


def manages(names: frozenset[str] | None, table: ClaimsTable) -> tuple[Path, ...]:
    given = table.department_manager_groups
    return tuple(given[name] for name in sorted(given.keys() & (names or frozenset())))


def decisive(groups: frozenset[str] | None, roles: frozenset[str]) -> frozenset[str] | None:
    """The names that give rights, folded. Roles alone are enough: a provider may send them where
    the groups are too many."""
    if groups is None and not roles:
        return None
    return frozenset(name.casefold() for name in (groups or frozenset()) | roles)


def _said(claims: Mapping[str, Any], names: Names, table: ClaimsTable) -> frozenset[str] | None:
    if not names:
        return None
    for name in names:
        if (value := found(claims, name)) is not None:
            said = sorted(set(many(value)))[:MOST]
            return frozenset(table.group_names.get(one.casefold(), one) for one in said)
    if _overflows(claims, names):
        return None
    return frozenset()


def _overflows(claims: Mapping[str, Any], names: Names) -> bool:
    elsewhere = claims.get("_claim_names")
    if isinstance(elsewhere, Mapping) and any(name in elsewhere for name in names):
        return True
    return "groups" in names and claims.get("hasgroups") in (True, "true")
