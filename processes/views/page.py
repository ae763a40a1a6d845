"""What the article page shows, read in one prepared query and rendered once for the same facts."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    Exists,
    Func,
    IntegerField,
    OuterRef,
    Subquery,
    TextField,
)
from django.db.models.functions import Cast
from django.utils.safestring import SafeString

from accounts.models import Deputy, User
from accounts.models.tree import DepartmentTree
from accounts.prepared import Parameter, Prepared, Row, columns
from processes import links
from processes.fragments import fragment
from processes.models import Article, Follow, Proposal
from processes.models.article import Reader

ARTICLE = columns(
    Article,
    *("id", "title", "slug", "kind", "topic", "summary", "words", "version", "department_id"),
    *("approved_at", "approved_by_id", "owner_id", "review_due", "archived_at"),
)
PERSON = columns(User, "id", "name", "email")
# The page that stands in for an archived one; None where this reader may not open it.
REPLACEMENT = ["replaced_by__department_id", "replaced_by__slug", "replaced_by__title"]
AROUND = ["contents_text", "pending_count", "my_proposal", "is_followed"]
# What is shown, in the order of the query's columns.
NAMES = [
    *ARTICLE,
    *(f"owner__{name}" for name in PERSON),
    *(f"approved_by__{name}" for name in PERSON),
    *REPLACEMENT,
    *AROUND,
]

READER = Parameter("reader", BigIntegerField())
PLACE = Parameter("place", BigIntegerField())
SLUG = Parameter("slug", CharField())
DAY = Parameter("day", DateField())


@dataclass(frozen=True)
class Page:
    """One article as one reader finds it today.

    `facts` is everything shown around the text, as the database gave it. The text itself is put
    into the page as it was read, so the store of fragments holds none of it.
    """

    query: Prepared
    facts: Row
    may_decide: bool
    may_file: bool
    html: str
    day: datetime.date
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

    def head(self) -> SafeString:
        return self._part("articles/head.html")

    def foot(self) -> SafeString:
        return self._part("articles/foot.html")

    def contents(self) -> SafeString:
        return self._part("articles/contents.html")

    def _fact(self, name: str) -> Any:
        """One that needs no conversion."""
        return self.facts[NAMES.index(name)]

    def _part(self, template: str) -> SafeString:
        # The day for what is overdue since midnight; the tree for the way to the page.
        facts = (self.facts, self.may_decide, self.may_file, self.day, self.tree.shape.digest)
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
            "replacement": self._replacement(),
        }

    def _replacement(self) -> Article | None:
        department, slug, title = (self.named[name] for name in REPLACEMENT)
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
    query = _query(reader.is_admin, reader.hidden, reader.manages)
    rows = query.fetch(reader=user.pk, place=place, slug=slug, day=reader.day)
    if not rows:
        return None
    *facts, stands_in, html = rows[0]
    may_decide = bool(stands_in) or facts[NAMES.index("owner_id")] == user.pk
    # As permissions.may_file has it, without another query.
    may_file = may_decide or reader.is_admin or place in reader.manages
    known = tuple(_without_hidden(facts, reader.hidden, user.departments))
    html = links.for_reader(html, user)
    return Page(query, known, may_decide, may_file, html, reader.day, user.departments)


def _without_hidden(facts: list[Any], hidden: frozenset[int], tree: DepartmentTree) -> list[Any]:
    """What a fragment shows must hold for everybody with the same facts."""
    first = NAMES.index(REPLACEMENT[0])
    if facts[first] in hidden or facts[first] not in tree.shape.rows:
        facts[first : first + len(REPLACEMENT)] = [None] * len(REPLACEMENT)
    return facts


@lru_cache(maxsize=256)
def _query(is_admin: bool, hidden: frozenset[int], manages: frozenset[int]) -> Prepared:
    """The page's query for everybody who may read the same departments and manages the same."""
    reader = Reader(READER, is_admin, hidden, manages, DAY)
    proposals = Proposal.objects.filter(article=OuterRef("pk"))
    # COUNT as a plain function: as an aggregate it would bring a GROUP BY, and time to plan it.
    pending = proposals.pending().order_by().annotate(n=Func("pk", function="COUNT"))
    mine = proposals.open().filter(author=READER)  # one at most: see Proposal's constraints
    standing_in = Deputy.objects.current(DAY).filter(manager=OuterRef("owner"), deputy=READER)
    page = Article.objects.readable_by(reader).filter(department=PLACE, slug=SLUG)
    return Prepared(
        page.order_by()
        .annotate(
            contents_text=Cast("contents", TextField()),
            pending_count=Subquery(pending.values("n"), output_field=IntegerField()),
            my_proposal=Subquery(mine.order_by().values("pk")[:1]),
            is_followed=Exists(Follow.objects.filter(article=OuterRef("pk"), person=READER)),
            stands_in=Exists(standing_in),
        )
        .values_list(*NAMES, "stands_in", "html")
    )


def _person(named: Mapping[str, Any], role: str) -> User:
    return User.from_db("default", PERSON, [named[f"{role}__{name}"] for name in PERSON])
