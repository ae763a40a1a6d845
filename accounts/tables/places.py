"""Departments found by their path, name or address; those that a table will make among them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from accounts.models import Department
from accounts.tables.cells import Refused

SEPARATOR = re.compile(r"\s*[/>›]\s*")
Path = tuple[str, ...]


class Places:
    """The tree in memory. Departments refer to one another as objects: new ones have no id yet."""

    def __init__(self, departments: Iterable[Department]) -> None:
        self.all = list(departments)
        by_id = {one.pk: one for one in self.all}
        for one in self.all:
            one.parent = by_id.get(one.parent_id)
        self.by_slug = {one.slug: one for one in self.all}
        self._by_path: dict[Path, list[Department]] = {}
        self._by_name: dict[str, list[Department]] = {}
        for one in self.all:
            self._index(one)

    def add(self, department: Department) -> None:
        """One that the table makes; its parent is known already."""
        self.all.append(department)
        self.by_slug[department.slug] = department
        self._index(department)

    def find(self, text: str) -> Department | None:
        """By address, by name where only one is called so, or by path from the top.

        Raises Refused where several are meant.
        """
        if found := self.by_slug.get(text.strip()):
            return found
        named = self._by_name.get(fold(text), [])
        path = tuple(map(fold, split(text)))
        exact = self._by_path.get(path, [])
        found = exact if len(path) > 1 or len(named) > 1 else named
        if len(found) > 1 or (not found and len(named) > 1):
            among = ", ".join(sorted(told(one) for one in (found or named)))
            raise Refused(f"Several departments are called “{text[:60]}”: {among[:300]}.")
        return found[0] if found else None

    def below(self, parent: Department | None, name: str) -> Department | None:
        """The one of this name directly below another (None: at the top). Raises Refused where
        there are several."""
        names = (*path_of(parent), name) if parent else (name,)
        found = self._by_path.get(tuple(map(fold, names)), [])
        if len(found) > 1:
            slugs = ", ".join(one.slug for one in found)
            raise Refused(f"Several departments there are called “{name[:60]}”: {slugs}.")
        return found[0] if found else None

    def _index(self, one: Department) -> None:
        path = tuple(map(fold, path_of(one)))
        self._by_path.setdefault(path, []).append(one)
        self._by_name.setdefault(fold(one.name), []).append(one)


def path_of(department: Department | None) -> Path:
    """The names from the top down to a department."""
    names: list[str] = []
    seen: set[int] = set()
    while department is not None and id(department) not in seen:
        seen.add(id(department))
        names.append(department.name)
        department = department.parent
    return tuple(reversed(names))


def told(department: Department | None) -> str:
    """A department as people write it: “Operations/Equipment”."""
    return "/".join(path_of(department))


def split(text: str) -> list[str]:
    return [part for part in SEPARATOR.split(text.strip()) if part]


def fold(text: str) -> str:
    """What two spellings of one name have in common: neither case nor accents nor spaces."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
