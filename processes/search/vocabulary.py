"""The words of the site's pages, so that a mistyped one can be understood.

A hint and no part of any page: it is written after the page, and a word of it is told to somebody
only where it finds something that they may read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b

from django.db import connection

from processes.models import SearchWord
from processes.search.document import Document
from processes.search.spelling import CLOSE, SHORTEST, closeness, keys

TABLE = SearchWord._meta.db_table
MOST_AT_ONCE = 2_000
MOST_OTHERS = 4
MOST_REMEMBERED = 5_000


def learn(documents: Iterable[Document]) -> None:
    """Adds the words of these pages that are new. In no transaction but its own, and in one order,
    so that two who add the same words wait for each other at most once."""
    words = _new(sorted(_words(documents)))
    rows = sorted((number, word) for word in words for number in _numbers(word))
    with connection.cursor() as cursor:
        for start in range(0, len(rows), MOST_AT_ONCE):
            _insert(cursor, rows[start : start + MOST_AT_ONCE])


def others(typed: Iterable[str]) -> dict[str, list[str]]:
    """For each word the likeliest that it may be a slip of, itself first where it is one of the
    site's (one query)."""
    asked = {word: {_number(key) for key in keys(word)} for word in typed}
    numbers = sorted({number for group in asked.values() for number in group})
    if not numbers:
        return {}
    known: dict[int, list[str]] = defaultdict(list)
    for key, word in SearchWord.objects.filter(key__in=numbers).values_list("key", "word"):
        known[key].append(word)
    return {word: _likeliest(word, group, known) for word, group in asked.items()}


def forget() -> None:
    """Empties it."""
    SearchWord.objects.all()._raw_delete("default")


def _words(documents: Iterable[Document]) -> set[str]:
    return {word for one in documents for word in one.everything.row if len(word) >= SHORTEST}


def _new(words: list[str]) -> Iterator[str]:
    """Those that are not wholly there: of each, the last of its rows is asked for."""
    for start in range(0, len(words), MOST_AT_ONCE):
        last = {
            word: max(found)
            for word in words[start : start + MOST_AT_ONCE]
            if (found := _numbers(word))
        }
        rows = SearchWord.objects.filter(key__in=set(last.values()))
        known = set(rows.values_list("key", "word"))
        yield from (word for word, number in last.items() if (number, word) not in known)


@lru_cache(MOST_REMEMBERED)
def _numbers(word: str) -> tuple[int, ...]:
    return tuple({_number(key) for key in keys(word)})


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


def _insert(cursor, rows: list[tuple[int, str]]) -> None:  # noqa: ANN001
    places = ", ".join(["(%s, %s)"] * len(rows))
    cursor.execute(
        f"INSERT INTO {TABLE} (key, word) VALUES {places} ON CONFLICT DO NOTHING",  # noqa: S608
        [value for row in rows for value in row],
    )


def _likeliest(typed: str, numbers: set[int], known: dict[int, list[str]]) -> list[str]:
    near = {word for number in numbers for word in known.get(number, ())}
    scored = [(closeness(typed, word), word) for word in near]
    good = sorted((one for one in scored if one[0] >= CLOSE), key=lambda one: (-one[0], one[1]))
    return [word for _, word in good[:MOST_OTHERS]]
