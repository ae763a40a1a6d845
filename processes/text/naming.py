"""Titles as they turn up in running text: in any case, with or without accents, as whole words.

Two names are the same that `fold` makes the same. A name becomes a regular expression, so that a
text is searched as it stands and every place found is a place in the author's own text.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from processes.text.rendering.titles import fold

SHORTESTWORD = 5  # letters: a page called "Time" is not meant wherever the word stands
SHORTEST_ACRONYM = 3

# Where Unicode keeps letters that fold to others: up to Japanese, ligatures, full width.
_FOLDED = [*range(0x21, 0x3000), *range(0xFB00, 0xFB07), *range(0xFF01, 0xFF5F)]
_LONGEST = 3  # letters that one character may stand for: ﬃ
_MARKS = "[\u0300-\u036f]*"
_BLANK = r"(?:[^\S\n]+|[^\S\n]?\n[^\S\n]*)"  # two blanks at a line's end are a line break
# Not inside a word, an address, a path or an e-mail address; _Title_ is only stressed.
_BEFORE = r"(?<![^\W_])(?<![^\W_][-_‐‑])(?<![@/#\\])(?<!\w\.)"
_AFTER = r"(?![^\W_]|[\u0300-\u036f]|[-_‐‑][^\W_]|[@/\\]|\.\w)"
WORD = re.compile(r"[^\W_]+")
_STARTS, _ENDS = re.compile(_BEFORE), re.compile(_AFTER)


class Name:
    """A title to look for. `spans` are the places where a text says it."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.key = fold(title)
        shouted = _is_acronym(title)
        written = re.escape(title) if shouted else _pattern(self.key)
        self._pattern = re.compile(_BEFORE + written + _AFTER, re.NOFLAG if shouted else re.I)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        return (match.span() for match in self._pattern.finditer(text))


def names(titles: Iterable[str]) -> list[Name]:
    """The titles worth looking for, each once: not the short common words."""
    return list({fold(title): Name(title) for title in titles if _says(title)}.values())


def find(text: str, wanted: Iterable[Name]) -> Iterator[tuple[int, int]]:
    """Every place where a text says one of the names, in order; the longest at each place."""
    places = sorted(
        {span for name in wanted for span in name.spans(text)},
        key=lambda span: (span[0], -span[1]),
    )
    end = 0
    for place in places:
        if place[0] >= end:
            end = place[1]
            yield place


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a text is no part of a longer word, an address or a path."""
    return bool(_STARTS.match(text, start) and _ENDS.match(text, end))


def _says(title: str) -> bool:
    words = WORD.findall(fold(title))
    if len(words) == 1:
        return len(words[0]) >= SHORTESTWORD or _is_acronym(title)
    return len(words) > 1


def _is_acronym(title: str) -> bool:
    """VPN, SLA: short and in capitals. Looked for in just these letters."""
    words = WORD.findall(title)
    return len(words) == 1 and title.isupper() and SHORTEST_ACRONYM <= len(words[0]) < SHORTESTWORD


def _pattern(key: str) -> str:
    """Whatever folds to `key`."""
    pieces = []
    place = 0
    while place < len(key):
        part = next(
            key[place : place + length]
            for length in range(_LONGEST, 0, -1)
            if length == 1 or key[place : place + length] in _spellings()
        )
        pieces.append(_piece(part))
        place += len(part)
    return "".join(pieces)


def _piece(part: str) -> str:
    if part == " ":
        return _BLANK
    spelt = "".join(_one_of(char) for char in part)
    return spelt if len(part) == 1 else f"(?:{_one_of(part)}|{spelt})"


def _one_of(part: str) -> str:
    """A character that folds to `part`, with the accents that may follow it."""
    spellings = _spellings().get(part, "") + (part if len(part) == 1 else "")
    return f"[{re.escape(spellings)}]{_MARKS}"


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    """All characters that fold to a letter, and the ligatures that fold to a few."""
    found: dict[str, list[str]] = defaultdict(list)
    for code in _FOLDED:
        folded = fold(chr(code))
        is_one = len(folded) == 1 and folded != " "
        if is_one or (1 < len(folded) <= _LONGEST and chr(code).isalpha()):
            found[folded].append(chr(code))
    return {folded: "".join(chars) for folded, chars in found.items()}
