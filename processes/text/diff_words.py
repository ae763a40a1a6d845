"""The words inside a line that changed."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from processes.text.matching import GAP_LIMIT, opcodes

MONOTONY = 8  # places, on average, where a word of a line could stand in the other
TOKEN_LIMIT = 60_000  # tokens of a pair of lines; above it, the line counts as replaced

_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a line."""

    kind: Literal["same", "removed", "added"]
    text: str


def segments_of(old: str, new: str) -> tuple[Segment, ...]:
    """Return the pieces of a changed line, removed before added."""
    a, b = _TOKENS.findall(old), _TOKENS.findall(new)
    if len(a) + len(b) > TOKEN_LIMIT or _is_monotonous(a, b):
        return (Segment("removed", old), Segment("added", new))
    return tuple(_merge(a, b))


def _is_monotonous(a: list[str], b: list[str]) -> bool:
    """Say whether few words repeat so often that comparing them takes long and says nothing."""
    if len(a) * len(b) > GAP_LIMIT:
        return False
    counts_a, counts_b = Counter(a), Counter(b)
    candidates = sum(count * counts_b[word] for word, count in counts_a.items() if word.strip())
    return candidates > MONOTONY * (len(a) + len(b))


def _merge(a: list[str], b: list[str]) -> Iterator[Segment]:
    """Yield segments; what is the same between two changes counts only if it holds a word."""
    removed = added = ""
    codes = opcodes(a, b, str.isspace)
    for index, (tag, i1, i2, j1, j2) in enumerate(codes):
        same = "".join(a[i1:i2]) if tag == "equal" else ""
        if tag == "equal" and (not 0 < index < len(codes) - 1 or _WORDS.search(same)):
            yield from _changes(removed, added)
            yield Segment("same", same)
            removed = added = ""
        else:
            removed += "".join(a[i1:i2])
            added += "".join(b[j1:j2])
    yield from _changes(removed, added)


def _changes(removed: str, added: str) -> Iterator[Segment]:
    if removed:
        yield Segment("removed", removed)
    if added:
        yield Segment("added", added)


def words(text: str) -> int:
    """Count the words of a text."""
    return len(_WORDS.findall(text))
