"""A stored page as one reader may see it."""

from __future__ import annotations

from accounts.models import DepartmentAddress, User
from accounts.models.department import RESERVED_SLUGS
from accounts.models.tree import DepartmentTree
from processes.text import unlinking


def for_reader(html: str, user: User) -> str:
    """The HTML without the links into departments that this person may not read.

    Costs nothing to whoever may read everything, and no query to the others, unless a link names
    a department by an old address.
    """
    tree = user.departments
    hidden = tree.hidden_from(user)
    return unlinking.for_reader(html, _Door(tree, hidden).is_open) if hidden else html


class _Door:
    def __init__(self, tree: DepartmentTree, hidden: frozenset[int]) -> None:
        self.tree = tree
        self.hidden = hidden
        self.old: dict[str, int] | None = None

    def is_open(self, slug: str) -> bool:
        """Whether the first part of an address is the site's own or of a department that is open.

        What is unknown stays shut.
        """
        if not slug or slug in RESERVED_SLUGS:
            return True
        known = self.tree.shape.by_slug.get(slug)
        if known is None:
            known = self._old_addresses().get(slug)
        return known is not None and known not in self.hidden

    def _old_addresses(self) -> dict[str, int]:
        """All of them, once: a page may name several."""
        if self.old is None:
            self.old = dict(DepartmentAddress.objects.values_list("slug", "department_id"))
        return self.old
