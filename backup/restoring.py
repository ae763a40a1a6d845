"""Puts an archive in place: all of it, or what was there before; nothing in between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction

from accounts.auditing import record
from accounts.models import Department, User
from backup import loading, migrating, stored
from backup.format import BackupRefused, Tell, silent
from backup.reading import Archive
from backup.tables import all_tables_of
from processes import append_only, search
from processes.models import Article
from processes.search.asking import backend

LOCK_SECONDS = 15
INDEXED = 200


def is_in_use() -> bool:
    """Whether anything would be lost here: people, departments or pages."""
    there = set(connection.introspection.table_names())
    models = (User, Department, Article)
    return any(model._base_manager.exists() for model in models if model._meta.db_table in there)


def restore(archive: Archive, tell: Tell = silent, *, replace: bool = False) -> None:
    """Checks the archive wholly, puts the files beside those that are there, then all rows in one
    transaction. Killed anywhere before that ends, the wiki is what it was.

    Raises BackupRefused, also where the wiki is in use and nobody said to `replace` it, and
    StorageUnavailable.
    """
    archive.check(tell)
    if not replace and is_in_use():
        raise BackupRefused(
            "This wiki is in use. Restore into an empty one, or say --replace: then all that is in"
            " it now is lost."
        )
    renamed = _put_files_back(archive, tell)
    try:
        with _at_once():
            _put_rows_back(archive, renamed, tell)
    except DatabaseError as error:
        raise BackupRefused(_sentence(error)) from error
    ContentType.objects.clear_cache()


def _put_files_back(archive: Archive, tell: Tell) -> dict[str, str]:
    """Returns the new names of those that could not have their own."""
    renamed = {}
    for done, file in enumerate(archive.files()):
        tell("files", done, archive.manifest.files)
        with archive.open_file(file) as content:
            name = stored.put_back(file, content)
        if name != file.name:
            renamed[file.name] = name
    tell("files", archive.manifest.files, archive.manifest.files)
    return renamed


def _put_rows_back(archive: Archive, renamed: dict[str, str], tell: Tell) -> None:
    migrations = set(archive.manifest.migrations)
    if migrating.applied() != migrations:
        tell("making the tables", 0, 0)
        migrating.rebuild(migrations)
    append_only.lift()
    loading.empty(all_tables_of(migrating.apps_at(migrations)))
    tables = archive.tables()
    for done, (table, saved) in enumerate(tables):
        tell(f"table {table.name}", done, len(tables))
        loading.load(table, archive.rows(table, saved), renamed)
        loading.number_on(table, saved.next_id)
    tell("tables", len(tables), len(tables))
    _check_references()
    if not migrating.are_all_applied():
        tell("applying newer migrations", 0, 0)
        migrating.go_on()
    append_only.enforce()
    _index(tell)
    record("restored", what=archive.manifest.site, made_at=archive.manifest.made_at)


@contextmanager
def _at_once() -> Iterator[None]:
    """One transaction, in which references may lead nowhere until they are checked."""
    is_postgres = connection.vendor == "postgresql"
    # SQLite alters tables only without these, and switches them off only before a transaction.
    switched = not is_postgres and connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            if is_postgres:
                with connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
            yield
    finally:
        if switched:
            connection.enable_constraint_checking()


def _check_references() -> None:
    """Raises IntegrityError."""
    migrating.settle()
    if connection.vendor == "sqlite":
        connection.check_constraints()


def _index(tell: Tell) -> None:
    """Of all pages; the words of the site are a table of the archive."""
    pages = Article.objects.filter(version__gt=0).order_by("pk")
    pages = pages.only("title", "summary", "contents", "text")
    total, done, after = pages.count(), 0, 0
    backend().clear()
    while batch := list(pages.filter(pk__gt=after)[:INDEXED]):
        tell("search index", done, total)
        search.index_many(batch, learn=False)
        after, done = batch[-1].pk, done + len(batch)
    tell("search index", total, total)


def _sentence(error: DatabaseError) -> str:
    words = " ".join(str(error).split())[:300]
    if "lock" in words:
        return (
            "Somebody is using the database. Stop all web processes and workers, and restore"
            f" again; nothing was changed. (The database said: {words})"
        )
    return f"The database did not take it, and nothing was changed. It said: {words}"
