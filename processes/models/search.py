"""The search index: vectors on PostgreSQL, two FTS5 tables on SQLite; and the words of the site."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from processes.models.article import Article


class SearchEntry(models.Model):
    """What PostgreSQL searches. Stays empty on SQLite.

    `head` holds the words of titles (weight A), summary (C) and headings (D), so that the pages
    that are about something are found without reading long vectors; `vector` holds all words.
    """

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="search_entry"
    )
    aliases = models.TextField(default="")
    summary = models.TextField(default="")
    headings = models.TextField(default="")
    head = SearchVectorField(null=True)
    vector = SearchVectorField(null=True)

    class Meta:
        indexes = [
            GinIndex(fields=["head"], name="search_head"),
            GinIndex(fields=["vector"], name="search_vector"),
        ]

    def __str__(self) -> str:
        return f"Index of article {self.article_id}"


class SearchHead(models.Model):
    """What SQLite searches first: a row of an FTS5 table that a migration makes.

    Unmanaged, because Django can neither create nor remake such a table. `document` is FTS5's
    hidden column, named like the table itself, which a MATCH is asked of.
    """

    article = models.OneToOneField(
        Article,
        models.DO_NOTHING,
        primary_key=True,
        db_column="rowid",
        related_name="search_head",
        db_constraint=False,
    )
    title = models.TextField()
    aliases = models.TextField()
    marks = models.TextField()
    summary = models.TextField()
    headings = models.TextField()
    document = models.TextField(db_column="processes_search_heads")

    class Meta:
        managed = False
        db_table = "processes_search_heads"

    def __str__(self) -> str:
        return f"Titles of article {self.article_id}"


class SearchDocument(models.Model):
    """All words of an article, in another FTS5 table."""

    article = models.OneToOneField(
        Article,
        models.DO_NOTHING,
        primary_key=True,
        db_column="rowid",
        related_name="search_document",
        db_constraint=False,
    )
    words = models.TextField()
    document = models.TextField(db_column="processes_search_fts")

    class Meta:
        managed = False
        db_table = "processes_search_fts"

    def __str__(self) -> str:
        return f"Index of article {self.article_id}"


class SearchWord(models.Model):
    """A word that stands in some page, under each key by which who mistypes it finds it.

    A hint for “did you mean”, not a part of any page: see processes.search.vocabulary.
    """

    key = models.BigIntegerField()
    word = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "word"], name="search_word_once")]

    def __str__(self) -> str:
        return self.word
