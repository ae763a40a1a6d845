"""SCIM's filters and orders as queries (RFC 7644, section 3.4.2)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from scim2_models import InvalidFilterException, InvalidPathException, SearchRequest
from scim2_models.path import (
    AttrPath,
    CompareOperator,
    Comparison,
    FilterVisitor,
    LogicalExpr,
    LogicalOperator,
    Not,
    Present,
    ValuePath,
)

FURTHEST = 10**9  # where no database has rows any more
MOST_TERMS = 200  # comparisons in one filter; databases give up at a thousand


@dataclass(frozen=True, slots=True)
class Column:
    """Where an attribute is. `id` is a number behind a letter, `within` the same in another table
    (so that nobody comes twice); `given` is the same for everybody, as each has one address."""

    name: str
    kind: Literal["text", "exact", "flag", "time", "id", "within", "given"] = "text"
    others: QuerySet[Any] | None = None


Columns = Mapping[str, Column]
TEXT = {
    CompareOperator.eq: "iexact",
    CompareOperator.co: "icontains",
    CompareOperator.sw: "istartswith",
    CompareOperator.ew: "iendswith",
}
EXACT = {
    CompareOperator.eq: "exact",
    CompareOperator.co: "contains",
    CompareOperator.sw: "startswith",
    CompareOperator.ew: "endswith",
}
ORDERED = {
    CompareOperator.gt: "gt",
    CompareOperator.ge: "gte",
    CompareOperator.lt: "lt",
    CompareOperator.le: "lte",
}
# What an attribute without a part stands for.
WHOLE = {"emails": "emails.value", "members": "members.value", "name": "name.formatted"}


def selected(rows: QuerySet[Any], search: SearchRequest[Any], columns: Columns) -> QuerySet[Any]:
    """The rows a search asks for, in its order; the order of pages is the same every time.

    Raises SCIM's refusals for attributes that no column stands for.
    """
    if search.filter is not None:
        rows = rows.filter(_Condition(columns).visit(search.filter.ast))
    if search.sort_by is None:
        return rows.order_by("pk")
    column = columns.get(_key(str(search.sort_by)))
    if column is None or column.kind in {"given", "within"}:
        raise InvalidPathException(detail=f"Cannot sort by “{search.sort_by}”.")
    down = "-" if search.sort_order == SearchRequest.SortOrder.descending else ""
    return rows.order_by(f"{down}{column.name}", "pk")


class _Condition(FilterVisitor[Q]):
    def __init__(self, columns: Columns, within: str = "") -> None:
        self.columns = columns
        self.within = within
        self.terms = 0

    def visit_not(self, node: Not) -> Q:
        return ~self.visit(node.expr)

    def visit_logical_expr(self, node: LogicalExpr) -> Q:
        first, *others = (self.visit(term) for term in node.terms)
        for other in others:
            first = first & other if node.op == LogicalOperator.and_ else first | other
        return first

    def visit_value_path(self, node: ValuePath) -> Q:
        inner = _Condition(self.columns, _key(str(node.attr_path)))
        inner.terms = self.terms
        found = inner.visit(node.val_filter)
        self.terms = inner.terms
        return found

    def visit_present(self, node: Present) -> Q:
        column = self._column(node.attr_path)
        if column.kind in {"given", "id", "flag"}:
            return Q(pk__isnull=False)
        if column.others is not None:
            return Q(pk__in=column.others)
        return ~_missing(column)

    def visit_comparison(self, node: Comparison) -> Q:
        column = self._column(node.attr_path)
        if node.op == CompareOperator.ne:
            return ~_compared(column, CompareOperator.eq, node.value)
        return _compared(column, node.op, node.value)

    def _column(self, path: AttrPath) -> Column:
        self.terms += 1
        if self.terms > MOST_TERMS:
            raise InvalidFilterException(detail=f"A filter has {MOST_TERMS} comparisons at most.")
        key = _key(str(path))
        if self.within:
            key = f"{self.within.partition('.')[0]}.{key}"
        if (column := self.columns.get(key)) is None:
            raise InvalidFilterException(detail=f"Cannot filter by “{path}”.")
        return column


def _key(path: str) -> str:
    """An attribute's name as the columns have it, without the schema it may be written with."""
    name = path.rpartition(":")[2].lower()
    return WHOLE.get(name, name)


def _compared(column: Column, op: CompareOperator, value: object) -> Q:
    if column.kind == "given":
        return Q(pk__isnull=False)  # “work”, “primary”: of the one address somebody has here
    if value is None:
        return ~Q(pk__in=column.others) if column.others is not None else _missing(column)
    if column.kind in {"id", "within"}:
        return _is(column, op, value)
    if column.kind == "flag":
        return Q(**{column.name: value is True or str(value).lower() == "true"})
    if column.kind == "time":
        return _at(column, op, value)
    text = str(value)
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise InvalidFilterException(detail="The filter has characters that nothing here has.")
    lookups = (TEXT if column.kind == "text" else EXACT) | ORDERED
    return Q(**{f"{column.name}__{lookups[op]}": text})


def _is(column: Column, op: CompareOperator, value: object) -> Q:
    if op != CompareOperator.eq:
        raise InvalidFilterException(detail="An id is equal to another, or it is not.")
    pk = number(str(value))
    if pk is None:
        return _nobody()
    if column.others is not None:
        return Q(pk__in=column.others.filter(**{column.name: pk}))
    return Q(**{column.name: pk})


def number(key: str) -> int | None:
    """The number in an id such as “u-12”; None where that is none of ours."""
    digits = key[2:]
    if key[:2] not in {"u-", "g-"} or not (digits.isascii() and digits.isdecimal()):
        return None
    return int(digits) if len(digits) < 16 else None


def _at(column: Column, op: CompareOperator, value: object) -> Q:
    at = value if isinstance(value, datetime.datetime) else _time(str(value))
    if op not in ORDERED and op != CompareOperator.eq:
        raise InvalidFilterException(detail="Times are compared, not searched in.")
    return Q(**{f"{column.name}__{ORDERED.get(op, 'exact')}": at})


def _time(text: str) -> datetime.datetime:
    try:
        at = parse_datetime(text)
    except ValueError:
        at = None
    if at is None:
        raise InvalidFilterException(detail=f"“{text}” is no time.")
    try:
        return at if timezone.is_aware(at) else at.replace(tzinfo=datetime.UTC)
    except OverflowError as error:
        raise InvalidFilterException(detail="That time is out of reach.") from error


def _missing(column: Column) -> Q:
    missing = Q(**{f"{column.name}__isnull": True})
    return missing | Q(**{column.name: ""}) if column.kind in {"text", "exact"} else missing


def _nobody() -> Q:
    return Q(pk__in=[])
