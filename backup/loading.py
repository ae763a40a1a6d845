"""Rows into tables, in the caller's transaction."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import DatabaseError, connection

from backup.tables import Table
from backup.values import postgres_decoder, sqlite_decoder

BATCH = 500
# What COPY takes for the end of a column, of a row, and for its own signs. No text holds a NUL on
# PostgreSQL; SQLite keeps one.
ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": None})
Rows = Iterable[list[Any]]


def empty(tables: Iterable[Table]) -> None:
    """Takes all rows away, whoever refers to them. The logs must let go before."""
    names = [connection.ops.quote_name(table.name) for table in tables]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(names)}")
            return
        for name in names:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608


def load(table: Table, rows: Rows, renamed: dict[str, str]) -> None:
    """Some rows at a time; files that got another name are named by that."""
    places = table.files() if renamed else []
    if places:
        rows = _renamed(rows, places, renamed)
    if connection.vendor == "postgresql":
        _copy(table, map(postgres_decoder(table.fields), rows))
    else:
        _insert(table, map(sqlite_decoder(table.fields), rows))


def number_on(table: Table, next_id: int | None) -> None:
    """The next row gets this number, and no less than the rows that are there ask for.

    `setval` would stay although the transaction is rolled back, and give numbers out twice.
    """
    column = table.id_column
    if column is None:
        return
    name, column = connection.ops.quote_name(table.name), connection.ops.quote_name(column)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max({column}), 0) + 1 FROM {name}")  # noqa: S608
        number = max(next_id or 1, cursor.fetchone()[0])
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER SEQUENCE {table.sequence()} RESTART WITH {number:d}")
            return
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
        if number > 1:
            told = [table.name, number - 1]
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", told)


def _renamed(rows: Rows, places: list[int], renamed: dict[str, str]) -> Iterator[list[Any]]:
    for row in rows:
        for place in places:
            row[place] = renamed.get(row[place], row[place])
        yield row


def _insert(table: Table, rows: Iterable[list[Any]]) -> None:
    columns = ", ".join(map(connection.ops.quote_name, table.columns))
    places = ", ".join(["%s"] * len(table.columns))
    name = connection.ops.quote_name(table.name)
    waiting = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(waiting, BATCH)):
            cursor.executemany(f"INSERT INTO {name} ({columns}) VALUES ({places})", batch)  # noqa: S608


def _copy(table: Table, rows: Iterable[list[Any]]) -> None:
    columns = ", ".join(map(connection.ops.quote_name, table.columns))
    name = connection.ops.quote_name(table.name)
    lines = _Lines(map(_line, rows))
    try:
        with connection.cursor() as cursor, connection.wrap_database_errors:
            cursor.copy_expert(f"COPY {name} ({columns}) FROM STDIN", lines)
    except DatabaseError as error:
        raise lines.failure or error from error


def _line(row: list[Any]) -> str:
    return "\t".join(map(_word, row)) + "\n"


def _word(value: Any) -> str:
    if value is None:
        return "\\N"
    return value.translate(ESCAPED) if isinstance(value, str) else str(value)


class _Lines(io.TextIOBase):
    """Lines as a file that COPY reads, one at a time."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        # What went wrong on our side: COPY would only tell that something did.
        self.failure: Exception | None = None

    def read(self, size: int | None = -1, /) -> str:
        """Some lines, of about as many signs as asked for."""
        found, length = [], 0
        while length < (size or 0):
            try:
                line = next(self._lines, "")
            except Exception as error:
                self.failure = error
                raise
            if not line:
                break
            found.append(line)
            length += len(line)
        return "".join(found)
