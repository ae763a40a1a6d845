"""How many of the pages found are of each department, kind, owner, tool and state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from processes.models import Kind, Topic
from processes.search.candidates import BETWEEN_NAMES, Candidate
from processes.search.filtering import APPROVED, ARCHIVED, IMPORTED, OVERDUE
from processes.search.parsing import Query
from processes.text.rendering import fold

PREFIXES = {
    "department": "in",
    "kind": "kind",
    "owner": "owner",
    "tool": "tool",
    "tag": "tag",
    "state": "is",
}
STATE_LABELS = {
    APPROVED: "Approved",
    OVERDUE: "Review overdue",
    IMPORTED: "Never reviewed",
    ARCHIVED: "Archived",
}
MOST = 12  # of one kind


@dataclass(frozen=True, slots=True)
class Facet:
    """`value` is what stands behind the prefix in a query."""

    value: str
    label: str
    count: int
    is_chosen: bool


def count(
    found: Sequence[Candidate], query: Query, user: User, day: date
) -> dict[str, list[Facet]]:
    """The commonest first; those chosen already are always among them (no query)."""
    return {
        name: _facets(Counter(option for one in found for option in options(one)), query, name)
        for name, options in (
            ("department", _departments(user)),
            ("kind", _kinds),
            ("owner", lambda one: [(one.owner_name, one.owner_name)]),
            ("tool", lambda one: _named(one.tools)),
            ("tag", lambda one: _named(one.tags)),
            ("state", lambda one: [_state(one, day)]),
        )
    }


def _departments(user: User):  # noqa: ANN202 - a function of a candidate
    by_id = user.departments.by_id

    def options(one: Candidate) -> list[tuple[str, str]]:
        # A department made since this request read the tree is not in it.
        department = by_id.get(one.department)
        return [(department.slug, department.name)] if department else []

    return options


def _kinds(one: Candidate) -> list[tuple[str, str]]:
    value = one.topic or one.kind
    return [(value, str(Topic(one.topic).label if one.topic else Kind(one.kind).label))]


def _named(column: str | None) -> Iterator[tuple[str, str]]:
    names = column.split(BETWEEN_NAMES) if column else ()
    return ((name, name) for name in dict.fromkeys(names))


def _state(one: Candidate, day: date) -> tuple[str, str]:
    if one.archived_at is not None:
        value = ARCHIVED
    elif one.approved_by is None:
        value = IMPORTED
    elif one.review_due is not None and one.review_due < day:
        value = OVERDUE
    else:
        value = APPROVED
    return value, STATE_LABELS[value]


def _facets(counts: Counter[tuple[str, str]], query: Query, name: str) -> list[Facet]:
    chosen = {fold(value) for value in query.filters.get(PREFIXES[name], ())}
    facets = [
        Facet(value, label, times, fold(value) in chosen or fold(label) in chosen)
        for (value, label), times in counts.items()
    ]
    facets.sort(key=lambda one: (not one.is_chosen, -one.count, fold(one.label)))
    return facets[:MOST]
