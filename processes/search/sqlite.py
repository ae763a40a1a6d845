"""The index as two FTS5 tables: what pages are about, and all their words, ranked by bm25."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import F, FloatField, Func, Lookup, Q, TextField

from processes.models import Article, SearchDocument, SearchHead
from processes.models.article import ArticleQuerySet
from processes.search.document import Document
from processes.search.terms import Way

HEADS, TEXTS = SearchHead._meta.db_table, SearchDocument._meta.db_table
BOTH = "processes_search_both"
HEAD_COLUMNS = ("title", "aliases", "marks", "summary", "headings")
ALIASES, SUMMARY, HEADINGS = "search_head__aliases", "search_head__summary", "search_head__headings"

Expression = str


@TextField.register_lookup
class Match(Lookup):
    """`column MATCH query`, which FTS5 answers for the hidden column named like its table."""

    lookup_name = "fts_match"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, column_params = self.process_lhs(compiler, connection)
        query, query_params = self.process_rhs(compiler, connection)
        return f"{column} MATCH {query}", [*column_params, *query_params]


class Rank(Func):
    """FTS5 gives better matches smaller numbers."""

    template = f"-bm25({TEXTS})"
    output_field = FloatField()


def write(documents: Iterable[tuple[int, Document]]) -> None:
    """One statement for each, by the id of its article: a view takes it and writes both tables."""
    rows = [[pk, *(getattr(one, name) for name in HEAD_COLUMNS), str(one.everything)]
            for pk, one in documents]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT OR REPLACE INTO {BOTH} (id, {', '.join(HEAD_COLUMNS)}, words)"  # noqa: S608
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            rows,
        )


def remove(pk: int) -> None:
    with connection.cursor() as cursor:
        for table in (HEADS, TEXTS):
            cursor.execute(f"DELETE FROM {table} WHERE rowid = %s", [pk])  # noqa: S608


def clear() -> None:
    with connection.cursor() as cursor:
        for table in (HEADS, TEXTS):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def is_there(pk: int, document: Document | None = None) -> bool:
    """Whether the index holds anything of an article, or exactly this."""
    asked, params = "head.rowid = %s", [pk]
    if document is not None:
        compared = [*(f"head.{name}" for name in HEAD_COLUMNS), "text.words"]
        asked += "".join(f" AND {name} = %s" for name in compared)
        params += [getattr(document, name) for name in HEAD_COLUMNS]
        params += [str(document.everything)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM {HEADS} head JOIN {TEXTS} text ON text.rowid = head.rowid"  # noqa: S608
            f" WHERE {asked}",
            params,
        )
        return cursor.fetchone() is not None


def missing() -> Q:
    """Of which articles the index holds nothing."""
    return ~Q(pk__in=SearchDocument.objects.values("article"))


def in_titles(articles: ArticleQuerySet, asked: Expression) -> ArticleQuerySet:
    return in_heads(articles, f"{{title aliases marks}} : {asked}")


def in_heads(articles: ArticleQuerySet, asked: Expression) -> ArticleQuerySet:
    return articles.filter(search_head__document__fts_match=asked)


def anywhere(articles: ArticleQuerySet, asked: Expression) -> ArticleQuerySet:
    """Each with its `rank`: the more the better."""
    found = articles.filter(search_document__document__fts_match=asked)
    return found.annotate(rank=Rank(F("search_document__document")))


def say(way: Way, *, only_titles: bool = False) -> Expression:
    """Each word is quoted, so that nothing in it can be an operator; none holds a quote."""
    return f'"{" ".join(way.row)}"' + (" *" if way.is_prefix else "")


def all_of(parts: Sequence[Expression]) -> Expression:
    return f"({' AND '.join(parts)})"


def one_of(parts: Sequence[Expression]) -> Expression:
    return f"({' OR '.join(parts)})"


def in_a_row(part: Expression, way: Way) -> Expression:
    """Finds the same, and bm25 counts the words in a row as one that is rare."""
    return one_of([part, say(way)])


def without(part: Expression, excluded: Sequence[Expression]) -> Expression:
    return f"({part} NOT {one_of(excluded)})" if excluded else part


def saying(asked: Expression) -> ArticleQuerySet:
    return Article.objects.filter(search_document__document__fts_match=asked)
