"""Which members the (mended) changes of a group are about. Pure.

A group may have thousands, and most changes are of a few; what reads changes by the standard looks
at all there are for each of them, which takes minutes where there are many of both.
"""

from __future__ import annotations

import json
import re
from typing import Any

from scim2_models import InvalidSyntaxException

GROUP = "urn:ietf:params:scim:schemas:core:2.0:group"
# Changes that are made one after another, and whom of many such changes take out.
ONE_BY_ONE = 200
ONE_MEMBER = re.compile(r'members\[value eq "(u-[0-9]+)"\]', re.IGNORECASE)


def members_moved(changes: dict[str, Any]) -> tuple[set[str], set[str], dict[str, Any]]:
    """Who comes into a group and who goes out of it by (mended) changes that name them one by one,
    as directories do; and the other changes.

    Where any other change is of members as well, all are left to the order they come in. Raises
    InvalidSyntaxException where that would take too long.
    """
    into, out, others = set[str](), set[str](), []
    for change in changes["Operations"]:
        ids, op = _members_of(change), str(change.get("op")).lower()
        if ids is None:
            others.append(change)
        elif op == "add":
            into, out = into | ids, out - ids
        else:
            into, out = into - ids, out | ids
    if any("members" in json.dumps(change).lower() for change in others):
        into, out, others = set(), set(), changes["Operations"]
    told = {**changes, "Operations": others}
    check_bearable(told)
    return into, out, told


def check_bearable(changes: dict[str, Any]) -> None:
    """Raises InvalidSyntaxException for more (mended) changes than can be made one by one."""
    values = [change.get("value") for change in changes["Operations"] if _removes(change)]
    named = sum(len(value) for value in values if isinstance(value, list))
    if len(changes["Operations"]) > ONE_BY_ONE or named > ONE_BY_ONE:
        raise InvalidSyntaxException(detail=f"More than {ONE_BY_ONE} changes of this kind at once.")


def members_named(changes: dict[str, Any]) -> set[str] | None:
    """The ids of the members that (mended) changes of a group speak of, None for all of them.

    A group may have thousands, and most changes are of one: the others need not be looked at.
    """
    named: set[str] = set()
    for change in changes["Operations"]:
        path, value = str(change.get("path") or ""), change.get("value")
        if one := ONE_MEMBER.fullmatch(path):
            named.add(one[1])
            continue
        if not path and isinstance(value, dict):
            whole = next((part for key, part in value.items() if "members" in key.lower()), ...)
            if whole is ...:
                continue
            value = whole
        elif "members" not in path.lower():
            continue
        is_named = isinstance(value, list) and all(isinstance(one, dict) for one in value)
        if str(change.get("op")).lower() == "replace" or not value or not is_named:
            return None
        named |= {str(part) for one in value for part in one.values()}
    return named


def _members_of(change: dict[str, Any]) -> set[str] | None:
    """The ids of the members that a change brings in or takes out; None for any other change."""
    path, value = str(change.get("path") or ""), change.get("value")
    if (one := ONE_MEMBER.fullmatch(path)) and _removes(change) and not value:
        return {one[1]}
    is_of_members = path.lower() in {"members", f"{GROUP}:members"}
    if not is_of_members or not (_removes(change) or str(change.get("op")).lower() == "add"):
        return None
    if not isinstance(value, list) or not value or not all(map(_is_member, value)):
        return None
    return {one["value"] for one in value}


def _is_member(value: object) -> bool:
    told = value if isinstance(value, dict) else {}
    return set(told) == {"value"} and re.fullmatch(r"u-[0-9]{1,15}", str(told["value"])) is not None


def _removes(change: dict[str, Any]) -> bool:
    return str(change.get("op")).lower() == "remove"
