"""Departments named from outside: by a path of names, “Operations/IT”.

A path may begin anywhere in the tree, as long as only one department fits; one that begins at the
top counts before others. Names are compared without regard to case.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F
from django.utils.text import slugify

from accounts.auditing import record
from accounts.models import Department, DepartmentAddress
from accounts.models.department import RESERVED_SLUGS
from accounts.reorganising import MAX_DEPTH, lock_tree

SLUG_LENGTH = 60


class Places:
    """The tree by its names (one query); to look up many paths at once."""

    def __init__(self) -> None:
        self.rows: dict[int, tuple[str, int | None]] = {}
        self.by_name: dict[str, list[int]] = {}
        for pk, name, parent in Department.objects.order_by("pk").values_list(
            "pk", "name", "parent_id"
        ):
            self.add(pk, name, parent)

    def add(self, pk: int, name: str, parent: int | None) -> None:
        self.rows[pk] = (_folded(name), parent)
        self.by_name.setdefault(_folded(name), []).append(pk)

    def fitting(self, path: Sequence[str]) -> list[int]:
        """Ids of the departments that this path may mean; one alone where it begins at the top."""
        if not path:
            return []
        found = []
        for pk in self.by_name.get(_folded(path[-1]), ()):
            lineage = self.lineage(pk)
            if lineage[-len(path) :] == [_folded(name) for name in path]:
                if len(lineage) == len(path):
                    return [pk]
                found.append(pk)
        return found

    def lineage(self, pk: int) -> list[str]:
        """Folded names from the top down."""
        names: list[str] = []
        at: int | None = pk
        while at is not None and len(names) <= MAX_DEPTH:
            name, at = self.rows[at]
            names.append(name)
        return names[::-1]

    def only(self, path: Sequence[str]) -> int | None:
        found = self.fitting(path)
        return found[0] if len(found) == 1 else None


def find(path: Sequence[str]) -> Department | None:
    """The department, or None where there is none or several fit (two queries at most)."""
    pk = Places().only(path)
    return Department.objects.get(pk=pk) if pk else None


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
    base = slugify(unicodedata.normalize("NFKD", name))[: SLUG_LENGTH - 4].strip("-_")
    base = base or "department"
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
    made: int | None = None
    for end in range(1, len(path) + 1):
        fitting = places.fitting(path[:end])
        if len(fitting) > 1:
            return None
        if not fitting and made is not None and len(places.lineage(made)) >= MAX_DEPTH:
            return None
        made = fitting[0] if fitting else _make(path[end - 1], made, places, told)
    return Department.objects.get(pk=made)


def _lock() -> None:
    """Of two who make the same department at once, the second finds it. Where there is none at all
    there is no row to lock either."""
    lock_tree()
    if connection.vendor == "postgresql" and not Department.objects.exists():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE accounts_department IN SHARE ROW EXCLUSIVE MODE")


def _make(name: str, parent: int | None, places: Places, told: dict[str, object]) -> int:
    department = Department.objects.create(name=name, slug=free_address(name), parent_id=parent)
    places.add(department.pk, name, parent)
    record("department_changed", what=name, change="added", **told)
    return department.pk


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
