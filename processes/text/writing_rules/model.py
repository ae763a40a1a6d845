"""What the writing rules know of a page, and what they say about it. Plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from processes.text.source import Source

Level = Literal["blocking", "advice", "off"]
Field = Literal["title", "summary", "body"]
Value = int | str | list[str]


@dataclass(frozen=True, slots=True)
class Section:
    """A section that the page's template has, in its order."""

    heading: str
    is_required: bool = True
    hint: str = ""


@dataclass(frozen=True, slots=True)
class LinkFact:
    """What the wiki knows of a link; `written` is a key of `source.requests(body, site)`.

    "outside" is an address that is none of the wiki's pages, "section" one whose page has no such
    section. A page that the author may not see is "hidden" and counts as good.
    """

    written: str
    state: Literal["found", "hidden", "wanted", "ambiguous", "outside", "section"]


@dataclass(frozen=True, slots=True)
class Text:
    """A page as its author wants it, and what the rules need to know around it.

    `avoid` has the words not to use, each with the one to use instead ("" for none);
    `picture_widths` the width in pixels of each picture, by the address as it is written.
    """

    title: str
    summary: str
    body: str
    kind: str = "process"
    topic: str = ""
    sections: tuple[Section, ...] = ()
    links: tuple[LinkFact, ...] = ()
    avoid: Mapping[str, str] = field(default_factory=dict)
    picture_widths: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: a sentence that says what to do, and where.

    `start` and `end` count code points of the field; both are 0 where there is no place yet.
    """

    message: str
    field: Field = "body"
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Parameter:
    """What can be set about a rule. The type of `default` is the type of every value: a number
    between `smallest` and `largest`, a word out of `choices`, or a list of words."""

    label: str
    default: Value
    help: str = ""
    smallest: int = 1
    largest: int = 10_000
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What a rule reads: the text, and its source taken apart once for all rules."""

    text: Text
    source: Source


Check = Callable[[Page, Mapping[str, Any]], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table. `key` is kept in the database and never changes; `level` is how
    strict the rule is where nobody has set it."""

    key: str
    label: str
    why: str
    level: Level
    check: Check
    parameters: Mapping[str, Parameter] = field(default_factory=dict)

    @property
    def defaults(self) -> dict[str, Value]:
        return {name: parameter.default for name, parameter in self.parameters.items()}


@dataclass(frozen=True, slots=True)
class Setting:
    """How strict a rule is for one page; parameters that are left out have their defaults."""

    level: Level
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """What one rule says of a page. Without findings it is met."""

    rule: Rule
    level: Level
    findings: tuple[Finding, ...] = ()

    @property
    def is_met(self) -> bool:
        return not self.findings

    @property
    def blocks(self) -> bool:
        """Whether the page may not be submitted as it is."""
        return self.level == "blocking" and not self.is_met
