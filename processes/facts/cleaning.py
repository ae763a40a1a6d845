"""Facts in the one form in which they are kept, whatever they were made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from processes.facts.names import (
    LABELS,
    LINES,
    LISTS,
    LONGEST_LINE,
    MOST_IN_A_ROLE,
    MOST_ITEMS,
    MOST_TOOLS,
    ROLES,
    parted,
    reference,
)
from processes.models import Kind


def clean(values: Mapping[str, Any]) -> dict[str, Any]:
    """The facts in `values`: known names only, each once, nothing empty, nothing too long.

    The same facts always come out as the same dictionary. Raises nothing.
    """
    told = {name: _CLEANERS[name](values.get(name)) for name in LABELS}
    return {name: value for name, value in told.items() if value}


def of_kind(values: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """The facts that a page of this kind tells: of an expertise, its template alone."""
    kept = LABELS if kind == Kind.PROCESS else ("template",)
    return {name: value for name, value in values.items() if name in kept}


def _line(value: Any) -> str:
    return " ".join(value.split())[:LONGEST_LINE] if isinstance(value, str) else ""


def _lines(value: Any) -> list[str]:
    found = map(_line, value) if isinstance(value, list | tuple) else ()
    return list(dict.fromkeys(filter(None, found)))[:MOST_ITEMS]


def _people(value: Any) -> list[str]:
    found = filter(None, map(parted, value)) if isinstance(value, list | tuple) else ()
    return list(dict.fromkeys(reference(*each) for each in found))[:MOST_IN_A_ROLE]


def _ids(value: Any) -> list[int]:
    found = filter(_id, value) if isinstance(value, list | tuple) else ()
    return list(dict.fromkeys(found))[:MOST_TOOLS]


def _id(value: Any) -> int | None:
    is_id = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**53
    return value if is_id else None


_CLEANERS: dict[str, Callable[[Any], Any]] = {
    "template": _id,
    "tools": _ids,
    **dict.fromkeys(LINES, _line),
    **dict.fromkeys(LISTS, _lines),
    **dict.fromkeys(ROLES, _people),
}
