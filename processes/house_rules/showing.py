"""What the rules say, as pages show it: what is missing, what is advised, what is met."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from processes.text.writing_rules import RULES

# Of one rule; the rest comes up as these are mended.
MOST_PLACES = 5
LONGEST_QUOTE = 60


class Fields(Protocol):
    """A proposal, a round, or what somebody has written so far."""

    title: Any
    summary: Any
    body: Any


@dataclass(frozen=True, slots=True)
class Spot:
    """One thing to mend. `start` and `end` count UTF-16 units, as browsers do."""

    message: str
    field: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Item:
    """One rule; `more` counts the places beyond those shown."""

    key: str
    label: str
    why: str
    spots: tuple[Spot, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Checklist:
    """`missing` are the blocking rules that are not met, `advice` the others that are not."""

    missing: tuple[Item, ...]
    advice: tuple[Item, ...]
    met: tuple[Item, ...]


def checklist(rows: Iterable[Mapping[str, Any]], fields: Fields) -> Checklist:
    """The rows of `Report.as_json()`, or those that a round kept, with their places in the text
    that they were made of."""
    texts = {name: _Field(getattr(fields, name)) for name in ("title", "summary", "body")}
    kinds: dict[str, list[Item]] = {"missing": [], "advice": [], "met": []}
    for row in rows:
        unmet = "missing" if row["level"] == "blocking" else "advice"
        kinds[unmet if row["findings"] else "met"].append(_item(row, texts))
    return Checklist(**{name: tuple(items) for name, items in kinds.items()})


class _Field:
    """A text that places are counted in."""

    def __init__(self, text: str) -> None:
        self.text = text
        # Characters that take two units.
        self._wide = [] if text.isascii() else [i for i, c in enumerate(text) if c > "\uffff"]

    def spot(self, finding: Mapping[str, Any]) -> Spot:
        start, end = finding["start"], finding["end"]
        return Spot(
            finding["message"],
            finding["field"],
            self._units(start),
            self._units(end),
            self._quote(start, end, finding["message"]),
        )

    def _units(self, place: int) -> int:
        return place + bisect_left(self._wide, place)

    def _quote(self, start: int, end: int, message: str) -> str:
        words = " ".join(self.text[start : min(end, start + 4 * LONGEST_QUOTE)].split())
        if words.lstrip("# ") in message:  # it names the heading already
            return ""
        return words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE].rstrip()}…"


def _item(row: Mapping[str, Any], texts: Mapping[str, _Field]) -> Item:
    found = row["findings"]
    shown = tuple(texts[finding["field"]].spot(finding) for finding in found[:MOST_PLACES])
    why = _reasons().get(row["rule"], "")
    return Item(row["rule"], row["label"], why, shown, len(found) - len(shown))


@cache
def _reasons() -> dict[str, str]:
    return {rule.key: rule.why for rule in RULES}
