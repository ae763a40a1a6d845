"""Who would read what if departments stood otherwise. Asked before it is done; changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from accounts import admitted
from accounts.models import User
from accounts.models.tree import DEPARTMENT, DepartmentTree, Shape

ID, PARENT = DEPARTMENT.index("id"), DEPARTMENT.index("parent_id")


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Other parents for some departments; and, where one of them is merged, into which, and
    whether those who are admitted to it are admitted there."""

    parents: Mapping[int, int | None] = field(default_factory=dict)
    merged: tuple[int, int] | None = None
    admits: bool = False


@dataclass(frozen=True, slots=True)
class Readers:
    """By id of the department that pages are in now: how many people may read them then and may
    not now, and the other way round. Only where it is anybody."""

    gained: Mapping[int, int]
    lost: Mapping[int, int]


def compare(tree: DepartmentTree, otherwise: Otherwise) -> Readers:
    """Three queries, however many people there are."""
    after = DepartmentTree(_rearranged(tree.shape, otherwise))
    now_in: dict[int, list[int]] = {}
    for pk in tree.shape.rows:
        now_in.setdefault(_then(pk, otherwise), []).append(pk)
    gained: Counter[int] = Counter()
    lost: Counter[int] = Counter()
    rights = ("department_id", "role", "is_active", "is_superuser")
    for person in admitted.load(User.objects.active().only("id", *rights)):
        before = tree.hidden_from(person)
        _carry(person, otherwise)
        hidden = after.hidden_from(person)
        gained.update(pk for pk in before if _then(pk, otherwise) not in hidden)
        lost.update(pk for place in hidden for pk in now_in[place] if pk not in before)
    return Readers(gained, lost)


def _rearranged(shape: Shape, otherwise: Otherwise) -> Shape:
    gone = otherwise.merged[0] if otherwise.merged else None
    rows = []
    for pk, row in shape.rows.items():
        if pk != gone:
            facts = list(row)
            facts[PARENT] = otherwise.parents.get(pk, facts[PARENT])
            rows.append(tuple(facts))
    return Shape(rows)


def _then(pk: int, otherwise: Otherwise) -> int:
    """Where the pages of a department will be."""
    return otherwise.merged[1] if otherwise.merged and pk == otherwise.merged[0] else pk


def _carry(person: User, otherwise: Otherwise) -> None:
    """Gives a person what they will be, for the question alone."""
    if otherwise.merged is None:
        return
    gone, into = otherwise.merged
    if person.department_id == gone:
        person.department_id = into
    if gone in person.admitted:
        person.admitted = person.admitted - {gone} | ({into} if otherwise.admits else set())
