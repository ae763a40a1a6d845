"""The index as an FTS5 table, ranked by bm25."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import F, FloatField, Func, Lookup, TextField

from processes.models import Article, SearchDocument
from processes.models.article import ArticleQuerySet
from processes.search.analysis import Document, Query

TABLE = SearchDocument._meta.db_table


@TextField.register_lookup
class Match(Lookup):
    """`column MATCH query`, which FTS5 answers for the hidden column named like its table."""

    lookup_name = "fts_match"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, column_params = self.process_lhs(compiler, connection)
        query, query_params = self.process_rhs(compiler, connection)
        return f"{column} MATCH {query}", [*column_params, *query_params]


class Rank(Func):
    """FTS5 gives better matches smaller numbers. Weights: title, summary, headings, body."""

    template = f"-bm25({TABLE}, 10.0, 5.0, 3.0, 1.0)"
    output_field = FloatField()


def index(article: Article, document: Document) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT OR REPLACE INTO {TABLE} (rowid, title, summary, headings, body)"  # noqa: S608
            " VALUES (%s, %s, %s, %s, %s)",
            [article.pk, document.title, document.summary, document.headings, document.body],
        )


def is_indexed(article: Article) -> bool:
    return SearchDocument.objects.filter(article=article).exists()


def is_current(article: Article, document: Document) -> bool:
    stored = SearchDocument.objects.filter(article=article)
    return list(stored.values_list("title", "summary", "headings", "body")) == [
        (document.title, document.summary, document.headings, document.body)
    ]


def remove(article: Article) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE rowid = %s", [article.pk])  # noqa: S608


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608


def ranked(articles: ArticleQuerySet, query: Query) -> ArticleQuerySet:
    """Those that match, each with its `rank`: the more the better."""
    matching = articles.filter(search_document__document__fts_match=_match(query))
    return matching.annotate(rank=Rank(F("search_document__document")))


def any_of(queries: Iterable[Query]) -> ArticleQuerySet:
    """Those that match one of the queries."""
    asked = " OR ".join(f"({_match(query)})" for query in queries)
    return Article.objects.filter(search_document__document__fts_match=asked)


def _match(query: Query) -> str:
    """Terms are quoted letters and digits, so none of them can be an operator."""
    last = len(query.terms) - 1
    return " AND ".join(
        f'("{word}" OR "{stem}"' + (f' OR "{word}"*)' if place == last else ")")
        for place, (word, stem) in enumerate(query.terms)
    )
