"""The mapping: what of the old wiki goes where, and who is who."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db import transaction

from accounts.models import Department, User
from importing.models import Choice, Import, ImportChoice, Stage
from importing.refusals import ChoicesRefused, Refused
from processes.text.rendering import fold

ChoicesRefused = ChoicesRefused  # for whoever calls `choose`

OF_PLACES = (Choice.DEPARTMENT, Choice.NEW, Choice.TAG, Choice.LEAVE_OUT)
OF_AUTHORS = (Choice.PERSON, Choice.PLACEHOLDER)
NEW_NAME_LENGTH = 100
STORED = ("choice", "rank", "department_id", "person_id", "new_name", "new_parent_key")
OPEN = (Stage.READ, Stage.CHECKED)


@dataclass(frozen=True, slots=True)
class ChoiceChange:
    """What a row of the mapping is to say from now on. `department` and `person` are their ids;
    `new_parent_key` is the row below whose department a new one lies, "" for the import's own."""

    choice: str
    rank: int
    department: int | None = None
    person: int | None = None
    new_name: str = ""
    new_parent_key: str = ""


@transaction.atomic
def choose(run: Import, rows: Mapping[int, ChoiceChange]) -> None:
    """Writes rows of the mapping, by their ids; what a trial had found is forgotten.

    All or none. Raises ChoicesRefused with a sentence for each row that cannot stand, Refused
    while the import is at work or has been applied.
    """
    row = Import.objects.select_for_update().get(pk=run.pk)
    if row.stage not in OPEN:
        raise Refused("What goes where cannot be changed now.")
    known = {one.pk: one for one in run.choices.all()}
    changes = {
        pk: replace(change, new_name=" ".join(change.new_name.split()))
        for pk, change in rows.items()
        if pk in known
    }
    if why := _Trial(known, changes).problems():
        raise ChoicesRefused(why)
    before = {pk: _stored(known[pk]) for pk in changes}
    for pk, change in changes.items():
        one = known[pk]
        one.choice, one.rank = change.choice, change.rank
        one.department_id = change.department if change.choice == Choice.DEPARTMENT else None
        one.person_id = change.person if change.choice == Choice.PERSON else None
        is_new = change.choice == Choice.NEW
        one.new_name = change.new_name if is_new else ""
        one.new_parent_key = change.new_parent_key if is_new else ""
    _write([known[pk] for pk in changes if _stored(known[pk]) != before[pk]])
    row.stage = run.stage = Stage.READ
    row.save(update_fields=["stage"])


def _stored(one: ImportChoice) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in STORED)


def _write(rows: list[ImportChoice]) -> None:
    """Rows that are there, by one statement for some hundred: Django's `bulk_update` takes seconds
    for five thousand."""
    ImportChoice.objects.bulk_create(
        rows, 500, update_conflicts=True, unique_fields=["pk"], update_fields=list(STORED)
    )


class _Trial:
    """All rows as they would be."""

    def __init__(
        self, known: Mapping[int, ImportChoice], changes: Mapping[int, ChoiceChange]
    ) -> None:
        self.known, self.changes = known, changes
        self.places = {
            one.key: self._as_it_will_be(one) for one in known.values() if not one.is_author
        }
        told = changes.values()
        self.departments = set(
            Department.objects.filter(pk__in={one.department for one in told}).values_list(
                "pk", flat=True
            )
        )
        self.people = set(
            User.objects.filter(pk__in={one.person for one in told}).values_list("pk", flat=True)
        )
        self.twice = self._names_that_stand_twice()

    def problems(self) -> dict[int, str]:
        found = {pk: self._problem(self.known[pk], told) for pk, told in self.changes.items()}
        return {pk: why for pk, why in found.items() if why}

    def _as_it_will_be(self, one: ImportChoice) -> ChoiceChange:
        return self.changes.get(one.pk) or ChoiceChange(
            one.choice, one.rank, one.department_id, None, one.new_name, one.new_parent_key
        )

    def _problem(self, one: ImportChoice, told: ChoiceChange) -> str:
        if told.choice not in (OF_AUTHORS if one.is_author else OF_PLACES):
            return "Choose what becomes of it."
        if not 0 <= told.rank < 2**31:
            return "The order is a number."
        match told.choice:
            case Choice.DEPARTMENT if told.department not in self.departments:
                return "This department is not there any more: choose another one."
            case Choice.PERSON if told.person not in self.people:
                return "This person is not there any more: choose another one."
            case Choice.NEW:
                return self._problem_of_new(one, told)
        return ""

    def _problem_of_new(self, one: ImportChoice, told: ChoiceChange) -> str:
        if not told.new_name:
            return "Give the new department a name."
        if len(told.new_name) > NEW_NAME_LENGTH:
            return f"The name of a department has at most {NEW_NAME_LENGTH} letters."
        if (told.new_parent_key, fold(told.new_name)) in self.twice:
            return f"Two new departments here are called “{told.new_name}”."
        above = self.places.get(told.new_parent_key) if told.new_parent_key else None
        if told.new_parent_key and (above is None or above.choice not in _ARE_DEPARTMENTS):
            return "What it is to lie below becomes no department."
        if self._goes_round(one.key):
            return "These departments would lie below each other in a circle."
        return ""

    def _names_that_stand_twice(self) -> set[tuple[str, str]]:
        seen: set[tuple[str, str]] = set()
        twice = set()
        for told in self.places.values():
            name = (told.new_parent_key, fold(told.new_name))
            if told.choice == Choice.NEW:
                (twice if name in seen else seen).add(name)
        return twice

    def _goes_round(self, key: str) -> bool:
        seen: set[str] = set()
        while key and (told := self.places.get(key)) and told.choice == Choice.NEW:
            if key in seen:
                return True
            seen.add(key)
            key = told.new_parent_key
        return False


_ARE_DEPARTMENTS = (Choice.NEW, Choice.DEPARTMENT)
