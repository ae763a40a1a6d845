"""Queries that are compiled once per process and asked many times, with other values each time.

Django builds and compiles a query anew whenever it is asked, which for the article page took ten
times as long as the database did. The query is still written with the ORM, so that there is one
text of each rule; `Parameter` stands in it wherever a value differs from request to request.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, Func, Model, TextField
from django.db.models.query import QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = tuple[Any, ...]
# Where a value goes in what Django compiles.
PLACE = re.compile("(?<!%)%s")


class Parameter(Expression):
    """A value that is named now and given when the query is asked."""

    def __init__(self, name: str, output_field: Field) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list]:
        return "%s", [self]


class Listed(Func):
    """All rows of a subquery in one column: a JSON array of an array for each row, as text.

    As a plain function: an aggregate would bring a GROUP BY, and time to plan it.
    """

    output_field = TextField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, Any]:
        template = "JSON_GROUP_ARRAY(JSON_ARRAY(%(expressions)s))"
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, Any]:
        template = "CAST(JSONB_AGG(JSONB_BUILD_ARRAY(%(expressions)s)) AS text)"
        return self.as_sql(compiler, connection, template=template, **extra)


class Prepared:
    """The compiled form of a `values_list` query."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        self._using = queryset.db
        connection = connections[self._using]
        compiler = queryset.query.get_compiler(self._using)
        sql, params = compiler.as_sql()
        # By name: SQLite's driver takes no “%s”, and Django would look for each one anew, every
        # time, which for a long query takes longer than asking it.
        names = [
            param.name if isinstance(param, Parameter) else f"constant_{at}"
            for at, param in enumerate(params)
        ]
        first, *rest = PLACE.split(sql)
        named = (f"%({name})s{piece}" for name, piece in zip(names, rest, strict=True))
        self._sql = "".join([first, *named])
        given = dict(zip(names, params, strict=True))
        self._parameters = [n for n, param in given.items() if isinstance(param, Parameter)]
        self._constants = {n: given[n] for n in given if n not in self._parameters}
        columns = [expression for expression, *_ in compiler.select]
        # Only the expressions are kept: a connection belongs to its thread.
        self._converted = [
            (place, column)
            for place, column in enumerate(columns)
            if _converters(column, connection)
        ]

    def fetch(self, **values: Any) -> list[Row]:
        """All rows as the database gives them (one query), for these values of the parameters.

        Good for telling whether something changed; `convert` makes Python's values of them.
        """
        connection = connections[self._using]
        given = {name: _adapt(values[name], connection) for name in self._parameters}
        with connection.cursor() as cursor:
            cursor.execute(self._sql, {**self._constants, **given})
            return cursor.fetchall()

    def convert(self, row: Row) -> Row:
        """The row, or the first columns of one, with the values that the ORM's query would give."""
        connection, values = connections[self._using], list(row)
        for place, column in self._converted:
            if place >= len(values):
                break
            for convert in _converters(column, connection):
                values[place] = convert(values[place], column, connection)
        return tuple(values)


def columns(model: type[Model], *names: str) -> list[str]:
    """These columns in the model's own order, which is the one that `from_db` reads them in."""
    known = [field.attname for field in model._meta.concrete_fields]
    return sorted(names, key=known.index)


def _converters(column: Any, connection: BaseDatabaseWrapper) -> list[Any]:
    """As SQLCompiler.get_converters: the database's own first, then the field's."""
    return connection.ops.get_db_converters(column) + column.get_db_converters(connection)


def _adapt(value: Any, connection: BaseDatabaseWrapper) -> Any:
    if isinstance(value, datetime.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, datetime.date):
        return connection.ops.adapt_datefield_value(value)
    return value
