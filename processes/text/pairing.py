"""Which elements of two stretches belong together, because they share most of their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

PAIRING_LIMIT = 1_600  # old × new elements paired by likeness at once; longer stretches are halved
STRETCH_LIMIT = 4_000_000  # old × new elements of a replaced stretch; above it, none are paired
LIKENESS = 0.4  # of the words; below it an element was replaced, not changed

Bag = frozenset[str]
T = TypeVar("T")

_WORD = re.compile(r"\w+")


def pair(old: Sequence[Bag], new: Sequence[Bag]) -> list[tuple[int, int]]:
    """The places of elements that are alike, in order; elements are bags of their words."""
    if not old or not new or len(old) * len(new) > STRETCH_LIMIT:
        return []
    return list(_pair(old, new))


def aligned(
    old: Sequence[T], new: Sequence[T], pairs: Iterable[tuple[int, int]]
) -> Iterator[tuple[T | None, T | None]]:
    """All elements in order, paired ones side by side; between pairs the old ones come first."""
    i = j = 0
    for a, b in pairs:
        yield from ((element, None) for element in old[i:a])
        yield from ((None, element) for element in new[j:b])
        yield old[a], new[b]
        i, j = a + 1, b + 1
    yield from ((element, None) for element in old[i:])
    yield from ((None, element) for element in new[j:])


def bags(texts: Iterable[str]) -> list[Bag]:
    """The words of each text."""
    return [frozenset(_WORD.findall(text)) for text in texts]


def likeness(old: Bag, new: Bag) -> float:
    """The share of words two elements have in common, 0 if too small to be a change."""
    total = len(old) + len(new)
    share = 2 * len(old & new) / total if total else 0.0
    return share if share >= LIKENESS else 0.0


def _pair(old: Sequence[Bag], new: Sequence[Bag]) -> Iterator[tuple[int, int]]:
    """Pair so that the sum of the likeness is largest; halve what would take too long."""
    if len(old) * len(new) <= PAIRING_LIMIT:
        yield from _best_pairs([[likeness(a, b) for b in new] for a in old])
        return
    i, j = len(old) // 2, len(new) // 2
    yield from _pair(old[:i], new[:j])
    yield from ((a + i, b + j) for a, b in _pair(old[i:], new[j:]))


def _best_pairs(scores: list[list[float]]) -> Iterator[tuple[int, int]]:
    rows, columns = len(scores), len(scores[0]) if scores else 0
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            paired = best[i + 1][j + 1] + scores[i][j]
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    return _walk(best, scores)


def _walk(best: list[list[float]], scores: list[list[float]]) -> Iterator[tuple[int, int]]:
    i = j = 0
    while scores and i < len(scores) and j < len(scores[0]):
        if scores[i][j] and best[i][j] == best[i + 1][j + 1] + scores[i][j]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
