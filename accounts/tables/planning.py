"""What each line of a table would do."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class State(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Change:
    """A field, by its name in words, and what stands there before and after, in words as well."""

    field: str
    before: str
    after: str


@dataclass(slots=True)
class Row:
    """A line of the table: `what` names the person or the department, `said` are sentences on it.

    `entry` is the row of the database as it would be, `before` what its fields that differ hold.
    """

    line: int
    what: str
    state: State = State.SAME
    changes: list[Change] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    entry: Any = None
    before: dict[str, Any] = field(default_factory=dict)

    @property
    def fields(self) -> list[str]:
        return list(self.before)

    def refuse(self, sentence: str) -> None:
        self.state = State.REFUSED
        self.changes, self.before, self.said = [], {}, [sentence]

    def note(self, name: str, label: str, before: Any, told: tuple[object, object]) -> None:
        """The field is otherwise from then on: `before` is what it holds, `told` what is shown of
        what it holds and will hold."""
        self.before[name] = before
        self.changes.append(Change(label, *map(_words, told)))
        if self.state == State.SAME:
            self.state = State.CHANGED


@dataclass(slots=True)
class Plan:
    kind: str
    rows: list[Row]
    unknown: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many lines there are of each state, all states named."""
        found = Counter(row.state.value for row in self.rows)
        return {state.value: found[state.value] for state in State}

    def of(self, *states: State) -> list[Row]:
        return [row for row in self.rows if row.state in states]

    @property
    def digest(self) -> str:
        """Differs where anything else would be done: what was looked at is what is applied."""
        told = [(row.line, row.what, row.state, row.changes, row.said) for row in self.rows]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
