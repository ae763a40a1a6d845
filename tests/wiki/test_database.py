"""The suite runs on the database it was asked to, driven as in production."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from threading import Thread

import pytest
from django.db import connection

VENDORS = {"sqlite": "sqlite", "postgres": "postgresql"}


@pytest.mark.django_db
def test_the_run_is_on_the_database_it_asked_for(pytestconfig: pytest.Config) -> None:
    assert connection.vendor == VENDORS[pytestconfig.getoption("--database")]


def test_django_drives_postgres_with_psycopg2() -> None:
    """Django silently prefers psycopg 3 wherever anything installs it."""
    from django.db.backends.postgresql.psycopg_any import is_psycopg3

    assert not is_psycopg3
    assert version("psycopg2-binary")
    for unwanted in ("psycopg", "psycopg-binary", "psycopg-c"):
        with pytest.raises(PackageNotFoundError):
            version(unwanted)


def _only_on(vendor: str) -> None:
    if connection.vendor != vendor:
        pytest.skip(f"this is about {vendor}")


@pytest.mark.django_db
def test_postgres_is_talked_to_through_psycopg2() -> None:
    _only_on("postgresql")
    with connection.cursor() as cursor:
        assert type(cursor.cursor).__module__.startswith("psycopg2")


@pytest.mark.django_db
def test_sqlite_is_a_file_with_a_write_ahead_log_and_checks_its_references() -> None:
    _only_on("sqlite")
    with connection.cursor() as cursor:
        pragmas = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "foreign_keys", "synchronous")
        }
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1}
    assert Path(connection.settings_dict["NAME"]).exists()


@pytest.mark.django_db(transaction=True)
def test_a_second_thread_reads_while_sqlite_writes() -> None:
    _only_on("sqlite")
    from django.contrib.auth import get_user_model
    from django.db import transaction

    people = get_user_model()
    seen: list[int] = []

    def look() -> None:
        seen.append(people.objects.count())
        connection.close()

    with transaction.atomic():
        people.objects.create_user("alice@example.com", "Alice")
        thread = Thread(target=look)
        thread.start()
        thread.join(timeout=10)
    assert seen == [0]
