"""The index as a tsvector. Words come analysed, so PostgreSQL only stores, matches and ranks."""

from __future__ import annotations

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F, Value
from django.db.models.expressions import CombinedExpression

from processes.models import Article, SearchEntry
from processes.models.article import ArticleQuerySet
from processes.search.analysis import Document, Query

CONFIG = "simple"
# D, C, B, A: body, headings, summary, title.
WEIGHTS = [0.1, 0.3, 0.5, 1.0]
LONGEST_FIELD = 900_000  # bytes; PostgreSQL refuses a tsvector above 1 MB


def index(article: Article, document: Document) -> None:
    vector = (
        _weighted(document.title, "A")
        + _weighted(document.summary, "B")
        + _weighted(document.headings, "C")
        + _weighted(document.body[:LONGEST_FIELD], "D")
    )
    SearchEntry.objects.update_or_create(article=article, defaults={"vector": vector})


def remove(article: Article) -> None:
    SearchEntry.objects.filter(article=article).delete()


def clear() -> None:
    SearchEntry.objects.all().delete()


def ranked(articles: ArticleQuerySet, query: Query) -> ArticleQuerySet:
    """Those that match, each with its `rank`: the more the better."""
    asked = SearchQuery(_tsquery(query), search_type="raw", config=CONFIG)
    rank = SearchRank(F("search_entry__vector"), asked, weights=WEIGHTS)
    return articles.filter(search_entry__vector=asked).annotate(rank=rank)


def _weighted(words: str, weight: str) -> SearchVector | CombinedExpression:
    return SearchVector(Value(words), config=CONFIG, weight=weight)


def _tsquery(query: Query) -> str:
    """Terms are letters and digits only, so none of them can be an operator."""
    last = len(query.terms) - 1
    return " & ".join(
        f"('{word}' | '{stem}'" + (f" | '{word}':*)" if place == last else ")")
        for place, (word, stem) in enumerate(query.terms)
    )
