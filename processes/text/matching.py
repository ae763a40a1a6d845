"""Which stretches of two sequences are the same: difflib, kept fast on any input.

difflib alone takes time quadratic in the number of matches. Elements that occur once on both
sides anchor the comparison first (as in patience diff), so that difflib sees only the small
gaps between; a gap that is still too large counts as replaced.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

GAP_LIMIT = 160_000  # old × new elements that difflib may compare at once, about 30 ms
MAX_DEPTH = 6  # a gap between anchors has anchors of its own: what is unique only within it

Opcode = tuple[str, int, int, int, int]
Junk = Callable[[str], bool]


def opcodes(old: Sequence[str], new: Sequence[str], junk: Junk) -> list[Opcode]:
    """Return difflib's opcodes (tag, old start, old end, new start, new end).

    `junk` names elements that never start a match by themselves, such as blank lines.
    """
    head, tail = _common_ends(old, new)
    pairs = [(i, i) for i in range(head)]
    pairs += _pairs(old, new, (head, len(old) - tail, head, len(new) - tail), junk)
    pairs += [(len(old) - i, len(new) - i) for i in range(tail, 0, -1)]
    return list(_to_opcodes(pairs, len(old), len(new)))


def _common_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    rest = shorter - head
    tail = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
    return head, tail


Window = tuple[int, int, int, int]


def _pairs(
    old: Sequence[str], new: Sequence[str], window: Window, junk: Junk, depth: int = 0
) -> list[tuple[int, int]]:
    """Return the matching positions within a window, in order."""
    old_start, old_end, new_start, new_end = window
    if (old_end - old_start) * (new_end - new_start) <= GAP_LIMIT:
        return _difflib_pairs(old, new, window, junk)
    anchors = _anchors(old, new, window) if depth < MAX_DEPTH else []
    if not anchors:
        return []
    pairs: list[tuple[int, int]] = []
    for i, j in [*anchors, (old_end, new_end)]:
        pairs += _pairs(old, new, (old_start, i, new_start, j), junk, depth + 1)
        if i < old_end:
            pairs.append((i, j))
        old_start, new_start = i + 1, j + 1
    return pairs


def _difflib_pairs(
    old: Sequence[str], new: Sequence[str], window: Window, junk: Junk
) -> list[tuple[int, int]]:
    old_start, old_end, new_start, new_end = window
    a, b = old[old_start:old_end], new[new_start:new_end]
    blocks = SequenceMatcher(junk, a, b, autojunk=False).get_matching_blocks() if a and b else []
    return [
        (old_start + block.a + k, new_start + block.b + k)
        for block in blocks
        for k in range(block.size)
    ]


def _anchors(old: Sequence[str], new: Sequence[str], window: Window) -> list[tuple[int, int]]:
    """Return pairs of elements unique on both sides, as many as stand in the same order."""
    old_start, old_end, new_start, new_end = window
    counts_old, counts_new = Counter(old[old_start:old_end]), Counter(new[new_start:new_end])
    where = {new[j]: j for j in range(new_start, new_end) if counts_new[new[j]] == 1}
    unique = [
        (i, where[old[i]])
        for i in range(old_start, old_end)
        if counts_old[old[i]] == 1 and old[i] in where
    ]
    return _longest_increasing(unique)


def _longest_increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    tails: list[int] = []  # the smallest last position of an increasing run, by its length
    tail_pairs: list[int] = []
    before = [-1] * len(pairs)
    for index, (_, j) in enumerate(pairs):
        length = bisect_left(tails, j)
        before[index] = tail_pairs[length - 1] if length else -1
        tails[length : length + 1] = [j]
        tail_pairs[length : length + 1] = [index]
    chain = []
    index = tail_pairs[-1] if tail_pairs else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _to_opcodes(pairs: list[tuple[int, int]], old_end: int, new_end: int) -> Iterator[Opcode]:
    i = j = start = 0
    for index, (a, b) in enumerate([*pairs, (old_end, new_end)]):
        if (a, b) != (i, j) or index == len(pairs):
            if start < i:
                yield ("equal", start, i, start + j - i, j)
            if (a, b) != (i, j):
                yield (_tag(a - i, b - j), i, a, j, b)
            start = a
        i, j = a + 1, b + 1


def _tag(removed: int, added: int) -> str:
    if removed and added:
        return "replace"
    return "delete" if removed else "insert"
