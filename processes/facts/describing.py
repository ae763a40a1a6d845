"""Facts in words, and what changed in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.models import User
from processes.facts.looking_up import Known, Names
from processes.facts.names import (
    DEPARTMENT,
    LABELS,
    LINES,
    LISTS,
    PERSON,
    ROLES,
    TEMPLATE,
    TOOL,
    TOOLS,
    stands_for,
)
from processes.models import ToolStatus

GONE = {
    PERSON: "somebody who is gone",
    DEPARTMENT: "a department that is gone",
    TOOL: "a tool that is gone",
    TEMPLATE: "a template that is gone",
}
UNNAMED = {
    DEPARTMENT: "a department that you may not read",
    TOOL: "a tool that you may not read",
    TEMPLATE: "a template that you may not read",
}

WHO = "who"
_ROWS = {
    **dict.fromkeys(LINES, "when"),
    **dict.fromkeys(LISTS, "what"),
    **dict.fromkeys((*ROLES, "accountable"), WHO),
    TOOLS: "tools",
}
_ORDER = [*LINES, *LISTS, "responsible", "accountable", "consulted", "informed", TOOLS]


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing a fact says. `url` leads to the person, the department or the tool; `note` is what
    one should know of it (“on trial”), and `instead` the name and address of a tool to use."""

    text: str
    url: str = ""
    note: str = ""
    instead: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as the page shows it. Hashable: it may be the key of a fragment."""

    name: str
    label: str
    values: tuple[Saying, ...]

    @property
    def row(self) -> str:
        """Those that are shown beside each other have the same."""
        return _ROWS[self.name]


def described(
    facts: Mapping[str, Any],
    user: User,
    owner: User | None = None,
    known: Iterable[Known] | None = None,
    former: Mapping[int, int] | None = None,
) -> list[Fact]:
    """What a page tells beside its text, in order, for this reader (at most one query; none where
    all that is `known` of what it names comes along, see `processes.facts.at_once`, and the
    `former` places).

    What is gone, or not for them, is left out; so is the template, which is for authors. Where
    somebody has a part in it, its `owner` is told as accountable.
    """
    facts = {name: value for name, value in facts.items() if name != TEMPLATE}
    if known is not None:
        names = Names.among(known, user, facts, former=former)
    else:
        names = Names.of(user, facts) if facts else Names()
    found = [Fact(name, label, _shown(name, facts, names)) for name, label in _labels(facts)]
    found = [fact for fact in found if fact.values]
    if owner and any(fact.row == WHO for fact in found):
        found.append(Fact("accountable", "Accountable", (_person(str(owner), owner.pk),)))
        found.sort(key=lambda fact: _ORDER.index(fact.name))
    return found


def differences(
    old: Mapping[str, Any] | None, new: Mapping[str, Any] | None, user: User
) -> list[dict[str, str]]:
    """The facts that differ, as label, old and new (at most one query, none where all are equal).

    Here everything counts: what this reader may not know is said to be there, without its name.
    """
    old, new = old or {}, new or {}
    changed = [name for name in LABELS if old.get(name) != new.get(name)]
    if not changed:
        return []
    sides = [{name: side[name] for name in changed if name in side} for side in (old, new)]
    names = Names.of(user, *sides)
    was, becomes = ([_in_words(name, side, names) for name in changed] for side in sides)
    return [
        {"label": LABELS[name], "old": before, "new": after}
        for name, before, after in zip(changed, was, becomes, strict=True)
    ]


def _labels(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(name, label) for name, label in LABELS.items() if name in facts]


def _shown(name: str, facts: Mapping[str, Any], names: Names) -> tuple[Saying, ...]:
    sayings = (_saying(name, value, names) for value in _values(name, facts))
    # Two departments that became one are told once.
    return tuple(dict.fromkeys(saying for saying in sayings if saying))


def _in_words(name: str, facts: Mapping[str, Any], names: Names) -> str:
    if name not in facts:
        return ""
    said = []
    for value in _values(name, facts):
        what, pk = stands_for(name, value)
        unnamed = UNNAMED if (what, pk) in names.hidden else GONE
        saying = _saying(name, value, names)
        said.append(saying.text if saying else unnamed.get(what, GONE[PERSON]))
    return ("; " if name in LISTS else ", ").join(said)


def _values(name: str, facts: Mapping[str, Any]) -> list[Any]:
    return [facts[name]] if name in (*LINES, TEMPLATE) else list(facts[name])


def _saying(name: str, value: Any, names: Names) -> Saying | None:
    """One value in words; None for what is gone or hidden."""
    if name in (*LINES, *LISTS):
        return Saying(value)
    return _named(*stands_for(name, value), names)


def _named(what: str, pk: int, names: Names) -> Saying | None:
    if what == DEPARTMENT:
        place = names.departments.get(pk)
        return Saying(place.name, place.get_absolute_url()) if place else None
    row = names.known.get((what, pk))
    if row is None:
        return None
    if what == PERSON:
        return _person(row.called, pk, row.state)
    if what == TEMPLATE:
        return Saying(row.called)
    note = "" if row.state == ToolStatus.IN_USE else ToolStatus(row.state).label.lower()
    instead = (row.instead, _tool(row.instead_address)) if row.instead else None
    return Saying(row.called, _tool(row.address), note, instead)


def _person(called: str, pk: int, note: str = "") -> Saying:
    return Saying(called, reverse("person", args=[pk]), note)


def _tool(slug: str) -> str:
    return reverse("tool", args=[slug])
