"""What the article page shows, read in one prepared query and rendered once for the same facts."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import User
from accounts.models.tree import DepartmentTree
from accounts.prepared import Prepared, Row
from processes import facts as told_facts
from processes import glossary, links
from processes.fragments import fragment
from processes.models import Article
from processes.models.article import Reader
from processes.views.page_query import ARTICLE, NAMES, PARENT, PERSON, REPLACEMENT, query_for


@dataclass(frozen=True)
class Page:
    """One article as one reader finds it today.

    `facts` is everything shown around the text, as the database gave it. The text itself is put
    into the page as it was read, so the store of fragments holds none of it. `told` is what is
    told beside the text (see `processes.facts`), as JSON.
    """

    query: Prepared
    facts: Row
    may_decide: bool
    may_file: bool
    may_hand_over: bool
    html: str
    told: str
    day: datetime.date
    reader: User
    tree: DepartmentTree

    @cached_property
    def named(self) -> dict[str, Any]:
        return dict(zip(NAMES, self.query.convert(self.facts), strict=True))

    @property
    def pk(self) -> int:
        return self._fact("id")

    @property
    def title(self) -> str:
        return self._fact("title")

    @property
    def department_id(self) -> int:
        return self._fact("department_id")

    @property
    def follows(self) -> bool:
        """Whether this reader is told of its new versions."""
        return bool(self._fact("is_followed"))

    @property
    def is_published(self) -> bool:
        return self._fact("version") > 0

    @property
    def edit_address(self) -> str:
        """Where a change to it is proposed; nothing for an archived page."""
        if self._fact("archived_at"):
            return ""
        place = self.tree.by_id[self.department_id]
        return reverse("propose", args=[place.slug, self._fact("slug")])

    def head(self) -> SafeString:
        return self._part("articles/head.html")

    def card(self) -> SafeString | str:
        """Its facts, for this reader (one query where they name a person or a tool)."""
        told = json.loads(self.told or "{}")
        owner = _person(self.named, "owner")
        if found := told_facts.described(told, self.reader, owner):
            return fragment("articles/facts.html", tuple(found), lambda: {"facts": found})
        return ""

    def foot(self) -> SafeString:
        return self._part("articles/foot.html")

    def contents(self) -> SafeString:
        return self._part("articles/contents.html")

    def _fact(self, name: str) -> Any:
        """One that needs no conversion."""
        return self.facts[NAMES.index(name)]

    def _part(self, template: str) -> SafeString:
        # The day for what is overdue since midnight; the tree for the way to the page.
        mine = (self.may_decide, self.may_file, self.may_hand_over)
        facts = (self.facts, mine, self.day, self.tree.shape.digest)
        return fragment(template, facts, self._context)

    def _context(self) -> Mapping[str, Any]:
        return {
            "article": self._article(),
            "lineage": self.tree.lineage(self.department_id)[::-1],
            "pending_count": self.named["pending_count"],
            "my_proposal": self.named["my_proposal"],
            "follows": self.follows,
            "may_decide": self.may_decide,
            "may_file": self.may_file,
            "may_hand_over": self.may_hand_over,
            "replacement": self._named(REPLACEMENT),
            "part_of": self._named(PARENT),
        }

    def _named(self, names: list[str]) -> Article | None:
        """Another page, as far as a link to it shows it."""
        department, slug, title = (self.named[name] for name in names)
        if department is None:
            return None
        return Article(department=self.tree.by_id[department], slug=slug, title=title)

    def _article(self) -> Article:
        """The article with what is in `facts`, and nothing else: a fragment may show no more."""
        named = self.named
        article = Article.from_db("default", ARTICLE, [named[name] for name in ARTICLE])
        article.contents = json.loads(named["contents_text"])
        article.department = self.tree.by_id[self.department_id]
        article.owner = _person(named, "owner")
        article.approved_by = _person(named, "approved_by") if article.approved_by_id else None
        return article


def find_page(user: User, department: str, slug: str) -> Page | None:
    """The article at this address, if this person may see it (one query beyond the tree)."""
    place = user.departments.shape.by_slug.get(department)
    if place is None:
        return None
    reader = Reader.of(user)
    query = query_for(reader.is_admin, reader.hidden, reader.manages)
    rows = query.fetch(reader=user.pk, place=place, slug=slug, day=reader.day)
    if not rows:
        return None
    *facts, is_parent, stands_in, terms, told, html = rows[0]
    is_owner = facts[NAMES.index("owner_id")] == user.pk
    # As permissions and transferring have it, without another query.
    may_hand_over = is_owner or reader.is_admin or place in reader.manages
    may_decide = is_owner or bool(stands_in)
    may_file = may_decide or may_hand_over
    known = tuple(_without_hidden(facts, bool(is_parent), reader.hidden, user.departments))
    html = glossary.marked(html, terms, reader.hidden, user.departments)
    html = links.for_reader(html, user)
    may = (may_decide, may_file, may_hand_over)
    return Page(query, known, *may, html, told, reader.day, user, user.departments)


def _without_hidden(
    facts: list[Any], is_parent: bool, hidden: frozenset[int], tree: DepartmentTree
) -> list[Any]:
    """What a fragment shows must hold for everybody with the same facts."""
    for names, counts in ((REPLACEMENT, True), (PARENT, is_parent)):
        first = NAMES.index(names[0])
        if not counts or facts[first] in hidden or facts[first] not in tree.shape.rows:
            facts[first : first + len(names)] = [None] * len(names)
    return facts


def _person(named: Mapping[str, Any], role: str) -> User:
    return User.from_db("default", PERSON, [named[f"{role}__{name}"] for name in PERSON])
