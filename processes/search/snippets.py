"""A text as it is shown among results: the best piece of it, with the words marked. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice

from processes.search.parsing import Query
from processes.text.rendering import fold

Snippet = list[tuple[str, bool]]  # pieces of text, each with whether it matched

BEFORE, LENGTH = 60, 260  # characters
LOOKED_AT = 60_000  # characters of a text
MOST_PLACES = 60  # of words asked for, among which the best stretch is sought
SHOWN_WORD = re.compile(r"[^\W_]+(?:\+\+|#)?")
_NOTHING = re.compile(r"(?!)")
_LATIN = [*range(0x30, 0x250), *range(0x1E00, 0x1F00), *range(0xFB00, 0xFB07)]
_UNFINISHED = re.compile(r"(?<=[^\s.!?:;,…])[ \t]*\n\s*")  # a line's end that ends no sentence


def mark(text: str, query: Query) -> Snippet:
    """A text in pieces, those marked that the query asks for."""
    pieces: Snippet = []
    end = 0
    for start, stop in _places(text, query):
        pieces += [(text[end:start], False), (text[start:stop], True)]
        end = stop
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]


def snippet(text: str, query: Query) -> Snippet:
    """The piece of a text that holds most of the words, else its beginning."""
    first = _best_start(text[:LOOKED_AT], query)
    start = text.rfind(" ", 0, max(0, first - BEFORE)) + 1
    end = text.find(" ", start + LENGTH)
    piece = text[start:] if end < 0 else text[start:end] + " …"
    # Headings and cells end without a full stop: what belongs apart is shown apart.
    apart = _UNFINISHED.sub(" · ", piece.strip())
    return mark(("… " if start else "") + " ".join(apart.split()), query)


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
