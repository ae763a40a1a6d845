"""Makes room for an index that finds pages by what they are about before all their words."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# The words come analysed, parted by blanks: only these signs stand in them beside letters.
TOKENS = "tokenize = \"unicode61 remove_diacritics 0 tokenchars '+#=~^'\""
HEADS = f"CREATE VIRTUAL TABLE processes_search_heads USING fts5(title, aliases, marks, summary, headings, {TOKENS})"
TEXTS = f"CREATE VIRTUAL TABLE processes_search_fts USING fts5(words, {TOKENS})"
# What is written to this view goes to both tables, so that a publication takes one statement.
BOTH = """
CREATE VIEW processes_search_both AS SELECT
h.rowid AS id, h.title, h.aliases, h.marks, h.summary, h.headings, t.words
FROM processes_search_heads h JOIN processes_search_fts t ON t.rowid = h.rowid
"""
WRITING = """
CREATE TRIGGER processes_search_written INSTEAD OF INSERT ON processes_search_both BEGIN
INSERT INTO processes_search_heads (rowid, title, aliases, marks, summary, headings)
VALUES (new.id, new.title, new.aliases, new.marks, new.summary, new.headings);
INSERT INTO processes_search_fts (rowid, words) VALUES (new.id, new.words);
END
"""
BEFORE = """
CREATE VIRTUAL TABLE processes_search_fts
USING fts5(title, summary, headings, body, tokenize = 'unicode61 remove_diacritics 0')
"""


def make(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The old index goes: the next migration writes the new one."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE processes_search_fts")
        schema_editor.execute(HEADS)
        schema_editor.execute(TEXTS)
        schema_editor.execute(BOTH)
        schema_editor.execute(WRITING)
    else:
        schema_editor.execute("TRUNCATE processes_searchentry")


def unmake(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP VIEW processes_search_both")
        schema_editor.execute("DROP TABLE processes_search_heads")
        schema_editor.execute("DROP TABLE processes_search_fts")
        schema_editor.execute(BEFORE)
    else:
        schema_editor.execute("TRUNCATE processes_searchentry")


class Migration(migrations.Migration):
    dependencies = [("processes", "0015_where_pages_stand")]
    operations = [
        migrations.RunPython(make, unmake),
        migrations.CreateModel(
            name="SearchHead",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        db_column="rowid",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="search_head",
                        serialize=False,
                        to="processes.article",
                    ),
                ),
                ("title", models.TextField()),
                ("aliases", models.TextField()),
                ("marks", models.TextField()),
                ("summary", models.TextField()),
                ("headings", models.TextField()),
                ("document", models.TextField(db_column="processes_search_heads")),
            ],
            options={"db_table": "processes_search_heads", "managed": False},
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.BigIntegerField()),
                ("word", models.CharField(max_length=60)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("key", "word"), name="search_word_once")
                ]
            },
        ),
        migrations.AddField("searchentry", "aliases", models.TextField(default="")),
        migrations.AddField("searchentry", "summary", models.TextField(default="")),
        migrations.AddField("searchentry", "headings", models.TextField(default="")),
        migrations.AddField(
            "searchentry", "head", django.contrib.postgres.search.SearchVectorField(null=True)
        ),
        migrations.AddIndex(
            "searchentry",
            django.contrib.postgres.indexes.GinIndex(fields=["head"], name="search_head"),
        ),
    ]
