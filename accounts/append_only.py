"""The logs are append-only in the database too: it refuses to change or delete their lines.

Whoever holds the database's password can lift this, but nobody passes it by by accident or by a
hole in the wiki's own code. Migrations lift it while they run, because they may have to rewrite
the tables, and put it back at their end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from accounts.models import AuditEntry

# Younger lines of the audit log are nobody's to delete, whatever the settings say.
AUDIT_LEAST_DAYS = 30


@dataclass(frozen=True)
class Log:
    """One table. `function` is what PostgreSQL calls, and `prefix` what the triggers are called.

    `days`: from then on a line may be deleted (never changed), told by its column `at`; None keeps
    them for ever.
    """

    table: str
    prefix: str
    function: str
    sentence: str
    days: int | None = None

    def postgres(self) -> tuple[str, ...]:
        call = f"EXECUTE FUNCTION {self.function}()"
        young = f" WHEN (OLD.at > now() - interval '{self.days} days')" if self.days else ""
        return (
            # An integrity error, as from any other constraint.
            f"CREATE FUNCTION {self.function}() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN RAISE EXCEPTION '{self.sentence}'"
            " USING ERRCODE = 'integrity_constraint_violation'; END $$",
            f"CREATE TRIGGER {self.prefix}_is_append_only BEFORE UPDATE ON {self.table}"
            f" FOR EACH ROW {call}",
            f"CREATE TRIGGER {self.prefix}_is_kept BEFORE DELETE ON {self.table}"
            f" FOR EACH ROW{young} {call}",
            f"CREATE TRIGGER {self.prefix}_is_not_emptied BEFORE TRUNCATE ON {self.table}"
            f" FOR EACH STATEMENT {call}",
        )

    def sqlite(self) -> tuple[str, ...]:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{self.sentence}'); END"
        # Moments are stored as text that sorts by time.
        young = f" WHEN OLD.at > datetime('now', '-{self.days} days')" if self.days else ""
        return (
            f"CREATE TRIGGER {self.prefix}_is_append_only BEFORE UPDATE ON {self.table} {refuse}",
            f"CREATE TRIGGER {self.prefix}_is_kept BEFORE DELETE ON {self.table}{young} {refuse}",
        )

    def postgres_lifted(self) -> tuple[str, ...]:
        """Takes the triggers along."""
        return (f"DROP FUNCTION IF EXISTS {self.function}() CASCADE",)

    def sqlite_lifted(self) -> tuple[str, ...]:
        # The last two are what they were once called.
        ends = ("append_only", "kept", "append_only_update", "append_only_delete")
        return tuple(f"DROP TRIGGER IF EXISTS {self.prefix}_is_{end}" for end in ends)


AUDIT = Log(
    AuditEntry._meta.db_table,
    "audit",
    "accounts_audit_is_append_only",
    "The audit log is append-only: a line is never changed, and deleted only when it is old.",
    AUDIT_LEAST_DAYS,
)
# Every log there is; apps above add theirs.
LOGS: list[Log] = [AUDIT]


def enforce(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Has the database refuse from now on; passes over tables that do not exist (yet)."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with transaction.atomic(using):
        lift(using)
        for log in LOGS:
            if log.table in tables:
                is_postgres = connection.vendor == "postgresql"
                _execute(using, log.postgres() if is_postgres else log.sqlite())


def lift(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Takes that back, for a migration or a test's cleaning up. Nothing to lift is fine."""
    is_postgres = connections[using].vendor == "postgresql"
    for log in LOGS:
        _execute(using, log.postgres_lifted() if is_postgres else log.sqlite_lifted())


def is_enforced(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether all of the triggers are there and switched on."""
    return all(_has_all(using, log) for log in LOGS)


def _has_all(using: str, log: Log) -> bool:
    if connections[using].vendor == "postgresql":
        wanted = len(log.postgres()) - 1
        query = (
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'O'"
            " AND tgname LIKE %s"
        )
    else:
        wanted = len(log.sqlite())
        query = (
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
            " AND name LIKE %s"
        )
    with connections[using].cursor() as cursor:
        cursor.execute(query, [log.table, f"{log.prefix}_is_%"])
        return cursor.fetchone()[0] == wanted


def _execute(using: str, statements: tuple[str, ...]) -> None:
    with connections[using].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
