"""Departments of the export, found here by address or made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug

from accounts import auditing
from accounts.models import Department, DepartmentAddress
from accounts.models.department import Visibility
from accounts.models.tree import load_tree
from accounts.reorganising import check_address, check_place
from importing.imprimatur.parsing import Row, line_of, text_of
from importing.imprimatur.people import People
from processes import old_addresses

Notes = Callable[[str, str], None]  # where, what


@dataclass
class Places:
    """A department that is here already is left as it is. One that was closed there is closed
    here, or its pages do not come in."""

    rows: dict[str, Row]
    people: People
    note: Notes
    _found: dict[str, Department | None] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: list[Row], people: People, note: Notes) -> Places:
        return cls({text_of(row, "address", 60): row for row in rows}, people, note)

    def all(self) -> None:
        """Brings all of them, parents first."""
        for address in self.rows:
            self.department(address)

    def department(self, address: str) -> Department | None:
        """None for what the export does not hold, or what may not come in."""
        if address not in self._found:
            self._found[address] = None  # should it lie below itself
            self._found[address] = self._find(address)
        return self._found[address]

    def _find(self, address: str) -> Department | None:
        row = self.rows.get(address)
        if row is None:
            return None
        known = Department.objects.filter(slug=address).first()
        if known is None:
            return self._make(address, row)
        if self._is_closed(address) and known.pk in load_tree().shape.open:
            self.note(address, "It was open to its members only, and is open to all here.")
            return None
        return known

    def _make(self, address: str, row: Row) -> Department | None:
        above = text_of(row, "parent", 60)
        parent = self.department(above) if above else None
        closed = self._is_closed(address)
        place = Department(
            slug=address,
            name=line_of(row, "name", 100) or address,
            parent=parent,
            manager=self.people.person(row.get("manager")),
            description=text_of(row, "description"),
            visibility=Visibility.MEMBERS if _is_closed(row) else Visibility.COMPANY,
            four_eyes=row.get("four_eyes") is True,
            review_months=_number(row, "review_months", 12, 1, 600),
            decide_days=_number(row, "decide_days", 5, 1, 600),
            position=_number(row, "position", 0, 0, 32_000),
        )
        if closed and (parent is None or parent.pk in load_tree().shape.open):
            place.visibility = Visibility.MEMBERS
        try:
            validate_slug(address)
            place.clean()
            check_address(address)
            check_place(place, parent)
        except ValidationError as error:
            self.note(address, " ".join(error.messages))
            return None
        place.save()
        auditing.record("department_changed", by=self.people.by, what=place, brought=True)
        self._lead_on(place, row)
        return place

    def _lead_on(self, place: Department, row: Row) -> None:
        former = row.get("former_addresses")
        for slug in former if isinstance(former, list) else []:
            if isinstance(slug, str) and 0 < len(slug) <= 60:
                DepartmentAddress.objects.get_or_create(slug=slug, defaults={"department": place})
        old = row.get("old_addresses")
        texts = [one for one in old if isinstance(one, str)] if isinstance(old, list) else []
        for clash in old_addresses.record(texts, department=place):
            self.note(clash.address[:200], f"It cannot be led on, because {clash.held_by}.")

    def _is_closed(self, address: str) -> bool:
        """It, or one above it there."""
        seen: set[str] = set()
        while address and address not in seen:
            seen.add(address)
            row = self.rows.get(address, {})
            if _is_closed(row):
                return True
            address = text_of(row, "parent", 60)
        return False


def _is_closed(row: Row) -> bool:
    """What is not said to be open is not."""
    return row.get("visibility") != Visibility.COMPANY


def _number(row: Row, name: str, usual: int, least: int, most: int) -> int:
    value = row.get(name)
    return value if isinstance(value, int) and least <= value <= most else usual
