"""The terms that count on the pages of a department, nearest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Department, User
from accounts.models.tree import DepartmentTree, load_tree
from processes.models import Term
from processes.text.rendering import fold
from processes.text.terms import Entry, first_occurrences

Noted = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms that a page may explain, its own department's first."""

    terms: Sequence[Term]

    def noted_in(self, html: str) -> Noted:
        """What `Article.terms` holds: places in the HTML, each with the definitions told there.

        [{"at", "length", "definitions": [{"term", "department": id, "text"}]}], in their order.
        """
        by_key = {term.pk: term for term in self.terms}
        entries = [Entry(term.pk, (term.name, *term.also)) for term in self.terms]
        return [
            {
                "at": place.at,
                "length": place.length,
                "definitions": [_told(by_key[key]) for key in place.keys],
            }
            for place in first_occurrences(html, entries)
        ]


def vocabulary(department_id: int, tree: DepartmentTree) -> Vocabulary:
    """The terms for pages of a department (one query)."""
    return Vocabulary(_nearest_first(department_id, tree))


def avoided(
    department: Department, *, reader: User | None = None, tree: DepartmentTree | None = None
) -> dict[str, str]:
    """The words that pages of a department should avoid, each with the term that replaces it, both
    as they were written.

    One query, and one for the tree where neither it nor a reader is given. The nearest department
    decides: no word is avoided that one at least as near uses as its own. What `reader` may not
    read is left out.
    """
    tree = tree or (reader.departments if reader else load_tree())
    hidden = tree.hidden_from(reader) if reader else frozenset()
    used: set[str] = set()
    found: dict[str, tuple[str, str]] = {}
    for term in _nearest_first(department.pk, tree):
        if term.department_id in hidden:
            continue
        used.update(key for word in (term.name, *term.also) if (key := fold(word)) not in found)
        for word in term.avoid:
            if (key := fold(word)) and key not in used:
                found.setdefault(key, (word, term.name))
    return dict(found.values())


def written_ways(departments: Iterable[Department]) -> list[str]:
    """All spellings of the terms of these departments (one query)."""
    terms = Term.objects.filter(department__in=departments).values_list("name", "also")
    return [spelling for name, also in terms for spelling in (name, *also)]


def _nearest_first(department_id: int, tree: DepartmentTree) -> list[Term]:
    """Of the department and those above it, then of those open to the whole company."""
    line = tree.shape.lineages.get(department_id, ())
    counting = {*line, *tree.shape.open}
    place = {pk: number for number, pk in enumerate(line)}
    terms = Term.objects.filter(department__in=counting).order_by("name_key", "pk")
    return sorted(terms, key=lambda term: place.get(term.department_id, len(place)))


def _told(term: Term) -> dict[str, Any]:
    return {"term": term.name, "department": term.department_id, "text": term.definition}
