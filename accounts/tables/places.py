"""Departments as the lines of a table name them; those that the table will make among them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from accounts import departments_by_path
from accounts.departments_by_path import path_of
from accounts.models import Department
from accounts.tables.cells import Refused

SEPARATOR = re.compile(r"\s*[/>›]\s*")


class Places(departments_by_path.Places):
    """Found by address as well, and spelled as people spell. A path begins at the top, as the table
    may still make what it names; and where several are meant, somebody is there to be told."""

    def __init__(self, departments: Iterable[Department]) -> None:
        super().__init__(departments)
        self.by_slug = {one.slug: one for one in self.all}

    def add(self, department: Department) -> None:
        super().add(department)
        self.by_slug[department.slug] = department

    def find(self, text: str) -> Department | None:
        """By address, by name where only one is called so, or by path from the top.

        Raises Refused where several are meant.
        """
        if found := self.by_slug.get(text.strip()):
            return found
        path = split(text)
        fitting = self.fitting(path) if len(path) == 1 else self.at(path)
        if len(fitting) > 1:
            among = ", ".join(sorted(told(one) for one in fitting))
            raise Refused(f"Several departments are called “{text[:60]}”: {among[:300]}.")
        return fitting[0] if fitting else None

    def below(self, parent: Department | None, name: str) -> Department | None:
        """The one of this name directly below another (None: at the top). Raises Refused where
        there are several."""
        found = self.at((*path_of(parent), name))
        if len(found) > 1:
            slugs = ", ".join(one.slug for one in found)
            raise Refused(f"Several departments there are called “{name[:60]}”: {slugs}.")
        return found[0] if found else None

    @staticmethod
    def fold(name: str) -> str:
        """Without accents as well: what is meant is looked at before it is done."""
        plain = unicodedata.normalize("NFKD", name).casefold()
        return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def told(department: Department | None) -> str:
    """A department as people write it: “Operations/Equipment”."""
    return "/".join(path_of(department))


def split(text: str) -> list[str]:
    return [part for part in SEPARATOR.split(text.strip()) if part]
