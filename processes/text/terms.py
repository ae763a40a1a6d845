"""Where a finished page says the words of a glossary for the first time.

Works on nothing but what `sanitizing` wrote, and changes nothing in it: what is found are places
in the HTML as it stands, so that whoever shows the page may put something there.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from processes.text.naming import WORD, stands_alone
from processes.text.rendering import fold

# Where a word is no running text, or where a button may not stand.
_SHUT = frozenset(
    "a abbr audio button code dfn dt h1 h2 h3 h4 h5 h6 iframe kbd math pre samp summary svg var"
    " video".split()
)
LONGEST = 400  # characters of HTML that a term may take, blanks and all
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)(?: ?/)?>')
# With accents that are characters of their own.
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_NOTHING = "\0"
# What belongs to the word beside it, as in H<sub>2</sub>O: see naming, which takes no word there.
_GLUE = "@"
_GLUED = frozenset({"<sub>", "</sub>", "<sup>"})  # a footnote's <sup> has attributes


@dataclass(frozen=True, slots=True)
class Entry:
    """A term by a key of the caller's, and all the ways in which it is written."""

    key: int
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A stretch of the HTML, from `at` on, and the terms that it is the first to say."""

    at: int
    length: int
    keys: tuple[int, ...]


def first_occurrences(html: str, entries: Iterable[Entry]) -> list[Occurrence]:
    """The first place where the page says each term, in the order of the page.

    Whole words in running text only: not in links, headings, code. A longer term counts before
    one that it begins with; terms that are written alike share their place, in the order of
    `entries`. The time is that of the text, and of the terms that may stand in it.
    """
    told: set[int] = set()
    found = []
    for start, end, keys in _places(_running_text(html), _by_first_word(entries)):
        if new := tuple(key for key in keys if key not in told):
            told.update(new)
            found.append(Occurrence(start, end - start, new))
    return found


@dataclass(frozen=True, slots=True)
class _Spelling:
    """As HTML says it. `lead` and `tail` are the signs around its words, as in .NET and C++."""

    text: str
    is_exact: bool
    words: int
    lead: int
    tail: int
    keys: list[int]

    def says(self, text: str) -> bool:
        return (" ".join(text.split()) if self.is_exact else _folded(text)) == self.text


def _by_first_word(entries: Iterable[Entry]) -> dict[str, list[_Spelling]]:
    """Longest first. Terms that are written alike stand together."""
    alike: dict[tuple[str, bool], list[int]] = {}
    for entry in entries:
        for spelling in dict.fromkeys(_as_said(spelling) for spelling in entry.spellings):
            alike.setdefault(spelling, []).append(entry.key)
    found: dict[str, list[_Spelling]] = {}
    for (text, is_exact), keys in sorted(alike.items(), key=lambda item: -len(item[0][0])):
        if words := list(_WORD.finditer(text)):
            first, last = words[0], words[-1]
            around = (first.start(), len(text) - last.end())
            spelling = _Spelling(text, is_exact, len(words), *around, keys)
            found.setdefault(_folded(first.group()), []).append(spelling)
    return found


def _as_said(spelling: str) -> tuple[str, bool]:
    """What is to be found, and whether in just these letters. Two ways of writing that are found
    at the same places are one."""
    is_exact = _is_exact(spelling)
    said = " ".join(spelling.split()) if is_exact else fold(spelling)
    return escape(said, quote=False), is_exact


def _is_exact(spelling: str) -> bool:
    """IT, MRR, SaaS: a capital within a word tells it from others, as “it” shows."""
    words = WORD.findall(spelling)
    return len(spelling) == 1 or any(char.isupper() for word in words for char in word[1:])


def _places(
    text: str, spellings: Mapping[str, list[_Spelling]]
) -> Iterator[tuple[int, int, list[int]]]:
    """In order; none overlaps one before it."""
    words = list(_WORD.finditer(text))
    reached = 0
    for number, word in enumerate(words):
        known = spellings.get(_folded(word.group()))
        if known is None or word.start() < reached or _is_entity(text, *word.span()):
            continue
        for spelling in known:
            last = number + spelling.words - 1
            if last >= len(words):
                continue
            start, end = word.start() - spelling.lead, words[last].end() + spelling.tail
            if start < reached or end - start > LONGEST or not spelling.says(text[start:end]):
                continue
            if stands_alone(text, start, end):
                reached = end
                yield start, end, spelling.keys
                break


def _is_entity(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] == "&" and text[end : end + 1] == ";"


@lru_cache(maxsize=50_000)
def _folded(text: str) -> str:
    """Of a word or a few: language repeats itself."""
    return fold(text)


def _running_text(html: str) -> str:
    """As long as `html`, with the same letters at the same places; nothing where no term is."""
    kept: list[str] = []
    end, shut = 0, 0
    for tag in _TAG.finditer(html):
        kept.append(_text(html[end : tag.start()], shut))
        kept.append((_GLUE if tag.group() in _GLUED else _NOTHING) * len(tag.group()))
        end = tag.end()
        if tag[2] in _SHUT:
            shut = max(0, shut + (-1 if tag[1] else 1))
    kept.append(_text(html[end:], shut))
    return "".join(kept)


def _text(text: str, shut: int) -> str:
    return _NOTHING * len(text) if shut else text.replace("&nbsp;", " " * 6)
