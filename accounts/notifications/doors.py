"""What was told to somebody who may not read it any more.

A line of an inbox keeps the title of what it tells of. When the door to that is shut, the title is
not for this person any more, nor is an e-mail that has not gone out. What lines tell of is known
to the apps above; each says with `guard` who may read its things.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from accounts.models import Notification, User

# Of these things, those that this person may read today.
Rule = Callable[[User, set[int]], set[int]]

_rules: dict[str, Rule] = {}


def guard(kind: str, rule: Rule) -> None:
    """From now on lines whose subject is a `kind:id` are shown as far as the rule lets them."""
    _rules[kind] = rule


def shut(user: User, rows: Iterable[Notification]) -> set[int]:
    """Ids of those of a person's lines that tell of what they may not read today.

    One query or two for each kind of thing that the lines tell of, however many they are.
    """
    asked: dict[str, dict[int, list[int]]] = {}
    for row in rows:
        kind, _, number = row.subject_key.partition(":")
        if kind in _rules and number.isdecimal():
            asked.setdefault(kind, {}).setdefault(int(number), []).append(row.pk)
    closed: set[int] = set()
    for kind, lines in asked.items():
        open_ones = _rules[kind](user, set(lines))
        for number, told in lines.items():
            if number not in open_ones:
                closed.update(told)
    return closed
