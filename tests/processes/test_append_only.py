"""The database itself refuses to change or delete a line of the log."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from processes import append_only
from processes.models import Action, Decision
from tests.cast import Cast


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE processes_decision SET comment = 'never said'",
        "UPDATE processes_decision SET by_id = by_id WHERE action = 'approved'",
        "DELETE FROM processes_decision",
    ],
)
def test_the_database_refuses(cast: Cast, statement: str) -> None:
    cast.article()
    before = list(Decision.objects.values())
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert list(Decision.objects.values()) == before
    Decision.objects.create(article=cast.article("More"), action=Action.CHANGED, by=cast.owner)


def test_postgresql_refuses_to_empty_it_as_well(cast: Cast) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE.")
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE processes_decision CASCADE")


def test_it_is_lifted_for_migrations_and_put_back_however_often(cast: Cast) -> None:
    cast.article()
    assert append_only.is_enforced()
    append_only.lift()
    append_only.lift()
    assert not append_only.is_enforced()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE processes_decision SET comment = 'rewritten'")
    append_only.enforce()
    append_only.enforce()
    assert append_only.is_enforced()


@pytest.mark.django_db(transaction=True)
def test_a_migration_ends_with_the_log_closed() -> None:
    append_only.lift()
    call_command("migrate", verbosity=0)
    assert append_only.is_enforced()
