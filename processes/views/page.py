"""What the article page shows, read in one prepared query and rendered once for the same facts."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import User
from accounts.models.tree import DepartmentTree
from accounts.prepared import Prepared, Row
from processes import facts as told_facts
from processes import tagging
from processes.facts import Fact
from processes.fragments import fragment
from processes.models import Article, Manner
from processes.reading import Seen
from processes.views.origin import Origin
from processes.views.page_above import PageAbove
from processes.views.page_query import ARTICLE, NAMES, PERSON, REPLACEMENT

# How an author approves a text of their own, with nobody else in between.
BY_ITS_AUTHOR = (Manner.PLAIN, Manner.CORRECTED, Manner.PART)


@dataclass(frozen=True)
class Page:
    """One article as one reader finds it today.

    `facts` is everything shown around the text, as the database gave it. The text itself is put
    into the page as it was read, so the store of fragments holds none of it. `told` is what is
    told beside the text (see `processes.facts`) and whom it names, as JSON; `above` the pages that
    it is a part of; `seen` what this reader had seen of it before.
    """

    query: Prepared
    facts: Row
    may_decide: bool
    may_file: bool
    may_hand_over: bool
    html: str
    told: tuple[str | None, ...]
    day: datetime.date
    reader: User
    tree: DepartmentTree
    above: tuple[PageAbove, ...]
    seen: Seen | None

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
    def version(self) -> int:
        return self._fact("version")

    @property
    def department_id(self) -> int:
        return self._fact("department_id")

    @property
    def follows(self) -> bool:
        """Whether this reader is told of its new versions."""
        return bool(self._fact("is_followed"))

    @property
    def is_published(self) -> bool:
        return self.version > 0

    @property
    def news_since(self) -> int:
        """The version since which this reader is told what changed; 0 for nothing."""
        return self.seen.news_since(self.version) if self.seen else 0

    @property
    def edit_address(self) -> str:
        """Where a change to it is proposed; nothing for an archived page, or a mere reader."""
        if self._fact("archived_at") or not self.reader.may_write:
            return ""
        _name, place = self.tree.said_of(self.department_id)
        return reverse("propose", args=[place, self._fact("slug")])

    def paper(self) -> SafeString:
        """What is printed above and below each sheet, as attributes of the page."""
        return self._part("articles/paper.html")

    def head(self) -> SafeString:
        return self._part("articles/head.html")

    def card(self) -> SafeString | str:
        """Its facts, for this reader."""
        if self.told[0] in ("", "{}"):
            return ""
        owner = tuple(self.named[f"owner__{name}"] for name in PERSON)
        # Whom and what a reader is told of follows from the departments that they may not read.
        former = told_facts.former_places(self.told[0], self.tree)
        key = (self.told, owner, self._hidden, self.tree.shape.digest, *former.items())
        return fragment("articles/facts.html", key, lambda: {"facts": self._told(former)})

    def _told(self, former: dict[int, int]) -> list[Fact]:
        told, *named = self.told
        owner = _person(self.named, "owner")
        return told_facts.described(
            json.loads(told or "{}"), self.reader, owner, told_facts.read(*named), former
        )

    def foot(self) -> SafeString:
        return self._part("articles/foot.html")

    def contents(self) -> SafeString:
        return self._part("articles/contents.html")

    def _fact(self, name: str) -> Any:
        """One that needs no conversion."""
        return self.facts[NAMES.index(name)]

    def _part(self, template: str) -> SafeString:
        return fragment(template, self._key, self._context)

    @cached_property
    def _key(self) -> tuple[Any, ...]:
        # The day for what is overdue since midnight; the tree for the way to the page.
        mine = (self.may_decide, self.may_file, self.may_hand_over, self.news_since)
        # An admission opens nothing above: two readers may find other ways to the page.
        line = self.tree.shape.lineages[self.department_id]
        mine += (self.reader.may_write, self._hidden.intersection(line))
        return (self.facts, mine, self.day, self.tree.shape.digest, self.above)

    @cached_property
    def _hidden(self) -> frozenset[int]:
        return self.tree.hidden_from(self.reader)

    def _context(self) -> Mapping[str, Any]:
        return {
            "article": self._article(),
            "lineage": self.tree.way_to(self.department_id, self._hidden),
            "above": [self._other(*page) for page in self.above],
            "pending_count": self.named["pending_count"],
            "my_proposal": self.named["my_proposal"],
            "follows": self.follows,
            "is_starred": self.named["is_starred"],
            "approved_own": self.named["approved_own"],
            "is_own": self.named["approved_own"] in BY_ITS_AUTHOR,
            "site_url": settings.SITE_URL,
            "news_since": self.news_since,
            "may_decide": self.may_decide,
            "may_file": self.may_file,
            "may_hand_over": self.may_hand_over,
            "may_write": self.reader.may_write,
            "replacement": self._other(*(self.named[name] for name in REPLACEMENT)),
            "tags": tagging.read(self.named["tags_text"]),
            "origin": Origin.read(self.named["origin_text"]),
            "one_before": self._beside("one_before"),
            "one_after": self._beside("one_after"),
        }

    def _other(self, department: int | None, slug: str, title: str) -> Article | None:
        """Another page, as far as a link to it shows it."""
        if department is None:
            return None
        return Article(department=self.tree.by_id[department], slug=slug, title=title)

    def _beside(self, name: str) -> Article | None:
        slug, _, title = (self.named[name] or "").partition(" ")
        return self._other(self.department_id, slug, title) if slug else None

    def _article(self) -> Article:
        """The article with what is in `facts`, and nothing else: a fragment may show no more."""
        named = self.named
        article = Article.from_db("default", ARTICLE, [named[name] for name in ARTICLE])
        article.contents = json.loads(named["contents_text"])
        article.department = self.tree.by_id[self.department_id]
        article.owner = _person(named, "owner")
        article.approved_by = _person(named, "approved_by") if article.approved_by_id else None
        return article


def _person(named: Mapping[str, Any], role: str) -> User:
    return User.from_db("default", PERSON, [named[f"{role}__{name}"] for name in PERSON])
