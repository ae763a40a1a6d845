"""Which claims are looked at for what, and what their values mean: by the kind of provider, and
what an admin wrote of this one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from accounts.claims.person import Path

if TYPE_CHECKING:
    from accounts.providers.provider import Provider

Names = tuple[str, ...]
SEPARATOR = "/"


@dataclass(frozen=True, slots=True)
class ClaimsTable:
    """For each thing the claims that may say it, the first that does counts. Group names are folded
    (`casefold`), as providers do not tell “Wiki” from “wiki” either."""

    name: Names = ("name",)
    # No standard claim holds the job title; these are the names providers use.
    job_title: Names = ("job_title", "jobTitle", "title")
    locale: Names = ("locale",)
    picture: Names = ("picture",)
    department: Names = ("department",)
    line_manager: Names = ("manager", "line_manager")
    groups: Names = ("groups",)
    roles: Names = ("roles",)
    departments: Mapping[str, Path] = field(default_factory=dict, hash=False)
    department_separator: str = SEPARATOR
    create_departments: bool = False
    admin_groups: frozenset[str] = frozenset()
    guest_groups: frozenset[str] = frozenset()
    reader_groups: frozenset[str] = frozenset()
    group_names: Mapping[str, str] = field(default_factory=dict, hash=False)
    group_prefix: str = ""
    default_role: str = ""
    department_manager_groups: Mapping[str, Path] = field(default_factory=dict, hash=False)


# What the usual names of claims are with each kind, where they differ.
PRESETS: dict[str, dict[str, Names]] = {
    # Google's tokens say nothing of groups.
    "google": {"groups": (), "roles": ()},
    # Entra's picture can be had only with another token.
    "entra": {"picture": (), "locale": ("locale", "xms_pl")},
}
LISTS = {"name", "job_title", "locale", "picture", "department", "line_manager", "groups", "roles"}
SETS = {"admin_groups", "guest_groups", "reader_groups"}
PATHS = {"departments", "department_manager_groups"}


def table_of(provider: Provider) -> ClaimsTable:
    """What holds for this provider. Its mapping was checked when it was entered; whatever it says
    that cannot be read is as if it were not there."""
    told: dict[str, Any] = dict(PRESETS.get(provider.kind, {}))
    plain = {one.name: type(one.default) for one in fields(ClaimsTable)}
    for key, value in provider.mapping.items():
        if key in LISTS:
            told[key] = texts(value)
        elif key in SETS:
            told[key] = frozenset(text.casefold() for text in texts(value))
        elif key in PATHS:
            told[key] = _paths(value)
        elif key == "group_names":
            told[key] = _renamed(value)
        elif isinstance(value, plain.get(key, ())):
            told[key] = value
    return ClaimsTable(**told)


def texts(value: Any) -> Names:
    """A text, or a list of texts, as the latter."""
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list | tuple):
        return ()
    return tuple(text for text in values if isinstance(text, str) and text)


def path_in(text: Any, separator: str = SEPARATOR) -> Path:
    """“Operations/IT” as its parts; without a separator it is one."""
    if not isinstance(text, str):
        return ()
    parts = text.split(separator) if separator else [text]
    return tuple(filter(None, (" ".join(part.split()) for part in parts)))


def _paths(value: Any) -> dict[str, Path]:
    if not isinstance(value, Mapping):
        return {}
    return {str(name).strip().casefold(): path_in(path) for name, path in value.items()}


def _renamed(value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping):
        return {}
    return {str(name).strip().casefold(): new for name, new in value.items() if _is_name(new)}


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
