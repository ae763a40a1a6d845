"""The database as it was at one moment, while people go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read within sees the same state, and keeps nobody from writing."""
    if connection.in_atomic_block:
        raise RuntimeError("A snapshot cannot begin within a transaction.")
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        yield from _reading()


def _reading() -> Iterator[None]:
    """SQLite: our transactions take the lock for writing at once; this one only reads, and the
    write-ahead log keeps for it what others change."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            # The moment is that of the first look.
            cursor.execute("SELECT count(*) FROM sqlite_master")
            yield
        finally:
            cursor.execute("ROLLBACK")
