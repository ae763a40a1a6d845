"""The log is append-only in the database too: it refuses to change or delete a decision.

Whoever holds the database's password can lift this, but nobody passes it by by accident or by a
hole in the wiki's own code. Migrations lift it while they run, because they may have to rewrite
the table, and put it back at their end (see ProcessesConfig).
"""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from processes.models import Decision

TABLE = Decision._meta.db_table
SENTENCE = "The log is append-only: a decision is never changed or deleted."

POSTGRES = (
    # An integrity error, as from any other constraint.
    f"""
    CREATE FUNCTION processes_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    f"CREATE TRIGGER log_is_append_only BEFORE UPDATE OR DELETE ON {TABLE}"
    " FOR EACH ROW EXECUTE FUNCTION processes_log_is_append_only()",
    f"CREATE TRIGGER log_is_not_emptied BEFORE TRUNCATE ON {TABLE}"
    " FOR EACH STATEMENT EXECUTE FUNCTION processes_log_is_append_only()",
)
SQLITE = tuple(
    f"CREATE TRIGGER log_is_append_only_{act.lower()} BEFORE {act} ON {TABLE}"
    f" BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    for act in ("UPDATE", "DELETE")
)
# Takes the triggers along.
POSTGRES_LIFTED = ("DROP FUNCTION IF EXISTS processes_log_is_append_only() CASCADE",)
SQLITE_LIFTED = tuple(
    f"DROP TRIGGER IF EXISTS log_is_append_only_{act}" for act in ("update", "delete")
)


def enforce(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Has the database refuse from now on; does nothing where the table does not exist (yet)."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    with transaction.atomic(using):
        lift(using)
        _execute(using, POSTGRES if connection.vendor == "postgresql" else SQLITE)


def lift(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Takes that back, for a migration or a test's cleaning up. Nothing to lift is fine."""
    is_postgres = connections[using].vendor == "postgresql"
    _execute(using, POSTGRES_LIFTED if is_postgres else SQLITE_LIFTED)


def is_enforced(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether all of the triggers are there and switched on."""
    if connections[using].vendor == "postgresql":
        wanted, query = (
            len(POSTGRES) - 1,
            (
                "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'O'"
                " AND tgname LIKE 'log_is_%%'"
            ),
        )
    else:
        wanted, query = (
            len(SQLITE),
            (
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
                " AND name LIKE 'log_is_%%'"
            ),
        )
    with connections[using].cursor() as cursor:
        cursor.execute(query, [TABLE])
        return cursor.fetchone()[0] == wanted


def _execute(using: str, statements: tuple[str, ...]) -> None:
    with connections[using].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
