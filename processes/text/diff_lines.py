"""Lines of two texts side by side: which stayed, went, came, and which changed inside."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from processes.text.diff_words import Segment, segments_of
from processes.text.matching import opcodes

PAIRING_LIMIT = 1_600  # old × new lines paired by likeness at once; longer stretches are halved
STRETCH_LIMIT = 4_000_000  # old × new lines of a replaced stretch; above it, none are paired
LIKENESS = 0.4  # of the words; below it a line was replaced, not changed

_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line; a changed one stands for an old and a new line and holds the pieces of both."""

    kind: Literal["same", "removed", "added", "changed"]
    old_no: int | None
    new_no: int | None
    segments: tuple[Segment, ...]


def diff_lines(old: list[str], new: list[str]) -> Iterator[Line]:
    """Yield all lines of both texts in order."""
    for tag, i1, i2, j1, j2 in opcodes(old, new, lambda line: not line.strip()):
        if tag == "equal":
            for offset in range(i2 - i1):
                yield _line("same", i1 + offset, j1 + offset, old[i1 + offset])
        else:
            yield from _replaced(old, new, range(i1, i2), range(j1, j2))


def _line(
    kind: Literal["same", "removed", "added"], i: int | None, j: int | None, text: str
) -> Line:
    return Line(
        kind, None if i is None else i + 1, None if j is None else j + 1, (Segment(kind, text),)
    )


def _replaced(old: list[str], new: list[str], i_range: range, j_range: range) -> Iterator[Line]:
    """Yield changed lines where an old and a new one are alike, the others around them."""
    i, j = i_range.start, j_range.start
    pairs = _pair([old[k] for k in i_range], [new[k] for k in j_range])
    for a, b in [*pairs, (len(i_range), len(j_range))]:
        yield from (_line("removed", k, None, old[k]) for k in range(i, i_range.start + a))
        yield from (_line("added", None, k, new[k]) for k in range(j, j_range.start + b))
        i, j = i_range.start + a, j_range.start + b
        if i < i_range.stop and j < j_range.stop:
            yield Line("changed", i + 1, j + 1, segments_of(old[i], new[j]))
            i, j = i + 1, j + 1


def _pair(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Pair the lines that are alike, in order."""
    if not old or not new or len(old) * len(new) > STRETCH_LIMIT:
        return []
    return list(_pair_bags(_bags(old), _bags(new)))


def _bags(lines: list[str]) -> list[frozenset[str]]:
    return [frozenset(_WORDS.findall(line)) for line in lines]


def _pair_bags(old: list[frozenset[str]], new: list[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Pair so that the sum of the likeness is largest; halve what would take too long."""
    if len(old) * len(new) <= PAIRING_LIMIT:
        yield from _best_pairs([[_likeness(a, b) for b in new] for a in old])
        return
    i, j = len(old) // 2, len(new) // 2
    yield from _pair_bags(old[:i], new[:j])
    yield from ((a + i, b + j) for a, b in _pair_bags(old[i:], new[j:]))


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


def _likeness(old: frozenset[str], new: frozenset[str]) -> float:
    """Return the share of words two lines have in common, 0 if too small to be a change."""
    total = len(old) + len(new)
    share = 2 * len(old & new) / total if total else 0.0
    return share if share >= LIKENESS else 0.0
