"""What the ids in facts stand for, as one person may know it: one query, however many there are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from django.db.models import BigIntegerField, Case, CharField, F, Q, Value, When
from django.db.models.functions import Cast
from django.db.models.query import QuerySet

from accounts.models import Department, User
from accounts.models.tree import DepartmentTree
from accounts.prepared import Parameter, Prepared
from accounts.reorganising import became
from processes.facts.names import DEPARTMENT, PERSON, ROLES, TEMPLATE, TOOL, parted
from processes.models import ArticleTemplate, Tool

_TEXT = CharField()
# Such a number in a sentence would cost a query more, and name nothing.
_IN_JSON = re.compile(rf'"{DEPARTMENT}:([0-9]{{1,18}})"')
# One shape for all that is named, so that one query finds it.
_COLUMNS = (
    *("what", "id", "called", "address", "state"),
    *("instead", "instead_address", "instead_place", "place"),
)
IN_ROWS = tuple(name if name == "id" else f"its_{name}" for name in _COLUMNS)


@dataclass(frozen=True, slots=True)
class Known:
    """A person, a tool or a template. `address` is the e-mail address of somebody with a name, or
    a tool's slug; `state` the status of a tool, or “left” of a person; `instead` the tool to use in
    place of a retired one; `place` a department's id."""

    what: str
    id: int
    called: str
    address: str
    state: str
    instead: str
    instead_address: str
    instead_place: int | None
    place: int | None


@dataclass(frozen=True, slots=True)
class Names:
    """What some facts speak of. Of what this person may not know, ids are in `hidden` alone."""

    known: Mapping[tuple[str, int], Known] = field(default_factory=dict)
    departments: Mapping[int, Department] = field(default_factory=dict)
    hidden: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def of(cls, user: User, *facts: Mapping[str, Any]) -> Names:
        """One query, none where no person, tool or template is named (beyond the user's tree)."""
        people = set(_named(PERSON, facts))
        tools = {pk for each in facts for pk in each.get("tools", ())}
        templates = {each["template"] for each in facts if "template" in each}
        return cls.among(_rows(people, tools, templates), user, *facts)

    @classmethod
    def among(
        cls,
        rows: Iterable[Known],
        user: User,
        *facts: Mapping[str, Any],
        former: Mapping[int, int] | None = None,
    ) -> Names:
        """As `of`, where the rows of all that is named were read already, and what became of
        departments that are no more (`former`) as well: no query then."""
        rows = list(rows)
        closed, tree = user.departments.hidden_from(user), user.departments
        places = _present(set(_named(DEPARTMENT, facts)), tree, former)
        return cls(
            {(row.what, row.id): _for(row, closed) for row in rows if row.place not in closed},
            {pk: tree.by_id[now] for pk, now in places.items() if now not in closed},
            frozenset(
                {(row.what, row.id) for row in rows if row.place in closed}
                | {(DEPARTMENT, pk) for pk, now in places.items() if now in closed}
            ),
        )


def former_places(text: str, tree: DepartmentTree) -> dict[int, int]:
    """What became of the departments that facts, as JSON, name and that are no more (one query,
    none where all are there)."""
    named = {int(number) for number in _IN_JSON.findall(text)}
    return became(sorted(named - tree.shape.rows.keys()))


def _present(
    named: Collection[int], tree: DepartmentTree, former: Mapping[int, int] | None
) -> dict[int, int]:
    """The departments there are, by the numbers that mean them: their own, or that of one which
    was merged into them (one query, only where a number is none of today's and nobody asked)."""
    there = {pk: pk for pk in named if pk in tree.shape.rows}
    if former is None:
        former = became([pk for pk in named if pk not in there])
    return there | {pk: now for pk, now in former.items() if now in tree.shape.rows}


def _named(what: str, facts: Collection[Mapping[str, Any]]) -> Iterator[int]:
    for each in facts:
        for name in ROLES:
            for reference in each.get(name, ()):
                found = parted(reference)
                if found and found[0] == what:
                    yield found[1]


def _for(row: Known, closed: Collection[int]) -> Known:
    """Without the name of another tool that the reader may not know of."""
    return replace(row, instead="") if row.instead_place in closed else row


def _rows(people: set[int], tools: set[int], templates: set[int]) -> list[Known]:
    asked = {PERSON: sorted(people), TOOL: sorted(tools), TEMPLATE: sorted(templates)}
    if not any(asked.values()):
        return []
    places = {what: _places(ids) for what, ids in asked.items()}
    # A place too many repeats the last id.
    values = {
        _named_place(what, at): ids[min(at, len(ids) - 1)]
        for what, ids in asked.items()
        for at in range(places[what])
    }
    query = _query(*places.values())
    return [Known(*query.convert(row)) for row in query.fetch(**values)]


def _places(ids: list[int]) -> int:
    """The next power of two, so that there are few different queries."""
    return 1 << (len(ids) - 1).bit_length() if ids else 0


@lru_cache(maxsize=64)
def _query(people: int, tools: int, templates: int) -> Prepared:
    """The query for so many ids of each kind: compiled anew, it would take as long as all the rest
    of a page."""
    queries = [
        of(_parameters(what, number))
        for of, what, number in (
            (of_people, PERSON, people),
            (of_tools, TOOL, tools),
            (_of_templates, TEMPLATE, templates),
        )
        if number
    ]
    return Prepared(queries[0].union(*queries[1:], all=True) if queries[1:] else queries[0])


def _parameters(what: str, number: int) -> list[Parameter]:
    return [Parameter(_named_place(what, at), BigIntegerField()) for at in range(number)]


def _named_place(what: str, at: int) -> str:
    return f"{what}_{at}"


def of_people(ids: list[Parameter] | QuerySet[Any, Any]) -> QuerySet[User, Any]:
    left = Case(When(is_active=True, then=Value("")), default=Value("left"))
    return _shaped(
        User.objects.filter(pk__in=ids),
        what=_text(PERSON),
        called=Case(When(name="", then=F("email")), default=F("name"), output_field=_TEXT),
        address=Case(When(name="", then=Value("")), default=F("email"), output_field=_TEXT),
        state=left,
    )


def of_tools(ids: list[Parameter] | QuerySet[Any, Any]) -> QuerySet[Tool, Any]:
    replaced = Q(status="retired", replaced_by__isnull=False)
    return _shaped(
        Tool.objects.filter(pk__in=ids),
        what=_text(TOOL),
        called=F("name"),
        address=F("slug"),
        state=F("status"),
        instead=Case(When(replaced, then=F("replaced_by__name")), default=Value("")),
        instead_address=Case(When(replaced, then=F("replaced_by__slug")), default=Value("")),
        instead_place=F("replaced_by__department"),
        place=F("department_id"),
    )


def _of_templates(ids: list[Parameter]) -> QuerySet[ArticleTemplate, Any]:
    return _shaped(
        ArticleTemplate.objects.filter(pk__in=ids),
        what=_text(TEMPLATE),
        called=F("name"),
        place=F("department_id"),
    )


def _shaped(rows: QuerySet[Any], **columns: Any) -> QuerySet[Any, Any]:
    """The rows in the shape that all share: each column of the same type in each of the queries."""
    empty: dict[str, Any] = dict.fromkeys(_COLUMNS[2:-2], _text(""))
    nowhere = dict.fromkeys(_COLUMNS[-2:], Cast(Value(None), BigIntegerField()))
    shaped = {**empty, **nowhere, **columns}
    annotated = {f"its_{name}": value for name, value in shaped.items()}
    return rows.order_by().annotate(**annotated).values_list(*IN_ROWS)


def _text(value: str) -> Value:
    return Value(value, output_field=_TEXT)
