"""Tools and terms whose names go with a search, as one person may read them.

In memory: no database folds accents as people do, and no company has more than some thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from accounts.models import User
from processes import catalogue, glossary
from processes.finding.matching import Asked
from processes.models import Term, Tool

SHOWN = 3

Entry = TypeVar("Entry", Term, Tool)


def tools(asked: Asked, user: User) -> list[Tool]:
    """The best three, retired ones last. One query, none where nothing was asked for."""
    if not asked.words:
        return []
    rows = catalogue.readable_tools(user).only("name", "slug", "purpose", "status", "department")
    found = _best(asked, rows, lambda tool: [tool.name])
    return sorted(found, key=lambda tool: tool.status == "retired")[:SHOWN]


def terms(asked: Asked, user: User) -> list[Term]:
    """The best three, also by their other spellings and the words that they replace. One query,
    none where nothing was asked for."""
    if not asked.words:
        return []
    rows = glossary.readable_by(user).only("name", "definition", "also", "avoid", "department")
    found = _best(asked, rows, lambda term: [term.name, *term.also, *term.avoid])
    return [_placed(term, user) for term in found[:SHOWN]]


def _best(
    asked: Asked, entries: Iterable[Entry], names: Callable[[Entry], list[str]]
) -> list[Entry]:
    ranked = [(rank, e) for e in entries if (rank := asked.rank(names(e))) is not None]
    return [entry for _, entry in sorted(ranked, key=lambda pair: pair[0])]


def _placed(term: Term, user: User) -> Term:
    """With its department from the tree, which is loaded already."""
    term.department = user.departments.by_id[term.department_id]
    return term
