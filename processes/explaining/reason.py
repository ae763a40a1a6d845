"""What an explanation is made of."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.models.tree import DepartmentTree

SHUT = "a department that you may not open"


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule, whether it holds for this person and this page, and that in a sentence."""

    rule: str
    applies: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What all rules together come to, and the rules in the order in which they are asked."""

    may: bool
    reasons: list[Reason] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Names:
    """The departments by name, for somebody from whom those in `hidden` are kept: it may be told
    that there is a closed door above, but not which."""

    tree: DepartmentTree
    hidden: frozenset[int] = frozenset()

    def are_told(self, department_id: int) -> bool:
        return department_id not in self.hidden

    def __call__(self, department_id: int) -> str:
        return SHUT if department_id in self.hidden else self.tree.said_of(department_id)[0]

    def all(self, departments: list[int]) -> str:
        return ", ".join(dict.fromkeys(self(pk) for pk in departments))


def date(value: datetime.date | datetime.datetime) -> str:
    day = timezone.localtime(value) if isinstance(value, datetime.datetime) else value
    return f"{day:%-d %B %Y}"
