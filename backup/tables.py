"""Which tables and columns there are at a state of migrations.

Asked of the migrations and not of today's models, so that an old archive is understood.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps.registry import Apps
from django.db import connection
from django.db.models import Field, FileField, Model
from django.db.models.query import QuerySet

from backup.values import selected

# Not in an archive, and empty after it was put in place.
LEFT_OUT = {
    # Who signs in again signs in as who they are then; and an archive opens nobody's session.
    "django_session",
    "accounts_browsersession",
    # Housekeeping asks again for whatever is still to be done.
    "django_tasks_database_dbtaskresult",
    # Files made on request, kept for some days.
    "exporting_export",
    # Written anew from the pages.
    "processes_searchentry",
}


@dataclass(frozen=True)
class Table:
    model: type[Model]
    fields: tuple[Field, ...]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def columns(self) -> list[str]:
        return [field.column for field in self.fields]

    @property
    def id_column(self) -> str | None:
        """Where its rows are numbered."""
        numbered = self.model._meta.auto_field
        return numbered.column if numbered else None

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """In the order of their keys, some at a time."""
        asked = [selected(field) for field in self.fields]
        rows = QuerySet(self.model).order_by("pk").values_list(*asked)
        return rows.iterator(chunk_size=1000)

    def files(self) -> list[int]:
        """At which places a row names a file."""
        return [at for at, field in enumerate(self.fields) if isinstance(field, FileField)]

    def next_id(self) -> int | None:
        """The number that the next row would get; none was given to two rows, ever."""
        if self.id_column is None:
            return None
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"SELECT last_value + is_called::int FROM {self.sequence()}")  # noqa: S608
            else:
                cursor.execute("SELECT seq + 1 FROM sqlite_sequence WHERE name = %s", [self.name])
            found = cursor.fetchone()
        return found[0] if found else 1

    def sequence(self) -> str:
        """PostgreSQL's, quoted as it has to be."""
        quoted = connection.ops.quote_name(self.name)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [quoted, self.id_column])
            return cursor.fetchone()[0]


def tables_of(apps: Apps) -> list[Table]:
    """All that an archive holds, by name."""
    return [table for table in all_tables_of(apps) if table.name not in LEFT_OUT]


def all_tables_of(apps: Apps) -> list[Table]:
    """All that migrations made and keep, by name."""
    models = apps.get_models(include_auto_created=True)
    kept = (model for model in models if model._meta.managed and not model._meta.proxy)
    found = (Table(model, tuple(_stored(model))) for model in kept)
    return sorted(found, key=lambda table: table.name)


def _stored(model: type[Model]) -> Iterator[Field]:
    return (field for field in model._meta.local_concrete_fields if not field.generated)
