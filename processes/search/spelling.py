"""Words that differ by a slip: keys that they share, and how close two of them are. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

SHORTEST = 4  # letters; of shorter words every one is a slip of many others
LONGEST = 24
LONG, BEGINNING = 8, 6  # letters, of a word whose end may hold more than one slip
KEY = "~"  # before a key, in the index
SURE = 6  # letters, of a word so short that with another first letter it is another word
_VOWELS = re.compile("[aeiouy]")
_DOUBLED = re.compile(r"(.)\1+")
CLOSE = 0.72  # what counts as a slip of a word, between 0 and 1


@lru_cache(maxsize=20_000)
def keys(word: str) -> tuple[str, ...]:
    """Keys of which two words share one where they are a slip apart.

    The word itself and the word without each of its letters: so a letter that is missing, too
    many, wrong, or changed places with the next. Its consonants, each once in a row, for vowels
    that are guessed (“seperate”, “maintainance”). Of a long word its beginning. Sorted; none for
    a word too short, or with digits in it.
    """
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
        return ()
    found = {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
    if len(word) >= LONG:
        found.add(f"{BEGINNING}{word[:BEGINNING]}")
    bones = word[0] + _VOWELS.sub("", _DOUBLED.sub(r"\1", word[1:]))
    if len(bones) > 2:
        found.add("^" + _DOUBLED.sub(r"\1", bones))
    return tuple(sorted(KEY + key for key in found))


def closeness(typed: str, word: str) -> float:
    """How likely it is that who typed the one meant the other, between 0 and 1."""
    slips = OSA.distance(typed, word)
    if slips == 0:
        return 1.0
    most = 1 if len(typed) < 5 else 2 if len(typed) < 9 else 3
    if slips > most:
        return 0.0
    if len(typed) < SURE and typed[0] != word[0] and typed[1:] == word[1:]:
        return 0.0  # “press” is another word than “dress”
    # People rarely mistype the first letter, and the beginning counts more than the end.
    return 0.5 * JaroWinkler.similarity(typed, word) + 0.5 * (1 - slips / max(len(typed), 4))
