"""Words as the index keeps them: folded, with their stems. Pure: text in, words out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

import snowballstemmer

from processes.text.rendering import fold

if TYPE_CHECKING:
    from processes.models import Article

WORD = re.compile(r"[^\W_]+")
UNFINISHED = re.compile(r"(?<=[^\s.!?:;,…])[ \t]*\n\s*")  # a line's end that ends no sentence
LONGEST_WORD = 60  # characters; longer ones are hashes and base64, which nobody types
MOST_TERMS = 12
SNIPPET_BEFORE, SNIPPET_LENGTH = 60, 260  # characters

Snippet = list[tuple[str, bool]]  # pieces of text, each with whether it matched

_stemmer = snowballstemmer.stemmer("english")
_stemming = Lock()  # the stemmer keeps the word it works on: two threads would mix theirs


@dataclass(frozen=True, slots=True)
class Document:
    """The four fields of the index, weightiest first, as blank-separated words."""

    title: str
    summary: str
    headings: str
    body: str

    @classmethod
    def of(cls, article: Article, old_titles: Iterable[str]) -> Document:
        headings = " ".join(heading["text"] for heading in article.contents)
        fields = (" ".join([article.title, *old_titles]), article.summary, headings, article.text)
        return cls(*(" ".join(index_words(field)) for field in fields))


@dataclass(frozen=True, slots=True)
class Query:
    """Each term is the word as typed and its stem; the last one may be half a word."""

    terms: tuple[tuple[str, str], ...]

    def matches(self, word: str) -> bool:
        """Whether a word of a text is one that was asked for."""
        folded = fold(word)
        root = stem(folded)
        if any(folded == typed or root == asked for typed, asked in self.terms):
            return True
        return bool(self.terms) and folded.startswith(self.terms[-1][0])


def parse(query: str) -> Query:
    """What a person typed, as terms. Anything that is no letter or digit only separates words."""
    words = list(dict.fromkeys(_folded_words(query)))[:MOST_TERMS]
    return Query(tuple((word, stem(word)) for word in words))


def index_words(text: str) -> Iterator[str]:
    """Every word of a text, folded, followed by its stem where that differs."""
    for word in _folded_words(text):
        yield word
        root = stem(word)
        if root != word:
            yield root


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a folded word. Cached: the stemmer is slow, and language repeats itself."""
    with _stemming:
        return str(_stemmer.stemWord(word))


def mark(text: str, query: Query) -> Snippet:
    """A text in pieces, those marked that the query asks for."""
    pieces: Snippet = []
    end = 0
    for found in WORD.finditer(text):
        if query.matches(found.group()):
            pieces += [(text[end : found.start()], False), (found.group(), True)]
            end = found.end()
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]


def snippet(text: str, query: Query) -> Snippet:
    """A piece of a text around the first word that matches, or its beginning."""
    first = next((w.start() for w in WORD.finditer(text) if query.matches(w.group())), 0)
    start = text.rfind(" ", 0, max(0, first - SNIPPET_BEFORE)) + 1
    end = text.find(" ", start + SNIPPET_LENGTH)
    piece = text[start:] if end < 0 else text[start:end] + " …"
    # Headings and cells end without a full stop: what belongs apart is shown apart.
    apart = UNFINISHED.sub(" · ", piece.strip())
    return mark(("… " if start else "") + " ".join(apart.split()), query)


def _folded_words(text: str) -> Iterator[str]:
    for word in WORD.findall(fold(text)):
        if len(word) <= LONGEST_WORD:
            yield word
