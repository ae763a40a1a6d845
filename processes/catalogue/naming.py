"""Under which name an entry is known, and that no other has it."""

from __future__ import annotations

from accounts.models import Department, User
from processes.catalogue.refusals import NameTaken
from processes.catalogue.values import Entry
from processes.models import EntryKind, Term, Tool
from processes.text.rendering import fold

KEY_LENGTH = 200


def key_of(name: str) -> str:
    """Under which an entry is known: without case, accents and odd blanks."""
    return fold(name)[:KEY_LENGTH]


def refuse_taken(
    kind: str, name: str, by: User, department: Department, entry: Entry | None
) -> None:
    """Raises NameTaken where this person can see another entry of that name: of the department,
    and of a tool anywhere, as one tool is one entry."""
    hidden = by.departments.hidden_from(by)
    model = Term if kind == EntryKind.TERM else Tool
    same = model.objects.filter(name_key=key_of(name)).exclude(department__in=hidden)
    if kind == EntryKind.TERM:
        same = same.filter(department=department)
    if entry:
        same = same.exclude(pk=entry.pk)
    if other := same.select_related("department").first():
        raise NameTaken(
            f"{other.department} has “{other.name}” already. Propose a change to it instead."
        )
