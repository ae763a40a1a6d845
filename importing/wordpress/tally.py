"""What an export holds, in numbers: for the report, against which the import is held."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from importing.wordpress.elements import Element
from importing.wordpress.kinds import type_of

_MOST_NAMES = 200  # a hostile file could have a type of its own for every item


@dataclass
class Tally:
    """Items by type and status, comments by type, and what is declared of terms."""

    items: int = 0
    types: Counter[str] = field(default_factory=Counter)
    statuses: dict[str, Counter[str]] = field(default_factory=dict)
    comments: Counter[str] = field(default_factory=Counter)
    approved: int = 0
    sticky: int = 0
    locked: int = 0
    terms: Counter[str] = field(default_factory=Counter)

    def item(self, item: Element) -> None:
        self.items += 1
        kind = self._count(self.types, type_of(item))
        status = item.value("status").lower() or "none"
        self._count(self.statuses.setdefault(kind, Counter()), status)
        self.sticky += item.value("is_sticky") == "1"
        self.locked += bool(item.value("post_password"))
        for comment in item.all("comment"):
            self._count(self.comments, comment.value("comment_type").lower() or "comment")
            self.approved += is_approved(comment)

    def term(self, element: Element) -> None:
        self._count(self.terms, element.value("term_taxonomy") or element.name)

    def _count(self, counter: Counter[str], name: str) -> str:
        name = name[:60] if name in counter or len(counter) < _MOST_NAMES else "other"
        counter[name] += 1
        return name

    def told(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "items": self.items,
            "types": dict(self.types),
            "statuses": {name: dict(counter) for name, counter in self.statuses.items()},
            "comments": {"all": self.comments.total(), **self.comments},
            "comments_approved": self.approved,
            "sticky": self.sticky,
            "password_protected": self.locked,
        }


def is_approved(comment: Element) -> bool:
    """Old exports say “approve”, and other programs' nothing at all."""
    return comment.value("comment_approved").lower() in ("1", "approve", "approved", "")
