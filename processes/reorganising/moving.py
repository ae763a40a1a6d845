"""A department goes under another, with all that lies below it."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import auditing, readerships
from accounts.models import Department, User
from accounts.models.tree import load_tree
from accounts.readerships import Otherwise
from accounts.reorganising import check_place, lock_tree, rename_address
from processes.models import Article
from processes.reorganising.looking import told
from processes.workflow.refusals import Incomplete, NotAllowed


@dataclass(frozen=True)
class MoveProspect:
    """`pages` and `below`: how many go along; the rest as in `looking.Prospect`."""

    pages: int
    below: int
    notes: list[str]
    opens: list[tuple[Department, int]]
    closes: list[tuple[Department, int]]

    @property
    def is_opening(self) -> bool:
        return bool(self.opens)


def look_at_move(department: Department, parent: Department | None) -> MoveProspect:
    """What it will do. Raises Incomplete where the department cannot lie there, or does already."""
    if department.parent_id == (parent.pk if parent else None):
        raise Incomplete("It is there already.")
    try:
        check_place(department, parent)
    except ValidationError as refusal:
        raise Incomplete(" ".join(refusal.messages)) from None
    tree = load_tree()
    below = [place.pk for place in tree.subtree(department.pk)]
    place = parent.pk if parent else None
    readers = readerships.compare(tree, Otherwise({department.pk: place}))
    notes = []
    asked, asks = tree.four_eyes(department.pk), place is not None and tree.four_eyes(place)
    if asked and not asks and not department.four_eyes:
        notes.append("Four eyes are asked for by a department above it, and there they are not.")
    if asks and not asked:
        notes.append(f"{parent} asks for four eyes: nobody approves their own proposal any more.")
    return MoveProspect(
        pages=Article.objects.filter(department__in=below, version__gt=0).count(),
        below=len(below) - 1,
        notes=notes,
        opens=told(tree, readers.gained),
        closes=told(tree, readers.lost),
    )


@transaction.atomic
def move_under(
    department: Department, parent: Department | None, by: User, *, opens: bool = False
) -> Department:
    """Gives a department another place in the tree (None: at the top). No address changes.

    Raises NotAllowed for anybody but an admin, Incomplete where it cannot lie there, or where that
    lets people read what they may not now and `opens` does not say that it may.
    """
    if not by.is_admin:
        raise NotAllowed("Only admins move departments.")
    lock_tree()
    department = Department.objects.get(pk=department.pk)
    if look_at_move(department, parent).is_opening and not opens:
        raise Incomplete("This lets people read what they may not read now: tick that they may.")
    before, department.parent = department.parent_id, parent
    rename_address(department, "")
    places = [before, department.parent_id]
    auditing.record("department_changed", by=by, what=department, parent=places)
    return department
