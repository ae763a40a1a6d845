"""Finding articles by what they say. One analyser feeds PostgreSQL and SQLite alike.

The database finds candidates, in bounded numbers; Python puts them in order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction

from accounts.models import User
from processes.models import Alias, Article
from processes.models.article import ArticleQuerySet
from processes.search import vocabulary
from processes.search.asking import backend, plainly
from processes.search.document import Document
from processes.search.facets import Facet
from processes.search.found import Found, Hit
from processes.search.parsing import Query, parse
from processes.search.snippets import Snippet, mark, shortened, snippet
from processes.search.titles import titles

__all__ = [
    "Facet",
    "Found",
    "Hit",
    "Query",
    "Snippet",
    "clear",
    "find",
    "index",
    "index_many",
    "is_current",
    "is_indexed",
    "mark",
    "parse",
    "remove",
    "saying",
    "shortened",
    "snippet",
    "titles",
    "without_entry",
]


def index(article: Article, old_titles: Iterable[str] | None = None) -> None:
    """Puts an article's published text into the index, in the caller's transaction.

    One statement on PostgreSQL and two on SQLite, where the caller knows its old titles. Its words
    join those of the site after the transaction: that fails without failing a publication.
    """
    if old_titles is None:
        old_titles = _old_titles([article])[article.pk]
    document = Document.of(article, old_titles)
    backend().write([(article.pk, document)])
    transaction.on_commit(lambda: vocabulary.learn([document]), robust=True)


def index_many(articles: Sequence[Article], *, learn: bool = True) -> None:
    """Puts these into the index, in few statements. For batches of some hundred, in order of
    their ids; needs of each its id, title, summary, contents and text. Unless told to `learn` them,
    the words of the site stay as they are."""
    old = _old_titles(articles)
    documents = [(one.pk, Document.of(one, old[one.pk])) for one in articles]
    backend().write(documents)
    if learn:
        learned = [document for _, document in documents]
        transaction.on_commit(lambda: vocabulary.learn(learned), robust=True)


def is_indexed(article: Article) -> bool:
    """Whether the index holds anything of an article."""
    return backend().is_there(article.pk)


def is_current(article: Article) -> bool:
    """Whether the index holds what the article says now."""
    return backend().is_there(article.pk, Document.of(article, _old_titles([article])[article.pk]))


def remove(article: Article) -> None:
    """Takes an article out of the index; its page stays."""
    backend().remove(article.pk)


def clear() -> None:
    """Empties the index (a test's `flush` does not reach an FTS5 table)."""
    backend().clear()
    vocabulary.forget()


def without_entry() -> ArticleQuerySet:
    """Published articles that the index does not hold."""
    return Article.objects.filter(backend().missing(), version__gt=0)


def find(typed: str | Query, user: User, *, sort: str = "best") -> Found:
    """Published articles this person may read that hold every word of the query, best first.

    A query without a single letter or digit, and without a filter, finds nothing. `sort` is
    "best" or "newest". Nothing is asked of the database before something is asked of the answer.
    """
    return Found(parse(typed) if isinstance(typed, str) else typed, user, sort)


def saying(phrases: Iterable[str]) -> ArticleQuerySet:
    """Articles in use whose index holds all the words of one of these phrases, wherever they
    stand: whoever may read them, and in no order. No slips and no halves of words."""
    asked = [text for phrase in phrases if (text := plainly(parse(phrase)))]
    if not asked:
        return Article.objects.none()
    return backend().saying(backend().one_of(asked)).filter(archived_at=None)


def _old_titles(articles: Sequence[Article]) -> dict[int, list[str]]:
    """Of each article (one query)."""
    found: dict[int, list[str]] = defaultdict(list)
    aliases = Alias.objects.filter(article__in=[article.pk for article in articles])
    for pk, title in aliases.exclude(title="").values_list("article", "title"):
        found[pk].append(title)
    return found
