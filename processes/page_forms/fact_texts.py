"""Facts as the fields of a form say them, and lines of a field as facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from accounts.finding import Entry, label
from accounts.models import User
from processes import facts
from processes.forms import UNSEEN

_IN_BRACKETS = re.compile(r" \((?:[^()\s]*@[^()\s]*|department)\)")
LONGEST = 120  # characters of the line that stands for folded fields


def as_texts(told: Mapping[str, Any], user: User) -> dict[str, Any]:
    """The first value of each field, by its name; what this person may not know of is left out
    (a query where people are named, and one where tools are)."""
    texts: dict[str, Any] = dict(told)
    texts |= {name: "\n".join(told[name]) for name in facts.LISTS if name in told}
    roles = {name: told[name] for name in facts.ROLES if name in told}
    known = facts.Names.of(user, roles)
    labels = facts.department_labels(user.departments) if known.departments else {}
    for name in roles:
        # Two departments that became one are named once.
        texts[name] = ", ".join(dict.fromkeys(_people(name, roles[name], known, labels)))
    if "tools" in told:
        tools = {tool.pk: tool.label for tool in facts.tools(user).entries}
        texts["tools"] = ", ".join(tools[pk] for pk in told["tools"] if pk in tools)
    return {f"facts_{name}": text for name, text in texts.items()}


def in_a_line(values: Mapping[str, Any]) -> str:
    """What fields say, in a few words."""
    said = [str(values[name]) for name in ("trigger", "frequency") if values.get(name)]
    for name in ("responsible", "tools"):
        if values.get(name):
            names = _IN_BRACKETS.sub("", str(values[name]))
            said.append(f"{facts.LABELS[name].lower()}: {names}")
    line = " · ".join(said)
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def as_lines(text: str) -> list[str]:
    """Each line as one thing. Raises ValidationError where one is too long, or there are many."""
    found = [" ".join(UNSEEN.sub("", line).split()) for line in text.splitlines()]
    found = [line.lstrip("-*• ") for line in found if line.strip("-*• ")]
    if any(len(line) > facts.LONGEST_LINE for line in found):
        raise ValidationError(f"A line has at most {facts.LONGEST_LINE} letters. Break it up.")
    return at_most(facts.MOST_ITEMS, found, "lines")


def at_most(most: int, found: list[Any], what: str) -> list[Any]:
    """The same. Raises ValidationError where there are more than that."""
    if len(found) > most:
        raise ValidationError(f"At most {most} {what} fit here.")
    return found


def _people(
    role: str, values: list[str], known: facts.Names, labels: Mapping[int, str]
) -> Iterator[str]:
    for value in values:
        what, pk = facts.stands_for(role, value)
        if what == "department" and pk in known.departments:
            yield labels[known.departments[pk].pk]
        elif row := known.known.get((what, pk)):
            yield label(Entry(pk, row.called, row.address, "", True)) if row.address else row.called
