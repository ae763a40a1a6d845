"""States of the database: which migrations were applied, and how to get to a state."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from django.apps.registry import Apps
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from backup.format import BackupRefused, Migration
from backup.tables import all_tables_of
from processes import append_only


def applied() -> set[Migration]:
    """What was applied to this database, by the parts that are installed."""
    installed = _loader().migrated_apps
    return {
        one for one in MigrationRecorder(connection).applied_migrations() if one[0] in installed
    }


def check_known(migrations: Iterable[Migration]) -> None:
    """Raises BackupRefused where some are not known here."""
    loader = _loader()
    apps = sorted({app for app, _ in migrations if app not in loader.migrated_apps})
    if apps:
        raise BackupRefused(f"It has tables of parts that are not installed here: {_few(apps)}.")
    newer = sorted(
        f"{app} {name}" for app, name in migrations if (app, name) not in loader.graph.nodes
    )
    if newer:
        raise BackupRefused(
            f"It was made by a newer version of Imprimatur (migrations that are not known here:"
            f" {_few(newer)}). Install that version first."
        )


def apps_at(migrations: Collection[Migration]) -> Apps:
    """The tables as they are after these migrations, as models."""
    return _apps_after(tuple(_last(migrations)))


def rebuild(migrations: Collection[Migration]) -> None:
    """Takes away all tables, and makes those of these migrations, empty but for what migrations
    write. Within a transaction of the caller."""
    _drop_all()
    _migrate(_last(migrations))


def go_on() -> None:
    """Applies what came after, as `manage.py migrate` does."""
    emit_pre_migrate_signal(0, interactive=False, db=DEFAULT_DB_ALIAS)
    _migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())
    emit_post_migrate_signal(0, interactive=False, db=DEFAULT_DB_ALIAS)


def are_all_applied() -> bool:
    """Whether nothing is left to migrate."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def settle() -> None:
    """Checks references that PostgreSQL would look at last of all: until then it alters none of
    their tables. Raises IntegrityError."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@lru_cache(maxsize=1)
def _loader() -> MigrationLoader:
    """What there is on the disk, whatever the database has of it."""
    return MigrationLoader(None)


@lru_cache(maxsize=2)
def _apps_after(last: tuple[Migration, ...]) -> Apps:
    """Takes some tenths of a second."""
    return _loader().project_state(list(last)).apps


def _migrate(targets: list[Migration]) -> None:
    def settled(action: str, *_: object) -> None:
        if action == "apply_success":
            settle()

    MigrationExecutor(connection, settled).migrate(targets)


def _last(migrations: Collection[Migration]) -> list[Migration]:
    """Of each app, those that no other of them follows."""
    nodes = _loader().graph.node_map
    known = set(migrations)
    return sorted(
        one
        for one in known
        if not any(child.key in known and child.key[0] == one[0] for child in nodes[one].children)
    )


def _drop_all() -> None:
    append_only.lift()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            if names := _our_tables():
                cursor.execute(f"DROP TABLE {', '.join(names)} CASCADE")
            return
        # The file is ours alone. What FTS5 keeps beside a table goes with it.
        for kind, asked in (
            ("VIEW", "type = 'view'"),
            ("TABLE", "sql LIKE 'CREATE VIRTUAL TABLE%%'"),
            ("TABLE", "type = 'table' AND name NOT LIKE 'sqlite!_%%' ESCAPE '!'"),
        ):
            cursor.execute(f"SELECT name FROM sqlite_master WHERE {asked}")  # noqa: S608
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP {kind} IF EXISTS {connection.ops.quote_name(name)}")


def _our_tables() -> list[str]:
    """In a database that others may use too."""
    there = set(connection.introspection.table_names())
    ours = {table.name for table in all_tables_of(apps_at(applied()))}
    ours |= set(connection.introspection.django_table_names()) | {"django_migrations"}
    return [connection.ops.quote_name(name) for name in sorted(ours & there)]


def _few(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
