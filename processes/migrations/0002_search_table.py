"""The FTS5 table that SQLite searches. PostgreSQL has its own column, made in 0001."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

CREATE = """
CREATE VIRTUAL TABLE processes_search_fts
USING fts5(title, summary, headings, body, tokenize = 'unicode61 remove_diacritics 0')
"""


def create(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(CREATE)


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE processes_search_fts")


class Migration(migrations.Migration):
    dependencies = [("processes", "0001_articles_and_proposals")]
    operations = [migrations.RunPython(create, drop)]
