"""What people type, in two words: frequent ones, rare ones, and words of one title."""

from __future__ import annotations

from functools import lru_cache
from random import Random

from tests.benchmarks.company import words
from tests.benchmarks.company.layout import Layout

KINDS = 60
# Ranks in the vocabulary: of the commonest that are about something, of the middle, of the rest.
COMMON, MIDDLE, RARE = (60, 300), (300, 3000), (3000, 12_000)


def two_words(number: int) -> str:
    """The same query for the same number, and the same in every company."""
    return _all()[number % KINDS]


@lru_cache(maxsize=1)
def _all() -> list[str]:
    random = Random("queries")
    titles = [page.title.lower().split() for page in Layout(1000).live]
    found = []
    for _ in range(KINDS // 5):
        for ranks in ((COMMON, COMMON), (MIDDLE, MIDDLE), (COMMON, RARE), (MIDDLE, COMMON)):
            found.append(" ".join(_word(random, *rank) for rank in ranks))
        found.append(" ".join(random.choice(titles)[:2]))
    return found


def _word(random: Random, first: int, last: int) -> str:
    return random.choice([word for word in words.running().words[first:last] if word.isalpha()])
