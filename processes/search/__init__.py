"""Finding articles by what they say. One analyser feeds PostgreSQL and SQLite alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Case, Value, When

from accounts.models import User
from processes.models import Article
from processes.models.article import ArticleQuerySet
from processes.search import postgres, sqlite
from processes.search.analysis import Document, Query, Snippet, mark, parse, snippet
from processes.text.rendering import fold


@dataclass(frozen=True, slots=True)
class Result:
    article: Article
    title: Snippet
    snippet: Snippet


def index(article: Article, old_titles: Iterable[str] | None = None) -> None:
    """Puts an article's published text into the index, in the caller's transaction.

    One statement, where the caller knows its old titles.
    """
    if old_titles is None:
        old_titles = article.aliases.values_list("title", flat=True)
    _backend().index(article, Document.of(article, old_titles))


def is_indexed(article: Article) -> bool:
    """Whether the index holds anything of an article."""
    return _backend().is_indexed(article)


def is_current(article: Article) -> bool:
    """Whether the index holds what the article says now."""
    old_titles = article.aliases.values_list("title", flat=True)
    return _backend().is_current(article, Document.of(article, old_titles))


def remove(article: Article) -> None:
    """Takes an article out of the index; its page stays."""
    _backend().remove(article)


def clear() -> None:
    """Empties the index (a test's `flush` does not reach an FTS5 table)."""
    _backend().clear()


def find(query: str, user: User) -> ArticleQuerySet:
    """Published articles this person may read that hold every word of the query, best first.

    A page whose whole title was typed goes before all others. A query without a single letter or
    digit finds nothing.
    """
    visible = Article.objects.visible_to(user).published().select_related("department", "owner")
    parsed = parse(query)
    if not parsed.terms:
        return visible.none()
    exact = Case(When(title_key=fold(query), then=Value(1)), default=Value(0))
    ranked = _backend().ranked(visible, parsed).annotate(exact=exact)
    return ranked.order_by("-exact", "-rank", "title", "pk").defer("body", "html", "contents")


def saying(phrases: Iterable[str]) -> ArticleQuerySet:
    """Articles in the index that hold all the words of one of these phrases, wherever they stand:
    whoever may read them, and in no order."""
    queries = [parsed for phrase in phrases if (parsed := parse(phrase)).terms]
    return _backend().any_of(queries) if queries else Article.objects.none()


def explain(article: Article, query: str) -> Result:
    """An article as a search result: its title and a piece of its text with the words marked."""
    parsed: Query = parse(query)
    text = article.text or article.summary
    return Result(article, mark(article.title, parsed), snippet(text, parsed))


def _backend():  # noqa: ANN202 - a module, chosen by the database in use
    return postgres if connection.vendor == "postgresql" else sqlite
