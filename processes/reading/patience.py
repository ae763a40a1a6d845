"""A write that nobody waits for does not wait either."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

MILLISECONDS = 250


@contextmanager
def in_passing() -> Iterator[None]:
    """A transaction that gives up soon where somebody else holds a lock.

    Raises OperationalError then.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
    elif connection.vendor == "sqlite":
        with _sqlite_timeout(MILLISECONDS), transaction.atomic():
            yield
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{MILLISECONDS}ms"])
            yield


@contextmanager
def _sqlite_timeout(milliseconds: int) -> Iterator[None]:
    """Its one lock is taken where the transaction begins, so this has to be said before."""
    usual = int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
