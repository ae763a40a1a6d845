"""What is wrong with a mapping that an admin wrote, in plain sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from accounts.claims.rights import ROLES
from accounts.claims.table import LISTS, PATHS, SETS, path_in

LONGEST, MOST, NAME = 200, 500, 100


def check_mapping(mapping: dict[str, Any]) -> list[str]:
    """Sentences, none where all is right."""
    return [sentence for key, value in mapping.items() for sentence in _faults(str(key), value)]


def _faults(key: str, value: Any) -> Iterator[str]:
    if key not in CHECKS:
        yield f"“{key}” is nothing that a mapping can say. It knows {', '.join(sorted(CHECKS))}."
    elif sentence := CHECKS[key](value):
        yield f"“{key}” {sentence}"


def _names(value: Any) -> str:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or len(values) > MOST or not all(map(_is_text, values)):
        return "must be a list of names, each in quotation marks."
    return ""


def _paths(value: Any) -> str:
    if not isinstance(value, Mapping) or len(value) > MOST:
        return "must be an object: {“what the provider says”: “Department/Team”}."
    for name, path in value.items():
        parts = path_in(path) if _is_text(path) else ()
        if not name or not parts or any(len(part) > NAME for part in parts):
            return f"says nothing readable of “{name}”: a department looks like “Department/Team”."
    return ""


def _renamed(value: Any) -> str:
    fits = isinstance(value, Mapping) and len(value) <= MOST
    if not fits or not all(map(_is_text, value.values())):
        return "must be an object: {“the id that the provider sends”: “Name of the group”}."
    return ""


def _text(value: Any) -> str:
    fits = isinstance(value, str) and len(value) <= LONGEST and value.isprintable()
    return "" if fits else "must be a text in quotation marks."


def _separator(value: Any) -> str:
    return "" if _is_text(value) and len(value) <= 5 else "must be a sign such as “/” or “ > ”."


def _flag(value: Any) -> str:
    return "" if isinstance(value, bool) else "must be true or false."


def _role(value: Any) -> str:
    return "" if value in ROLES else f"must be one of {', '.join(ROLES)}."


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST and value.isprintable()


CHECKS: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(LISTS | SETS | {"subject"}, _names),
    **dict.fromkeys(PATHS, _paths),
    "department_separator": _separator,
    "create_departments": _flag,
    "group_names": _renamed,
    "group_prefix": _text,
    "default_role": _role,
}
