"""How somebody gets into a department, or what keeps them out."""

from __future__ import annotations

from accounts.models import Admission, User
from processes.explaining.reason import Names, Reason, date


def way_in(person: User, department_id: int, names: Names) -> list[Reason]:
    """How the department is open to this person, rule by rule: to the company, by membership, by
    admission. It is open where one of them applies.

    What follows from being an admin or a manager is said elsewhere.
    """
    shape = person.departments.shape
    doors = [pk for pk in shape.lineages.get(department_id, ()) if pk in shape.closed]
    said = [_company(person, department_id, doors, names)]
    if doors and not person.is_guest:
        said.append(_membership(person, doors, names))
    return [*said, *_admissions(person, department_id, names)]


def _company(person: User, department_id: int, doors: list[int], names: Names) -> Reason:
    place, rule = names(department_id), "Open to the company"
    if doors:
        return Reason(rule, False, f"{names.all(doors)} is for members only.")
    if person.is_guest:
        said = f"{place} is open to the company, but {person} is a guest: that is not for guests."
        return Reason(rule, False, said)
    return Reason(rule, True, f"{place} is open to the whole company.")


def _membership(person: User, doors: list[int], names: Names) -> Reason:
    shape = person.departments.shape
    mine = {*shape.lineages.get(person.department_id or 0, ()), *shape.managed_by(person.pk)}
    shut = [pk for pk in doors if pk not in mine]
    if not shut:
        place = names(person.department_id) if person.department_id else names.all(doors)
        return Reason("Member", True, f"{person} belongs to {place}, which opens it.")
    return Reason("Member", False, f"{person} is no member of {names.all(shut)}.")


def _admissions(person: User, department_id: int, names: Names) -> list[Reason]:
    """Each one in the department or above it, with who made it and when, and how far it reaches;
    of a department that is not named, only that there is one."""
    shape = person.departments.shape
    line = shape.lineages.get(department_id, ())
    rows = Admission.objects.of(person.pk).filter(department__in=line)
    found = []
    for row in rows.select_related("group", "made_by").order_by("made_at", "pk"):
        through = f" through the group {row.group}" if row.group else " by name"
        by = f" by {row.made_by}" if row.made_by else ""
        how = f"{through}, on {date(row.made_at)}{by}" if names.are_told(row.department_id) else ""
        said = f"{person} is admitted to {names(row.department_id)}{how}."
        shut = _between(person, line, row.department_id)
        if shut:
            said += f" That does not open {names.all(shut)}, which lies below and is closed."
        found.append(Reason("Admitted", not shut, said))
    place = names(department_id)
    none = f"{person} is admitted neither to {place} nor to a department above it."
    return found or [Reason("Admitted", False, none)]


def _between(person: User, line: tuple[int, ...], admitted_to: int) -> list[int]:
    """The closed doors on the way down from there which are not this person's own."""
    shape = person.departments.shape
    mine = set(shape.managed_by(person.pk))
    if not person.is_guest:
        mine.update(shape.lineages.get(person.department_id or 0, ()))
    return [pk for pk in line[: line.index(admitted_to)] if pk in shape.closed and pk not in mine]
