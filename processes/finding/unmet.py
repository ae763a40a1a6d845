"""What the log of searches says about a company's pages: what is wanted, and what is missing."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Count, Max, Q
from django.db.models.query import QuerySet
from django.utils import timezone

from accounts.models.tree import load_tree
from processes.models import Search

SHOWN = 25
SHOWN_BY_DEPARTMENT = 10
MOST_GROUPS = 1000  # of words and department, the most frequent first

Row = dict[str, Any]


def searches_of(days: int, now: datetime.datetime | None = None) -> QuerySet[Search]:
    """The searches of the last days."""
    since = (now or timezone.now()) - datetime.timedelta(days=days)
    return Search.objects.filter(at__gte=since).order_by()


def most_wanted(searches: QuerySet[Search]) -> list[Row]:
    """The words that were searched for most: {words, times, pages, opened}, one query.

    `pages` is the most that one of these searches found: people may read different pages.
    """
    return list(_by_words(searches).order_by("-times", "words_key")[:SHOWN])


def found_nothing(searches: QuerySet[Search]) -> list[Row]:
    """Searches that found no page, by the department of whoever asked (two queries).

    [{"department": Department or None, "times", "rows": [{words, times}]}], most searches first.
    """
    groups = searches.filter(hits=0).values("department", "words_key")
    counted = groups.annotate(words=Max("words"), times=Count("pk"))
    by_department: dict[int | None, list[Row]] = {}
    for row in counted.order_by("-times", "words_key")[:MOST_GROUPS]:
        by_department.setdefault(row["department"], []).append(row)
    departments = load_tree().by_id
    told = [
        {
            "department": departments.get(pk) if pk else None,
            "times": sum(row["times"] for row in rows),
            "rows": rows[:SHOWN_BY_DEPARTMENT],
        }
        for pk, rows in by_department.items()
    ]
    return sorted(told, key=lambda one: -one["times"])


def nothing_opened(searches: QuerySet[Search]) -> list[Row]:
    """Words that found pages of which nobody opened any: {words, times, pages}, one query.

    Whoever reads the answer in the list opens nothing either, so one search says little: those
    that came back more than once are told.
    """
    groups = _by_words(searches.filter(hits__gt=0)).filter(opened=0, times__gt=1)
    return list(groups.order_by("-times", "words_key")[:SHOWN])


def totals(searches: QuerySet[Search]) -> Row:
    """{times, without, opened}: how many searches, how many without a page, how many that led
    somewhere."""
    told = searches.aggregate(
        times=Count("pk"), without=Count("pk", filter=Q(hits=0)), opened=Count("opened_place")
    )
    return told


def _by_words(searches: QuerySet[Search]) -> QuerySet[Search, Row]:
    groups = searches.values("words_key")
    return groups.annotate(
        words=Max("words"), times=Count("pk"), pages=Max("hits"), opened=Count("opened_place")
    )
