"""What the one who asked for an export may know: all that goes into it is asked here."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from accounts.models import Department, User
from accounts.models.tree import DepartmentTree
from processes.models import Article


@dataclass
class Seeing:
    """For one person, as things are now. `met` collects the people who appear, by e-mail, and the
    other two the ids of pages and departments that are told of."""

    user: User
    met: dict[str, User] = field(default_factory=dict)
    told_pages: set[int] = field(default_factory=set)
    told_departments: set[int] = field(default_factory=set)

    @cached_property
    def tree(self) -> DepartmentTree:
        return self.user.departments

    @cached_property
    def hidden(self) -> frozenset[int]:
        """Ids of the departments that they may not read."""
        return self.tree.hidden_from(self.user)

    @cached_property
    def readable(self) -> frozenset[int]:
        """Ids of all published pages that they may read, archived ones too (one query)."""
        pages = Article.objects.visible_to(self.user).filter(version__gt=0)
        return frozenset(pages.order_by().values_list("pk", flat=True))

    @cached_property
    def _known(self) -> frozenset[int] | None:
        """Ids of the people they may look up; None where that is everybody."""
        if not self.user.is_guest:
            return None
        return frozenset(User.objects.known_to(self.user).values_list("pk", flat=True))

    def knows(self, person: User) -> bool:
        return self._known is None or person.pk in self._known

    def person(self, person: User | None) -> str | None:
        """How an export names somebody: by e-mail, or by name alone where pages tell no more."""
        if person is None:
            return None
        if not self.knows(person):
            return person.name or "somebody"
        self.met[person.email] = person
        return person.email

    def department(self, pk: int | None) -> str | None:
        """The address of a department; None where they may not know of it."""
        if pk is None or pk in self.hidden or pk not in self.tree.shape.rows:
            return None
        self.told_departments.add(pk)
        return self.tree.said_of(pk)[1]

    def departments(self) -> list[Department]:
        """All that they may read, parents first, in the order of menus."""
        shown = [branch.department for branch in self.tree.branches_without(self.hidden)]
        self.told_departments.update(place.pk for place in shown)
        return shown
