"""The search index: a vector column on PostgreSQL, an FTS5 table on SQLite."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from processes.models.article import Article


class SearchEntry(models.Model):
    """What PostgreSQL searches. Stays empty on SQLite."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="search_entry"
    )
    vector = SearchVectorField(null=True)

    class Meta:
        indexes = [GinIndex(fields=["vector"], name="search_vector")]

    def __str__(self) -> str:
        return f"Index of article {self.article_id}"


class SearchDocument(models.Model):
    """What SQLite searches: a row of the FTS5 table that migration 0002 makes.

    Unmanaged, because Django can neither create nor remake such a table. `document` is FTS5's
    hidden column, named like the table itself, which a MATCH is asked of.
    """

    article = models.OneToOneField(
        Article,
        models.DO_NOTHING,
        primary_key=True,
        db_column="rowid",
        related_name="search_document",
        db_constraint=False,
    )
    title = models.TextField()
    summary = models.TextField()
    headings = models.TextField()
    body = models.TextField()
    document = models.TextField(db_column="processes_search_fts")

    class Meta:
        managed = False
        db_table = "processes_search_fts"

    def __str__(self) -> str:
        return f"Index of article {self.article_id}"
