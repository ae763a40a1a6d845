"""The filters of a search, as links: the same search with one filter more, or one less."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from processes.text.rendering import fold

# What stands before the colon, and what people read; in the order in which they are shown.
PREFIXES = {
    "department": ("in", "Department"),
    "kind": ("kind", "Kind"),
    "owner": ("owner", "Owner"),
    "tool": ("tool", "Tool"),
    "tag": ("tag", "Tag"),
    "state": ("is", "Trust"),
}
SHOWN = 6  # of a group; the others are folded
NOT_OF_EXPERTISE = ("process", "expertise")
NEEDS_QUOTES = re.compile(r"[\s\"“”]")


class Facet(Protocol):
    """As `processes.search` counts it: how many pages found have a value."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter that can be chosen or taken away: what it says, and the query that it leads to."""

    label: str
    count: int
    is_chosen: bool
    query: str


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one filter, those that are on first."""

    name: str
    choices: list[Choice]

    @property
    def first(self) -> list[Choice]:
        return self.choices[:SHOWN]

    @property
    def rest(self) -> list[Choice]:
        return self.choices[SHOWN:]


def choices(typed: str, facets: Mapping[str, Iterable[Facet]]) -> list[Group]:
    """What the pages found can be narrowed to, group by group.

    A group with a single value that all pages have narrows nothing and is left out.
    """
    groups = []
    for name, (prefix, title) in PREFIXES.items():
        found = [_choice(typed, prefix, facet) for facet in facets.get(name, ())]
        if len(found) > 1 or any(choice.is_chosen for choice in found):
            found.sort(key=lambda choice: not choice.is_chosen)
            groups.append(Group(title, found))
    return groups


def chosen(
    typed: str, filters: Mapping[str, Iterable[str]], facets: Mapping[str, Iterable[Facet]]
) -> list[Choice]:
    """The filters that are on, as they were typed, to be taken away one by one."""
    found = []
    for name, (prefix, _) in PREFIXES.items():
        labels = {
            fold(said): _label(prefix, facet)
            for facet in facets.get(name, ())
            for said in (facet.label, facet.value)
        }
        for value in filters.get(prefix, ()):
            label = labels.get(fold(value), f"{prefix}: {value}")
            found.append(Choice(label, 0, True, without_filter(typed, prefix, value)))
    return found


def with_filter(typed: str, prefix: str, value: str) -> str:
    """The same search, narrowed."""
    told = f'"{value}"' if NEEDS_QUOTES.search(value) else value
    return f"{typed.strip()} {prefix}:{told}".strip()


def without_filter(typed: str, prefix: str, *values: str) -> str:
    """The same search without a filter that has one of these values, however it was written."""
    keys = {fold(value) for value in values}

    def rest(found: re.Match[str]) -> str:
        told = found.group("quoted")
        told = found.group("plain") if told is None else told
        return " " if fold(told) in keys else found.group()

    pattern = rf'(?<!\S){prefix}:(?:["“”](?P<quoted>[^"“”]*)["“”]|(?P<plain>\S*))'
    return " ".join(re.sub(pattern, rest, typed, flags=re.IGNORECASE).split())


def _choice(typed: str, prefix: str, facet: Facet) -> Choice:
    # A department may have been typed by its name, where its value is its address.
    query = (
        without_filter(typed, prefix, facet.value, facet.label)
        if facet.is_chosen
        else with_filter(typed, prefix, facet.value)
    )
    return Choice(_label(prefix, facet), facet.count, facet.is_chosen, query)


def _label(prefix: str, facet: Facet) -> str:
    """A topic as on its pages: “Company” alone may be a department as well."""
    is_topic = prefix == "kind" and facet.value not in NOT_OF_EXPERTISE
    return f"{facet.label} expertise" if is_topic else facet.label
