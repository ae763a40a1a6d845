"""Asking for pages to be drawn anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models.query import QuerySet
from django.utils import timezone

from processes import search
from processes.models import Article, Redraw
from processes.redrawing.draining import waiting
from processes.redrawing.jobs import enqueue

MOST_WORDS = 200


_is_held: ContextVar[bool] = ContextVar("is_held", default=False)


@contextmanager
def held() -> Iterator[None]:
    """While many pages are published in a row, their job begins once, at the end: pages that come
    later change many of those before. What is asked for waits in its rows meanwhile, so that
    nothing is lost whatever happens."""
    token = _is_held.set(True)
    try:
        yield
    finally:
        _is_held.reset(token)
        if waiting().exists():
            transaction.on_commit(enqueue, robust=True)


def ask(articles: QuerySet[Article] | Iterable[int]) -> None:
    """Asks for these pages, or those with these ids: one statement, however many they are.

    Within the caller's transaction, best at its end. The job begins when that has committed.
    """
    chosen = articles if isinstance(articles, QuerySet) else _with_ids(articles)
    try:
        pages, params = chosen.order_by().values("id").query.sql_with_params()
    except EmptyResultSet:
        return
    # A literal has no type of its own in a SELECT, on PostgreSQL.
    now = "%s::timestamptz" if connection.vendor == "postgresql" else "%s"
    asked_at = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Redraw._meta.db_table} (article_id, asked_at, tries, problem)"  # noqa: S608
            f" SELECT DISTINCT page.id, {now}, 0, '' FROM ({pages}) page",
            [asked_at, *params],
        )
        if cursor.rowcount and not _is_held.get():
            # A job that cannot be queued must not look like a change that failed: housekeeping
            # draws what is left over.
            transaction.on_commit(enqueue, robust=True)


def ask_for_all() -> None:
    """Asks for every page that was ever published."""
    ask(Article.objects.filter(version__gt=0))


def ask_for_saying(words: Collection[str]) -> None:
    """Asks for the pages that may say one of these words or phrases, as the search index has it;
    for all, where they are very many. Nothing for none."""
    if len(words) > MOST_WORDS:
        ask_for_all()
    elif words:
        ask(search.saying(words))


def _with_ids(pks: Iterable[int]) -> QuerySet[Article]:
    return Article.objects.filter(pk__in=list(pks))
