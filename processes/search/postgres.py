"""The index as a tsvector. Words come analysed, so PostgreSQL only stores, matches and ranks."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import BooleanField, F, Func, Value
from django.db.models.expressions import CombinedExpression

from processes.models import Article, SearchEntry
from processes.models.article import ArticleQuerySet
from processes.search.analysis import Document, Query

CONFIG = "simple"
# D, C, B, A: body, headings, summary, title.
WEIGHTS = [0.1, 0.3, 0.5, 1.0]
# PostgreSQL refuses a tsvector above 1 MB. That counts each different word once, with its places;
# of places it keeps 16,383 in each of the four fields, for which the rest of the 1 MB is left.
LARGEST_VECTOR = 900_000  # bytes
BESIDE_A_WORD = 11  # bytes: its length, alignment, and one place in each of the four fields


def index(article: Article, document: Document) -> None:
    vector = _vector(document)
    SearchEntry.objects.bulk_create(
        [SearchEntry(article=article, vector=vector)],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["vector"],
    )


def is_indexed(article: Article) -> bool:
    return SearchEntry.objects.filter(article=article).exists()


def is_current(article: Article, document: Document) -> bool:
    # A lookup of the field would ask whether the one matches the other.
    same = Func(
        F("vector"),
        _vector(document),
        template="(%(expressions)s)",
        arg_joiner=" = ",
        output_field=BooleanField(),
    )
    return (
        SearchEntry.objects.filter(article=article).annotate(same=same).filter(same=True).exists()
    )


def remove(article: Article) -> None:
    SearchEntry.objects.filter(article=article).delete()


def clear() -> None:
    SearchEntry.objects.all().delete()


def ranked(articles: ArticleQuerySet, query: Query) -> ArticleQuerySet:
    """Those that match, each with its `rank`: the more the better."""
    asked = SearchQuery(_tsquery(query), search_type="raw", config=CONFIG)
    rank = SearchRank(F("search_entry__vector"), asked, weights=WEIGHTS)
    return articles.filter(search_entry__vector=asked).annotate(rank=rank)


def any_of(queries: Iterable[Query]) -> ArticleQuerySet:
    """Those that match one of the queries."""
    asked = " | ".join(f"({_tsquery(query)})" for query in queries)
    vector = SearchQuery(asked, search_type="raw", config=CONFIG)
    return Article.objects.filter(search_entry__vector=vector)


def _vector(document: Document) -> CombinedExpression:
    title, summary, headings, body = _within_limit(document)
    return (
        _weighted(title, "A")
        + _weighted(summary, "B")
        + _weighted(headings, "C")
        + _weighted(body, "D")
    )


def _within_limit(document: Document) -> list[str]:
    """The four fields, weightiest first. Words that would be too many for one page are left out."""
    known: set[str] = set()
    room = LARGEST_VECTOR
    fields = []
    for field in (document.title, document.summary, document.headings, document.body):
        kept = []
        for word in field.split():
            cost = 0 if word in known else len(word.encode()) + BESIDE_A_WORD
            if cost <= room:
                known.add(word)
                kept.append(word)
                room -= cost
        fields.append(" ".join(kept))
    return fields


def _weighted(words: str, weight: str) -> SearchVector | CombinedExpression:
    return SearchVector(Value(words), config=CONFIG, weight=weight)


def _tsquery(query: Query) -> str:
    """Terms are letters and digits only, so none of them can be an operator."""
    last = len(query.terms) - 1
    return " & ".join(
        f"('{word}' | '{stem}'" + (f" | '{word}':*)" if place == last else ")")
        for place, (word, stem) in enumerate(query.terms)
    )
