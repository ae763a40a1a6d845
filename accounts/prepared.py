"""Queries that are compiled once per process and asked many times, with other values each time.

Django builds and compiles a query anew whenever it is asked, which for the article page took ten
times as long as the database did. The query is still written with the ORM, so that there is one
text of each rule; `Parameter` stands in it wherever a value differs from request to request.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field
from django.db.models.query import QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = tuple[Any, ...]


class Parameter(Expression):
    """A value that is named now and given when the query is asked."""

    def __init__(self, name: str, output_field: Field) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list]:
        return "%s", [self]


class Prepared:
    """The compiled form of a `values_list` query. Its rows are plain tuples, as the query's are."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        self._using = queryset.db
        connection = connections[self._using]
        compiler = queryset.query.get_compiler(self._using)
        self._sql, self._params = compiler.as_sql()
        columns = [expression for expression, *_ in compiler.select]
        # Only the expressions are kept: a connection belongs to its thread.
        self._converted = [
            (place, column)
            for place, column in enumerate(columns)
            if _converters(column, connection)
        ]

    def rows(self, **values: Any) -> list[Row]:
        """All rows (one query), for these values of the parameters."""
        connection = connections[self._using]
        params = [
            _adapt(values[param.name], connection) if isinstance(param, Parameter) else param
            for param in self._params
        ]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            found = cursor.fetchall()
        return self._convert(found, connection)

    def _convert(self, found: list[Row], connection: BaseDatabaseWrapper) -> list[Row]:
        if not found or not self._converted:
            return [tuple(row) for row in found]
        rows = [list(row) for row in found]
        for place, column in self._converted:
            for convert in _converters(column, connection):
                for row in rows:
                    row[place] = convert(row[place], column, connection)
        return [tuple(row) for row in rows]


def _converters(column: Any, connection: BaseDatabaseWrapper) -> list[Any]:
    """As SQLCompiler.get_converters: the database's own first, then the field's."""
    return connection.ops.get_db_converters(column) + column.get_db_converters(connection)


def _adapt(value: Any, connection: BaseDatabaseWrapper) -> Any:
    if isinstance(value, datetime.date):
        return connection.ops.adapt_datefield_value(value)
    return value
