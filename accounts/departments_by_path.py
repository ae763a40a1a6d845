"""Departments named from outside: by a path of names, “Operations/IT”.

A path may begin anywhere in the tree, as long as only one department fits; one that begins at the
top counts before others. Names are compared without regard to case.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F

from accounts.auditing import record
from accounts.models import Department, DepartmentAddress
from accounts.models.department import RESERVED_SLUGS
from accounts.reorganising import MAX_DEPTH, lock_tree
from accounts.spelling import address_of

SLUG_LENGTH = 60
Path = tuple[str, ...]


class Places:
    """The tree by its names, in memory. Departments refer to one another as objects: those that are
    still to be made have no id."""

    def __init__(self, departments: Iterable[Department] | None = None) -> None:
        """All there are, in one query if they are not given."""
        rows = Department.objects.order_by("pk") if departments is None else departments
        self.all = list(rows)
        self._by_name: dict[str, list[tuple[Path, Department]]] = {}
        by_id = {one.pk: one for one in self.all}
        for one in self.all:
            one.parent = by_id.get(one.parent_id)
        for one in self.all:
            self._index(one)

    def add(self, department: Department) -> None:
        """One more; what it lies below is known already."""
        self.all.append(department)
        self._index(department)

    def at(self, path: Sequence[str]) -> list[Department]:
        """Those that this path names from the top."""
        return [one for names, one in self._ending(path) if len(names) == len(path)]

    def fitting(self, path: Sequence[str]) -> list[Department]:
        """Those that it may mean: those that it names from the top; else any that end so."""
        return self.at(path) or [one for _, one in self._ending(path)]

    def only(self, path: Sequence[str]) -> Department | None:
        """The one that this path means; None where that is none or several."""
        found = self.fitting(path)
        return found[0] if len(found) == 1 else None

    @staticmethod
    def fold(name: str) -> str:
        """What two spellings of one name have in common."""
        return " ".join(unicodedata.normalize("NFC", name).casefold().split())

    def _index(self, one: Department) -> None:
        names = self._folded(path_of(one))
        self._by_name.setdefault(names[-1], []).append((names, one))

    def _ending(self, path: Sequence[str]) -> list[tuple[Path, Department]]:
        folded = self._folded(path)
        named = self._by_name.get(folded[-1], []) if folded else []
        return [(names, one) for names, one in named if names[-len(folded) :] == folded]

    def _folded(self, names: Sequence[str]) -> Path:
        return tuple(map(self.fold, names))


def path_of(department: Department | None) -> Path:
    """The names from the top down to a department, whose parents are loaded."""
    names: list[str] = []
    while department is not None and len(names) <= MAX_DEPTH:
        names.append(department.name)
        department = department.parent
    return tuple(reversed(names))


def find(path: Sequence[str]) -> Department | None:
    """The department, or None where there is none or several fit (one query)."""
    return Places().only(path) if path else None


def find_or_make(path: Sequence[str], **told: object) -> Department | None:
    """The same, made with those above it where it is not there yet: without a manager, open to the
    company as far as those above it are, under an address made of its name.

    None where several fit, or the tree would be too deep. `told` stands in the audit log.
    """
    if (found := find(path)) or not path or len(path) > MAX_DEPTH:
        return found
    return _find_or_make(path, told)


def free_address(name: str, taken: set[str] | None = None) -> str:
    """An address made of a name, which leads nowhere yet; `taken` are others that are spoken for.

    Raises ValidationError where a thousand of the kind are taken.
    """
    base = address_of(name, SLUG_LENGTH - 4)
    used = {*RESERVED_SLUGS, *(taken or ())}
    for model in (Department, DepartmentAddress):
        used |= {*model.objects.filter(slug__startswith=base).values_list(F("slug"), flat=True)}
    for number in range(1, 1000):
        slug = base if number == 1 else f"{base}-{number}"
        if slug not in used:
            return slug
    raise ValidationError(f"There are too many departments called {name}.")


@transaction.atomic
def _find_or_make(path: Sequence[str], told: dict[str, object]) -> Department | None:
    _lock()
    places = Places()
    made: Department | None = None
    for end in range(1, len(path) + 1):
        fitting = places.fitting(path[:end])
        if len(fitting) > 1:
            return None
        if not fitting and made is not None and len(path_of(made)) >= MAX_DEPTH:
            return None
        made = fitting[0] if fitting else _make(path[end - 1], made, places, told)
    return made


def _lock() -> None:
    """Of two who make the same department at once, the second finds it. Where there is none at all
    there is no row to lock either."""
    lock_tree()
    if connection.vendor == "postgresql" and not Department.objects.exists():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE accounts_department IN SHARE ROW EXCLUSIVE MODE")


def _make(
    name: str, parent: Department | None, places: Places, told: dict[str, object]
) -> Department:
    department = Department.objects.create(name=name, slug=free_address(name), parent=parent)
    places.add(department)
    record("department_changed", what=name, change="added", **told)
    return department
