"""A stored page as one reader may see it."""

from __future__ import annotations

import re
from functools import cached_property

from accounts.models import DepartmentAddress, User
from accounts.models.department import RESERVED_SLUGS
from accounts.models.tree import DepartmentTree
from processes.links.keys import parts_of
from processes.models import Alias, Article
from processes.text import unlinking
from processes.text.rendering import fold

# What `resolving` says of a title that several pages have: it names their departments.
_CHOICES = re.compile(r'(?<= title="Several pages have this title): [^"]*(?=")')
# What stands between a page's name and its section in the label of a link.
_SECTION = " › "


def for_reader(html: str, user: User) -> str:
    """The HTML without the links into departments that this person may not read.

    Costs nothing to whoever may read everything, and no query to the others, unless a link names
    a department by an old address. What is open to the whole company is named in what is drawn;
    a guest is not told that either, which takes two queries where there are such links.
    """
    tree = user.departments
    hidden = tree.hidden_from(user)
    if not hidden:
        return html
    door = _Door(tree, hidden)
    if not user.is_guest:
        return unlinking.for_reader(html, door.is_open)
    names = _Names(html)
    return _CHOICES.sub("", unlinking.for_reader(html, door.is_open, names.may_tell))


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


class _Names:
    """What the pages behind the links of one page are called, and ever were."""

    def __init__(self, html: str) -> None:
        self.html = html

    def may_tell(self, address: str, label: str) -> bool:
        """Whether a label is the author's own words, and not the title of what it leads to."""
        place = tuple(parts_of(address)[:2])
        return fold(label.partition(_SECTION)[0]) not in self._titles.get(place, ())

    @cached_property
    def _titles(self) -> dict[tuple[str, ...], set[str]]:
        places = {tuple(parts_of(one)[:2]) for one in unlinking.addresses(self.html)}
        slugs = {place[1] for place in places if len(place) > 1}
        own, former = ("department__slug", "slug"), ("article__department__slug", "article__slug")
        now = Article.objects.filter(slug__in=slugs).order_by().values_list(*own, "title")
        before = Alias.objects.filter(article__slug__in=slugs).values_list(*former, "title")
        found: dict[tuple[str, ...], set[str]] = {}
        for *place, title in [*now, *before]:
            found.setdefault(tuple(place), set()).add(fold(title))
        return found
