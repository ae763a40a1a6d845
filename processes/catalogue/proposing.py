"""Proposing a new entry, or a change to one."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Department, User
from processes import permissions, workflow
from processes.catalogue import asking, telling
from processes.catalogue.deciding import approve
from processes.catalogue.naming import key_of, refuse_taken
from processes.catalogue.refusals import NameTaken
from processes.catalogue.values import Entry, Values, values_of
from processes.models import EntryKind, EntryProposal, EntryState, Term, Tool


@transaction.atomic
def propose(
    kind: str,
    values: Values,
    by: User,
    *,
    entry: Entry | None = None,
    department: Department | None = None,
    note: str = "",
) -> EntryProposal:
    """Puts an entry before whoever answers for its department, and returns the proposal.

    `values` are those of `catalogue.values`, all of them. A known `entry` stays in its department;
    a new one needs one. Raises NotAllowed where they may not read the department, Incomplete where
    nothing changes, NameTaken.
    """
    department = entry.department if entry else department
    if department is None:
        raise workflow.Incomplete("Say which department it belongs to.")
    if not by.may_write:
        raise workflow.NotAllowed(permissions.READS_ONLY)
    if department.pk in by.departments.hidden_from(by):
        raise workflow.NotAllowed("You may not propose anything in this department.")
    if entry and values == values_of(entry):
        raise workflow.Incomplete("Nothing is changed.")
    refuse_taken(kind, values["name"], by, department, entry)
    _refuse_doubles(kind, values["name"], by, department, entry)
    proposed = EntryProposal.objects.create(
        kind=kind,
        term=entry if isinstance(entry, Term) else None,
        tool=entry if isinstance(entry, Tool) else None,
        department=department,
        values=values,
        note=note.strip()[:500],
        author=by,
    )
    telling.ask(proposed, by)
    return proposed


@transaction.atomic
def publish(
    kind: str,
    values: Values,
    by: User,
    *,
    entry: Entry | None = None,
    department: Department | None = None,
    note: str = "",
) -> EntryProposal:
    """As `propose`, by somebody who decides on it themselves: it takes effect at once.

    Raises what `propose` and `approve` raise.
    """
    place = entry.department if entry else department
    if place is None or not asking.may_decide(by, place.pk, by.pk):
        raise workflow.NotAllowed("You do not decide on this by yourself.")
    return approve(propose(kind, values, by, entry=entry, department=place, note=note), by)


def _refuse_doubles(
    kind: str, name: str, by: User, department: Department, entry: Entry | None
) -> None:
    """One's own proposal of the same thing is still waiting: a double click, or the back button."""
    mine = EntryProposal.objects.filter(
        kind=kind, author=by, state=EntryState.PENDING, department=department
    )
    if entry:
        same = mine.filter(**{"term" if kind == EntryKind.TERM else "tool": entry}).exists()
    else:
        waiting = mine.filter(term=None, tool=None).values_list("values", flat=True)
        same = any(key_of(values["name"]) == key_of(name) for values in waiting)
    if same:
        raise NameTaken("You have proposed this already, and nobody has decided on it yet.")
