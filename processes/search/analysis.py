"""Words as the index keeps them: folded, in their order, with their stems. Pure.

Whatever is asked goes through the same functions as whatever is kept, on both databases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from threading import Lock

import snowballstemmer

from processes.text.rendering import fold

# Kana and Chinese signs are written without blanks: each is a word of its own.
_SIGNS = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
# C++ and C# are names; “PR #12” and “a++b” hold none.
WORD = re.compile(rf"[{_SIGNS}]|[^\W_{_SIGNS}]+(?:(?:\+\+|#)(?![^\W_]))?")
_HYPHENATED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
_LETTERS = re.compile(r"[a-z]+")
LONGEST_WORD = 60  # characters; longer ones are hashes and base64, which nobody types
SHORTEST_COMPOUND, SHORTEST_PART = 10, 4  # letters, of a compound and of a part that is found
PART = "="  # before the end of a compound, in the index

_stemmers = (snowballstemmer.stemmer("english"), snowballstemmer.stemmer("french"))
_stemming = Lock()  # a stemmer keeps the word it works on: two threads would mix theirs


def words(text: str) -> list[str]:
    """Every word of a text, folded, in its order."""
    return words_of_folded(fold(text))


def words_of_folded(folded: str) -> list[str]:
    return [word for word in WORD.findall(folded) if len(word) <= LONGEST_WORD]


def joined(folded: str) -> Iterator[str]:
    """What is written with hyphens, as one word: “onboarding” for “on-boarding”."""
    for match in _HYPHENATED.findall(folded):
        word = match.replace("-", "")
        if len(word) <= LONGEST_WORD:
            yield word


@lru_cache(maxsize=100_000)
def stems(word: str) -> tuple[str, ...]:
    """The English and the French stem of a folded word, where they differ from it.

    Cached: the stemmers are slow, and language repeats itself.
    """
    if not _LETTERS.fullmatch(word):
        return ()
    with _stemming:
        found = dict.fromkeys(str(stemmer.stemWord(word)) for stemmer in _stemmers)
    return tuple(stem for stem in found if stem != word)


@lru_cache(maxsize=100_000)
def kept_beside(word: str) -> tuple[str, ...]:
    """What the index keeps of a word beside itself: its stems, and “c” of “c++”."""
    bare = word.rstrip("+#")
    return stems(word) if bare == word else (bare,)


def ends(word: str) -> Iterator[str]:
    """The ends of a long word, so that a part of a compound is found by how it begins."""
    if len(word) >= SHORTEST_COMPOUND and word.isalpha():
        for start in range(2, len(word) - SHORTEST_PART + 1):
            yield PART + word[start:]
