"""The article page as the database has it for one reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from accounts.models.tree import DepartmentTree
from processes import glossary, links
from processes.models.article import Reader
from processes.reading import Seen, midnight
from processes.views.page import Page
from processes.views.page_above import pages_above
from processes.views.page_query import BEHIND, NAMES, REPLACEMENT, TOLD, query_for


def find_page(user: User, department: str, slug: str) -> Page | None:
    """The article at this address, if this person may see it (one query beyond the tree; and one
    more for those who read a page of their own, below others, in a department closed to them)."""
    place = user.departments.shape.by_slug.get(department)
    if place is None:
        return None
    reader = Reader.of(user)
    is_closed = place in reader.hidden
    query = query_for(reader.is_admin, reader.hidden, reader.manages, is_closed)
    since = midnight(reader.day)
    rows = query.fetch(reader=user.pk, place=place, slug=slug, day=reader.day, midnight=since)
    if not rows:
        return None
    facts = list(rows[0][: len(NAMES)])
    behind = dict(zip(BEHIND, rows[0][len(NAMES) :], strict=True))
    is_owner = facts[NAMES.index("owner_id")] == user.pk
    # As permissions and transferring have it, without another query.
    may_hand_over = is_owner or reader.is_admin or place in reader.manages
    may_decide = is_owner or bool(behind["stands_in"])
    may_file = may_decide or may_hand_over
    tree = user.departments
    known = tuple(_without_hidden(facts, reader.hidden, tree))
    above = pages_above(user, place, behind["way_up"])
    html = glossary.marked(behind["html"], behind["terms_text"], reader.hidden, tree)
    html = links.for_reader(html, user)
    may = (may_decide, may_file, may_hand_over)
    told = tuple(behind[name] for name in TOLD)
    return Page(query, known, *may, html, told, reader.day, user, tree, above, _seen(behind))


def _without_hidden(facts: list[Any], hidden: frozenset[int], tree: DepartmentTree) -> list[Any]:
    """What a fragment shows must hold for everybody with the same facts."""
    first = NAMES.index(REPLACEMENT[0])
    if facts[first] in hidden or facts[first] not in tree.shape.rows:
        facts[first : first + len(REPLACEMENT)] = [None] * len(REPLACEMENT)
    return facts


def _seen(behind: Mapping[str, Any]) -> Seen | None:
    if behind["visit__version"] is None:
        return None
    return Seen(behind["visit__version"], behind["visit__before"], bool(behind["seen_today"]))
