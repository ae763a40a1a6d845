"""An entry as plain values: what a proposal says it shall be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from processes.models import EntryKind, Term, Tool, ToolStatus

# {"name", "definition", "also": [str], "avoid": [str]} of a term; {"name", "purpose", "url",
# "owner": id | None, "status", "replaced_by": id | None, "cost_note"} of a tool.
Values = dict[str, Any]
Entry = Term | Tool

LABELS = {
    EntryKind.TERM: {
        "name": "Term",
        "definition": "Definition",
        "also": "Also written",
        "avoid": "Instead of",
    },
    EntryKind.TOOL: {
        "name": "Name",
        "purpose": "What for",
        "url": "Link",
        "owner": "Owner",
        "status": "Status",
        "replaced_by": "Replaced by",
        "cost_note": "Cost",
    },
}


def kind_of(entry: Entry) -> EntryKind:
    return EntryKind.TERM if isinstance(entry, Term) else EntryKind.TOOL


def values_of(entry: Entry) -> Values:
    """The entry as it is now."""
    stored = {"owner": "owner_id", "replaced_by": "replaced_by_id"}
    return {name: getattr(entry, stored.get(name, name)) for name in LABELS[kind_of(entry)]}


def described(kind: str, before: Values, after: Values, user: User) -> list[dict[str, Any]]:
    """[{"label", "old", "new", "is_changed"}], each value in words, for one reader. Nothing where
    both are empty; at most two queries, for the people and tools that are named."""
    names = _Names((before, after), user)
    rows = []
    for name, label in LABELS[EntryKind(kind)].items():
        old, new = (names.in_words(name, values.get(name)) for values in (before, after))
        if old or new:
            rows.append({"label": label, "old": old, "new": new, "is_changed": old != new})
    return rows


class _Names:
    def __init__(self, told: tuple[Values, Values], user: User) -> None:
        people = {values["owner"] for values in told if values.get("owner")}
        tools = {values["replaced_by"] for values in told if values.get("replaced_by")}
        self.people: Mapping[int, User] = User.objects.in_bulk(people) if people else {}
        hidden = user.departments.hidden_from(user)
        readable = Tool.objects.exclude(department__in=hidden)
        self.tools: Mapping[int, Tool] = readable.in_bulk(tools) if tools else {}

    def in_words(self, name: str, value: Any) -> str:
        if not value:
            return ""
        if name == "owner":
            return str(self.people.get(value, "Somebody who is gone"))
        if name == "replaced_by":
            return str(self.tools.get(value, "A tool that you may not see"))
        if name == "status":
            return str(ToolStatus(value).label)
        return ", ".join(value) if isinstance(value, list) else str(value)
