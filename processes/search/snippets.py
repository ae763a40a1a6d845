"""A text as it is shown among results: the best piece of it, with the words marked. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from itertools import islice

from processes.search.parsing import Query
from processes.text.rendering import fold

Snippet = list[tuple[str, bool]]  # pieces of text, each with whether it matched

BEFORE, LENGTH = 60, 260  # characters
FARTHEST = 120  # characters before the words to where their sentence begins
LOOKED_AT = 60_000  # characters of a text
MOST_PLACES = 60  # of words asked for, among which the best stretch is sought
SHOWN_WORD = re.compile(r"[^\W_]+(?:\+\+|#)?")
_NOTHING = re.compile(r"(?!)")
_LATIN = [*range(0x30, 0x250), *range(0x1E00, 0x1F00), *range(0xFB00, 0xFB07)]
_BEGINNING = re.compile(r"\n\s*|(?<=[.!?…])[”\"»)]?\s+(?=[^\W\d_a-z])")  # of a line or a sentence
_ENDED = tuple(".!?:;,…")


def mark(text: str, query: Query) -> Snippet:
    """A text in pieces, those marked that the query asks for."""
    pieces: Snippet = []
    end = 0
    for start, stop in _places(text, query):
        pieces += [(text[end:start], False), (text[start:stop], True)]
        end = stop
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]


def snippet(text: str, query: Query, headings: Collection[str] = ()) -> Snippet:
    """The piece of a text that holds most of the words, else its beginning. `headings` are lines
    of it that stand above others."""
    first = _best_start(text[:LOOKED_AT], query)
    start, is_whole = _start(text, first, headings)
    end = text.find(" ", start + LENGTH)
    piece = text[start:] if end < 0 else text[start:end] + " …"
    return mark(("" if is_whole else "… ") + _in_a_row(piece, headings), query)


def shortened(pieces: Snippet, before: int) -> Snippet:
    """The same for a single line: at most about `before` characters stand before a marked word."""
    if len(pieces) < 2 or pieces[0][1] or len(pieces[0][0]) <= before:
        return pieces
    told = pieces[0][0]
    at = told.find(" ", len(told) - before)
    return pieces if at < 0 else [("…" + told[at:], False), *pieces[1:]]


def says_all(text: str, query: Query) -> bool:
    """Whether a short text has every word asked for."""
    found = {fold(text[start:end])[:5] for start, end in _places(text, query)}
    return 0 < len(query.terms) + sum(map(len, query.phrases)) <= len(found)


def _start(text: str, first: int, headings: Collection[str]) -> tuple[int, bool]:
    """Where to begin so that `first` is shown early, and whether a line or a sentence begins
    there. A heading right above is taken along: it says what the words are about."""
    if first <= BEFORE:
        return 0, True
    begun = [found.end() for found in _BEGINNING.finditer(text, first - FARTHEST, first)]
    if not begun:
        return text.rfind(" ", 0, first - BEFORE) + 1, False
    above = text.rfind("\n", 0, begun[-1] - 1) + 1
    return (above if text[above : begun[-1]].strip() in headings else begun[-1]), True


def _in_a_row(piece: str, headings: Collection[str]) -> str:
    """Lines as one: headings and cells end without a full stop, so what belongs apart is shown
    apart."""
    told = ""
    for line in filter(None, (" ".join(line.split()) for line in piece.splitlines())):
        told += line
        told += " " if told.endswith(_ENDED) else ": " if line in headings else " · "
    return told.removesuffix(" · ").rstrip()


def _best_start(text: str, query: Query) -> int:
    """Where the first stretch begins that holds the most different words asked for."""
    places = list(islice(_places(text, query), MOST_PLACES))
    best, most = 0, 0
    first = 0
    for last, (start, _) in enumerate(places):
        while start - places[first][0] > LENGTH - BEFORE:
            first += 1
        different = len({fold(text[s:e])[:5] for s, e in places[first : last + 1][-12:]})
        if different > most:
            best, most = places[first][0], different
        if most >= len(query.terms) + sum(map(len, query.phrases)):
            break
    return best


def _places(text: str, query: Query) -> Iterator[tuple[int, int]]:
    """Where words stand that are asked for. Only those that begin alike are looked at closely."""
    for found in _beginning(query.beginnings).finditer(text):
        if query.matches(found.group()):
            yield found.span()


@lru_cache(maxsize=200)
def _beginning(beginnings: tuple[str, ...]) -> re.Pattern[str]:
    """Words that begin with one of these letters, in any case and with any accent."""
    if not beginnings:
        return _NOTHING
    written = _written()
    if not all(letter in written for letter in "".join(beginnings)):
        return SHOWN_WORD
    several = f"[{written['']}]"
    options = [several]
    for letters in beginnings:
        pattern = ""
        for letter in reversed(letters):
            pattern = f"[{written[letter]}]" + (f"(?:{several}|{pattern})" if pattern else "")
        options.append(pattern)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(options)})[^\W_]*(?:\+\+|#)?")


@cache
def _written() -> dict[str, str]:
    """Each Latin letter and digit with all characters that fold to something beginning with it;
    under the empty text those that fold to several letters."""
    found = {"": ""}
    for sign in filter(str.isalnum, map(chr, _LATIN)):
        folded = fold(sign)
        if folded[:1].isascii():
            found[folded[:1]] = found.get(folded[:1], "") + sign
            found[""] += sign if len(folded) > 1 else ""
    return found
