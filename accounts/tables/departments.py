"""What a table of departments would do: found by their address, or by their place and name.

Those above may stand further down, so lines are taken until none can be taken any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accounts.departments_by_path import path_of
from accounts.models import Department, User
from accounts.models.department import Visibility
from accounts.models.table_import import TableKind
from accounts.reorganising import MAX_DEPTH
from accounts.tables import cells
from accounts.tables.addresses import Addresses
from accounts.tables.cells import Refused
from accounts.tables.naming import above, named, own
from accounts.tables.places import Places, told
from accounts.tables.planning import Plan, Row, State
from accounts.tables.reading import TOO_MANY, Line, Table

NAME_LENGTH = Department._meta.get_field("name").max_length
DESCRIPTION_LENGTH = Department._meta.get_field("description").max_length
MOST = 32_767  # of a small number in the database
MOVED = (
    "Lies below {there} now. A table moves no departments, for others would read their pages then:"
    " use “Move under another” on its own page."
)
OPENS = "Everybody in the company may read its pages then, unless one above it is closed."


class _Later(Exception):
    """Whatever it lies below is not known yet."""


def plan(
    table: Table,
    departments: Iterable[Department],
    old_addresses: dict[str, int],
    managers: dict[str, User],
) -> Plan:
    """What would become of each line, in the table's order.

    `departments` are all there are, `old_addresses` lead to some of them by id, `managers` are
    active people by address. The rows' `entry` refer to their parents as objects.
    """
    planner = _Planner(departments, old_addresses, managers)
    rows = {line.number: Row(line.number, named(line)) for line in table.lines}
    waiting = list(table.lines)
    while waiting:
        left = [line for line in waiting if not planner.take(rows[line.number], line)]
        if len(left) == len(waiting):
            for line in left:
                rows[line.number].refuse(
                    f"There is no department “{above(line)[:100]}”, neither here nor in this table."
                )
            break
        waiting = left
    return Plan(TableKind.DEPARTMENTS.value, list(rows.values()), table.unknown)


class _Planner:
    def __init__(
        self,
        departments: Iterable[Department],
        old_addresses: dict[str, int],
        managers: dict[str, User],
    ) -> None:
        self.places = Places(departments)
        self.addresses = Addresses(self.places, old_addresses)
        self.managers = managers
        self.seen: dict[int, int] = {}

    def take(self, row: Row, line: Line) -> bool:
        """Whether it could be taken or refused; else it waits for those above it."""
        try:
            self._take(row, line)
        except _Later:
            return False
        except Refused as refusal:
            row.refuse(str(refusal))
        return True

    def _take(self, row: Row, line: Line) -> None:
        if line.has_too_many:
            raise Refused(TOO_MANY)
        name, parent = self._place(line)
        slug = line.cells.get("slug", "")
        found = self.places.by_slug.get(slug) or self.places.below(parent, name)
        values = self._values(line.cells)
        if found is None:
            self._add(row, name, parent, slug, values)
        else:
            self._check_first(found, line)
            self._check_place(found, parent, line)
            self._change(row, found, name, slug, values)
        self.seen[id(row.entry)] = line.number

    def _check_first(self, found: Department, line: Line) -> None:
        if first := self.seen.get(id(found)):
            raise Refused(f"This department stands in line {first} already.")

    def _place(self, line: Line) -> tuple[str, Department | None]:
        over, told_name = above(line), own(line)
        if not told_name:
            raise Refused("There is no name.")
        parent = self.places.find(over) if over else None
        if over and parent is None:
            raise _Later
        name = cells.line(told_name, NAME_LENGTH, "name")
        if not any(letter.isalnum() for letter in name):
            raise Refused("The name has neither letters nor digits.")
        return name, parent

    def _add(
        self,
        row: Row,
        name: str,
        parent: Department | None,
        slug: str,
        values: list[tuple[str, str, Any]],
    ) -> None:
        if len(path_of(parent)) >= MAX_DEPTH:
            raise Refused(f"Departments lie at most {MAX_DEPTH} deep.")
        address = self.addresses.check(slug, None) if slug else self.addresses.free(name)
        row.entry = Department(name=name, slug=address, parent=parent)
        row.state = State.NEW
        row.what = told(row.entry)
        row.note("slug", "Address", "", ("", address))
        self._set(row, values)
        self.places.add(row.entry)

    def _change(
        self,
        row: Row,
        found: Department,
        name: str,
        slug: str,
        values: list[tuple[str, str, Any]],
    ) -> None:
        address = self.addresses.check(slug, found) if slug else found.slug
        row.entry, row.what = found, told(found)
        self._set(row, [("name", "Name", name), ("slug", "Address", address), *values])

    def _set(self, row: Row, values: list[tuple[str, str, Any]]) -> None:
        for field, label, value in values:
            before = getattr(row.entry, field)
            if value == before:
                continue
            row.note(field, label, before, (_shown(before), _shown(value)))
            if value == Visibility.COMPANY and row.state == State.CHANGED:
                row.said.append(OPENS)
            setattr(row.entry, field, value)

    def _values(self, told_cells: dict[str, str]) -> list[tuple[str, str, Any]]:
        found: list[tuple[str, str, Any]] = []
        for field, label, read in (
            ("manager", "Manager", self._manager),
            ("visibility", "Visibility", cells.visibility),
            ("description", "Description", _description),
            ("four_eyes", "Four eyes", lambda cell: cells.yes(cell, "four_eyes")),
            ("review_months", "Review interval (months)", _at_least(1, "review_months")),
            ("decide_days", "Days to decide", _at_least(1, "decide_days")),
            ("position", "Position", _at_least(0, "position")),
        ):
            if cell := told_cells.get(field, ""):
                found.append((field, label, read(cell)))
        return found

    def _manager(self, cell: str) -> User | None:
        if cells.is_dash(cell):
            return None
        email = cells.email(cell, "e-mail address of a manager")
        if manager := self.managers.get(email):
            return manager
        raise Refused(f"There is nobody active with the address {email} to answer for it.")

    def _check_place(self, found: Department, parent: Department | None, line: Line) -> None:
        # A name alone, with an address that says which, leaves the place as it is.
        says_place = bool(above(line)) or "path" in line.cells or "parent" in line.cells
        if says_place and found.parent is not parent:
            there = f"“{told(found.parent)}”" if found.parent else "nothing"
            raise Refused(MOVED.format(there=there))


def _at_least(least: int, what: str) -> Any:
    return lambda cell: cells.number(cell, least, MOST, what)


def _description(cell: str) -> str:
    return "" if cells.is_dash(cell) else cells.paragraph(cell, DESCRIPTION_LENGTH, "description")


def _shown(value: Any) -> object:
    if isinstance(value, User):
        return value.email
    return getattr(value, "label", value)
