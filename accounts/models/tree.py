"""The department tree in memory: who sees what, who answers for what.

A company has some hundred departments at most, so the whole tree is read in one query and every
question about it is answered without another one.

It is read with every request, so that no change can be missed, whoever made it and however. What
follows from the rows is worked out once for the same rows and kept (see `Shape`), and a
`Department` is made of its row only where somebody asks for it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from accounts.models.department import Department, Visibility
from accounts.prepared import Prepared, Row, columns

if TYPE_CHECKING:
    from accounts.models import User

DEPARTMENT = [field.attname for field in Department._meta.concrete_fields]
NAME, SLUG = DEPARTMENT.index("name"), DEPARTMENT.index("slug")
# What is shown of a manager beside a department, and whether they still decide.
MANAGER = ("name", "email", "is_active")


@dataclass(frozen=True, slots=True)
class Branch:
    """A department with its place in the tree (`depth` 0 = a top department)."""

    department: Department
    depth: int
    has_children: bool


class Shape:
    """What follows from the rows, in ids alone. Shared between requests: never changed."""

    def __init__(self, rows: Sequence[Row]) -> None:
        names = [*DEPARTMENT, *(f"manager__{name}" for name in MANAGER)]
        facts = {row[0]: dict(zip(names, row, strict=True)) for row in rows}
        self.digest = blake2b(repr(rows).encode(), digest_size=16).digest()
        self.rows = {row[0]: row for row in rows}
        self.by_slug: dict[str, int] = {fact["slug"]: pk for pk, fact in facts.items()}
        self.managers: dict[int, int | None] = {p: f["manager_id"] for p, f in facts.items()}
        self.active = {pk for pk, fact in facts.items() if fact["manager__is_active"]}
        self.closed = {p for p, f in facts.items() if f["visibility"] == Visibility.MEMBERS}
        asking = {pk for pk, fact in facts.items() if fact["four_eyes"]}
        self._parents: dict[int, int | None] = {p: f["parent_id"] for p, f in facts.items()}
        self.lineages = {pk: self._line(pk) for pk in facts}
        self.four_eyes = frozenset(
            pk for pk, line in self.lineages.items() if not asking.isdisjoint(line)
        )
        self.children: dict[int | None, list[int]] = {}
        for pk, parent_id in self._parents.items():
            self.children.setdefault(parent_id, []).append(pk)
        # Most companies close few departments, and most people manage none.
        self._closed_above = {
            pk: closed
            for pk, line in self.lineages.items()
            if (closed := [above for above in line if above in self.closed])
        }
        # Those that the whole company may read.
        self.open = frozenset(pk for pk in facts if pk not in self._closed_above)
        self._managed: dict[int, set[int]] = {}
        for pk, line in self.lineages.items():
            for above in line:
                if (manager := self.managers[above]) is not None:
                    self._managed.setdefault(manager, set()).add(pk)

    def hidden_from(
        self, user_id: int, department_id: int | None, admitted: frozenset[int]
    ) -> frozenset[int]:
        """Ids of the departments that this employee of that department may not read."""
        if not self._closed_above:
            return frozenset()
        managed = self.managed_by(user_id)
        mine = managed.union(self.lineages.get(department_id or 0, ()))
        return frozenset(
            pk
            for pk, closed in self._closed_above.items()
            if pk not in managed
            and not mine.issuperset(closed)
            and not self._let_in(pk, mine, admitted)
        )

    def hidden_from_guest(self, user_id: int, admitted: frozenset[int]) -> frozenset[int]:
        """Ids of all departments but those that this guest is admitted to or manages."""
        managed = self.managed_by(user_id)
        return frozenset(
            pk for pk in self.rows if pk not in managed and not self._let_in(pk, managed, admitted)
        )

    @property
    def is_all_open(self) -> bool:
        return not self._closed_above

    def managed_by(self, user_id: int) -> frozenset[int]:
        return frozenset(self._managed.get(user_id, ()))

    def _let_in(self, department_id: int, mine: Set[int], admitted: frozenset[int]) -> bool:
        """Whether one gets there from a department one is admitted to, without passing a closed
        door that is not one's own."""
        for above in self.lineages[department_id] if admitted else ():
            if above in admitted:
                return True
            if above in self.closed and above not in mine:
                return False
        return False

    def _line(self, department_id: int | None) -> tuple[int, ...]:
        found: list[int] = []
        while department_id in self._parents and department_id not in found:
            found.append(department_id)
            department_id = self._parents[department_id]
        return tuple(found)


class DepartmentTree:
    """The tree as one request read it. Its departments belong to that request alone."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape

    @cached_property
    def by_id(self) -> dict[int, Department]:
        return {pk: _department(row) for pk, row in self.shape.rows.items()}

    def said_of(self, department_id: int) -> tuple[str, str]:
        """Name and address of a department, without making a `Department` of every row."""
        row = self.shape.rows[department_id]
        return row[NAME], row[SLUG]

    def children(self, department_id: int | None) -> list[Department]:
        """Departments directly below one (None: the top departments), in their order."""
        return [self.by_id[pk] for pk in self.shape.children.get(department_id, [])]

    def lineage(self, department_id: int | None) -> list[Department]:
        """A department and all above it, from itself to the top."""
        return [self.by_id[pk] for pk in self.shape.lineages.get(department_id or 0, ())]

    def way_to(self, department_id: int, hidden: frozenset[int]) -> list[Department]:
        """A department and those above it, top first, without those above that are hidden: an
        admission opens nothing above."""
        line = self.shape.lineages.get(department_id, ())[::-1]
        return [self.by_id[pk] for pk in line if pk == department_id or pk not in hidden]

    def subtree(self, department_id: int) -> Iterator[Department]:
        """A department and all below it, in their order (each once, even in a circle)."""
        for pk in self.shape.rows:
            if department_id in self.shape.lineages[pk]:
                yield self.by_id[pk]

    def branches(self, visible_to: User) -> list[Branch]:
        """What this person sees of the tree, top down, for menus and lists."""
        return self.branches_without(self.hidden_from(visible_to))

    def branches_without(self, hidden: frozenset[int]) -> list[Branch]:
        return [branch for branch in self._walk(None, 0) if branch.department.pk not in hidden]

    def hidden_from(self, user: User) -> frozenset[int]:
        """Ids of the departments whose pages this person may not read.

        A department for members only opens to its people and those of the departments below it,
        to its manager and the managers above it, and to admins. What lies below it is at most as
        open as itself; its own manager sees it all the same. An admission opens a department and
        what lies below it, but for the closed ones further down. A guest reads what they are
        admitted to and what they manage, and nothing else, be it open to the whole company.

        No query where all is open, or where the person knows already what they are admitted to
        (see `User.admitted`).
        """
        if user.is_admin:
            return frozenset()
        if user.is_guest:
            return self.shape.hidden_from_guest(user.pk, user.admitted)
        if self.shape.is_all_open:
            return frozenset()
        return self.shape.hidden_from(user.pk, user.department_id, user.admitted)

    def may_read(self, user: User, department_id: int) -> bool:
        """Whether this person may read the pages of one department, in general.

        As `hidden_from`, and without a query where it is open to the whole company and they are no
        guest: for loops over people whose request this is not.
        """
        if department_id in self.shape.open and not user.is_guest:
            return True
        return department_id not in self.hidden_from(user)

    def managers_in_line(self, department_id: int) -> list[int]:
        """Ids of the active managers of a department and those above it, nearest first."""
        managers = self.shape.managers
        return [
            manager
            for pk in self.shape.lineages.get(department_id, ())
            if pk in self.shape.active and (manager := managers[pk]) is not None
        ]

    def managed_by(self, user: User) -> frozenset[int]:
        """Ids of the departments that this person manages, directly or from above."""
        return self.shape.managed_by(user.pk)

    def four_eyes(self, department_id: int) -> bool:
        """Whether this department, or one above it, lets nobody approve their own proposal."""
        return department_id in self.shape.four_eyes

    def under_four_eyes(self) -> frozenset[int]:
        """Ids of all departments where nobody approves their own proposal."""
        return self.shape.four_eyes

    def answered_for_by(self, user: User) -> set[int]:
        """Ids of the departments whose nearest active manager is this person."""
        return {pk for pk in self.shape.rows if self.managers_in_line(pk)[:1] == [user.pk]}

    def without_manager(self) -> set[int]:
        """Ids of the departments that have no active manager, nor has any above them."""
        return {pk for pk in self.shape.rows if not self.managers_in_line(pk)}

    def _walk(self, parent_id: int | None, depth: int) -> Iterator[Branch]:
        for department in self.children(parent_id):
            yield Branch(department, depth, bool(self.children(department.pk)))
            yield from self._walk(department.pk, depth + 1)


def load_tree() -> DepartmentTree:
    """The whole tree with its managers (one query)."""
    return DepartmentTree(_shape(tuple(_reading().fetch())))


@lru_cache(maxsize=1)
def _reading() -> Prepared:
    managers = (f"manager__{name}" for name in MANAGER)
    return Prepared(Department.objects.order_by().values_list(*DEPARTMENT, *managers))


@lru_cache(maxsize=4)
def _shape(rows: tuple[Row, ...]) -> Shape:
    """Kept under the very rows it follows from, so it cannot be an old one."""
    return Shape(sorted((_reading().convert(row) for row in rows), key=_in_menus))


def _in_menus(row: Row) -> tuple[int, str]:
    """By position, then by name as people sort: here, because each request would pay for it."""
    facts = dict(zip(DEPARTMENT, row, strict=False))
    letters = unicodedata.normalize("NFKD", facts["name"].casefold())
    return facts["position"], "".join(c for c in letters if not unicodedata.combining(c))


def _department(row: Row) -> Department:
    department = Department.from_db("default", DEPARTMENT, row[: len(DEPARTMENT)])
    if department.manager_id is not None:
        person = Department._meta.get_field("manager").related_model
        facts = dict(zip(MANAGER, row[len(DEPARTMENT) :], strict=True))
        facts["id"] = department.manager_id
        names = columns(person, *facts)
        department.manager = person.from_db("default", names, [facts[name] for name in names])
    return department
