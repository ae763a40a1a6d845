"""What a table of people would do: found by their address, taken line by line.

Nothing is asked of the database for a line of its own: who and what there is, is read once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from accounts import by_hand
from accounts.models import Department, User
from accounts.models.table_import import TableKind
from accounts.providers import Provider
from accounts.tables import cells
from accounts.tables.cells import Refused
from accounts.tables.identities import Identities
from accounts.tables.last_admin import keep_an_admin
from accounts.tables.places import Places, told
from accounts.tables.planning import Plan, Row, State
from accounts.tables.reading import TOO_MANY, Line, Table

LENGTHS = {
    name: User._meta.get_field(name).max_length for name in ("name", "job_title", "external_id")
}
LEFT = "Has left: write “yes” under “active” to bring them back. Nothing is changed until then."


def plan(
    table: Table,
    people: Iterable[User],
    departments: Iterable[Department],
    providers: Iterable[Provider],
    by: User | None,
) -> Plan:
    """What would become of each line, in the table's order; `people` are all there are.

    The rows' `entry` are the persons as they would be, with `line_manager` as an object.
    """
    planner = _Planner(people, departments, providers, by)
    rows = [planner.row(line) for line in table.lines]
    for row, line in zip(rows, table.lines, strict=True):
        planner.set_manager(row, line)
    keep_an_admin(rows, planner.by_id.values())
    return Plan(TableKind.PEOPLE.value, rows, table.unknown)


class _Planner:
    def __init__(
        self,
        people: Iterable[User],
        departments: Iterable[Department],
        providers: Iterable[Provider],
        by: User | None,
    ) -> None:
        self.people = {person.email.lower(): person for person in people}
        self.by_id = {person.pk: person for person in self.people.values()}
        self.places = Places(departments)
        by_id = {one.pk: one for one in self.places.all}
        for person in self.by_id.values():
            person.department = by_id.get(person.department_id)  # or each would be asked for
        self.identities = Identities(self.people.values(), providers)
        self.by = by
        self.seen: dict[str, int] = {}

    def row(self, line: Line) -> Row:
        """All but whom they report to, who may stand further down."""
        row = Row(line.number, line.cells.get("email", ""))
        try:
            self._take(row, line)
        except Refused as refusal:
            row.refuse(str(refusal))
        return row

    def set_manager(self, row: Row, line: Line) -> None:
        cell = line.cells.get("line_manager", "")
        if row.state == State.REFUSED or not cell or not row.entry or not row.entry.is_active:
            return
        try:
            manager = None if cells.is_dash(cell) else self._manager(row, cell)
        except Refused as refusal:
            # It decides nothing here: nobody shall be missing because of it.
            row.said.append(f"Whom they report to is passed over. {refusal}")
            return
        before = self.by_id.get(row.entry.line_manager_id)
        self._set(row, "line_manager", "Reports to", manager, before)

    def _take(self, row: Row, line: Line) -> None:
        if line.has_too_many:
            raise Refused(TOO_MANY)
        if not row.what:
            raise Refused("There is no e-mail address.")
        row.what = cells.email(row.what)
        first = self.seen.setdefault(row.what, line.number)
        if first != line.number:
            raise Refused(f"This person stands in line {first} already.")
        is_active = self._active(line)
        person = self.people.get(row.what)
        if person is None and is_active is False:
            row.said.append("Was never here and has left: there is nothing to do.")
            return
        self._check_leaving(person, is_active)
        row.entry = person or User(
            email=row.what, name=row.what.partition("@")[0][: LENGTHS["name"]]
        )
        if person is None:
            row.state = State.NEW
            self._facts(row, line.cells)
            self.people[row.what] = row.entry
            row.said += self.identities.notes_on(row.entry)
        elif person.is_active or is_active:
            self._facts(row, line.cells)
            self._switch(row, is_active)
        elif is_active is None:
            row.said.append(LEFT)

    def _active(self, line: Line) -> bool | None:
        cell = line.cells.get("active", "")
        return cells.yes(cell, "active") if cell else None

    def _check_leaving(self, person: User | None, is_active: bool | None) -> None:
        if person is None:
            return
        if person.anonymised_at:
            raise Refused("This person was anonymised.")
        if is_active is False and person.is_active and self.by and person.pk == self.by.pk:
            raise Refused("Somebody else has to take this from you.")

    def _switch(self, row: Row, is_active: bool | None) -> None:
        person = row.entry
        if is_active is None or is_active == person.is_active:
            return
        row.note("is_active", "Active", person.is_active, (person.is_active, is_active))
        person.is_active = is_active

    def _facts(self, row: Row, told_cells: dict[str, str]) -> None:
        # Everything is read before anything is written: of a refused line nothing is taken.
        values: list[tuple[str, str, Any]] = [
            (name, label, read(cell))
            for name, label, read in self._columns()
            if (cell := told_cells.get(name, ""))
        ]
        ids = self.identities.take(
            row.entry, told_cells.get("provider", ""), told_cells.get("external_id", "")
        )
        for name, label, value in (*values, *ids):
            self._set(row, name, label, value, getattr(row.entry, name))

    def _columns(self) -> list[tuple[str, str, Callable[[str], Any]]]:
        return [
            ("name", "Name", self._name),
            ("job_title", "Job title", lambda cell: _text(cell, "job_title", "job title")),
            ("department", "Department", self._department),
            ("role", "Role", cells.role),
        ]

    def _name(self, cell: str) -> str:
        name = _text(cell, "name", "name")
        if not any(letter.isalnum() for letter in name):
            raise Refused("The name has neither letters nor digits.")
        return name

    def _department(self, cell: str) -> Department | None:
        if cells.is_dash(cell):
            return None
        if found := self.places.find(cell):
            return found
        raise Refused(
            f"There is no department “{cell[:60]}”: bring the table of departments first."
        )

    def _manager(self, row: Row, cell: str) -> User:
        email = cells.email(cell, "e-mail address of whom they report to")
        manager = self.people.get(email)
        if manager is None:
            raise Refused(f"There is nobody with the address {email} to report to.")
        if manager is row.entry:
            raise Refused("Nobody reports to themself.")
        return manager

    def _set(self, row: Row, name: str, label: str, value: Any, before: Any) -> None:
        if value == before:
            return
        if by_hand.is_kept(row.entry, name):
            row.said.append(f"{label} stays as an administrator set it.")
            return
        row.note(name, label, before, (_shown(before), _shown(value)))
        setattr(row.entry, name, value)


def _text(cell: str, name: str, what: str) -> str:
    return "" if cells.is_dash(cell) else cells.line(cell, LENGTHS[name], what)


def _shown(value: Any) -> str:
    if isinstance(value, User):
        return value.email
    if isinstance(value, Department):
        return told(value)
    return value.label.partition(":")[0] if hasattr(value, "label") else str(value or "")
