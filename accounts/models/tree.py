"""The department tree in memory: who sees what, who answers for what.

A company has some hundred departments at most, so the whole tree is read in one query and every
question about it is answered without another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from accounts.models.department import Department, Visibility

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Branch:
    """A department with its place in the tree (`depth` 0 = a top department)."""

    department: Department
    depth: int
    has_children: bool


class DepartmentTree:
    def __init__(self, departments: Iterable[Department]) -> None:
        self.by_id = {department.pk: department for department in departments}

    @cached_property
    def _children(self) -> dict[int | None, list[Department]]:
        children: dict[int | None, list[Department]] = {}
        for department in self.by_id.values():
            children.setdefault(department.parent_id, []).append(department)
        return children

    def children(self, department_id: int | None) -> list[Department]:
        """Departments directly below one (None: the top departments), in their order."""
        return self._children.get(department_id, [])

    def lineage(self, department_id: int | None) -> list[Department]:
        """A department and all above it, from itself to the top."""
        found: list[Department] = []
        while department_id in self.by_id and self.by_id[department_id] not in found:
            found.append(self.by_id[department_id])
            department_id = found[-1].parent_id
        return found

    def subtree(self, department_id: int) -> Iterator[Department]:
        """A department and all below it, each before those below it."""
        if department_id in self.by_id:
            yield self.by_id[department_id]
        for child in self.children(department_id):
            yield from self.subtree(child.pk)

    def branches(self, visible_to: User) -> list[Branch]:
        """What this person sees of the tree, top down, for menus and lists."""
        hidden = self.hidden_from(visible_to)
        return [branch for branch in self._walk(None, 0) if branch.department.pk not in hidden]

    def hidden_from(self, user: User) -> set[int]:
        """Ids of the departments whose pages this person may not read.

        A department for members only opens to its people and those of the departments below it,
        to its manager and the managers above it, and to admins. What lies below it is at most as
        open as itself.
        """
        if user.is_admin:
            return set()
        return {pk for pk in self.by_id if not self._is_open_to(user, pk)}

    def managers_in_line(self, department_id: int) -> list[int]:
        """Ids of the active managers of a department and those above it, nearest first."""
        return [
            department.manager_id
            for department in self.lineage(department_id)
            if department.manager_id and department.manager.is_active
        ]

    def managed_by(self, user: User) -> set[int]:
        """Ids of the departments that this person manages, directly or from above."""
        return {pk for pk in self.by_id if any(d.manager_id == user.pk for d in self.lineage(pk))}

    def answered_for_by(self, user: User) -> set[int]:
        """Ids of the departments whose nearest active manager is this person."""
        return {pk for pk in self.by_id if self.managers_in_line(pk)[:1] == [user.pk]}

    def without_manager(self) -> set[int]:
        """Ids of the departments that have no active manager, nor has any above them."""
        return {pk for pk in self.by_id if not self.managers_in_line(pk)}

    def is_company_wide(self, department_id: int) -> bool:
        """Whether everybody in the company may read this department's pages."""
        return all(d.visibility == Visibility.COMPANY for d in self.lineage(department_id))

    def _walk(self, parent_id: int | None, depth: int) -> Iterator[Branch]:
        for department in self.children(parent_id):
            yield Branch(department, depth, bool(self.children(department.pk)))
            yield from self._walk(department.pk, depth + 1)

    def _is_open_to(self, user: User, department_id: int) -> bool:
        return all(
            self._belongs_to(user, closed)
            for closed in self.lineage(department_id)
            if closed.visibility == Visibility.MEMBERS
        )

    def _belongs_to(self, user: User, closed: Department) -> bool:
        if any(above.manager_id == user.pk for above in self.lineage(closed.pk)):
            return True
        return any(mine.pk == closed.pk for mine in self.lineage(user.department_id))


def load_tree() -> DepartmentTree:
    """The whole tree with its managers (one query)."""
    return DepartmentTree(Department.objects.select_related("manager"))
