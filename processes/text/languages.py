"""Which language a text is in, by the small words that every sentence needs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

import stop_words

# Without those that put no blanks between words.
LANGUAGES = {
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fi": "Finnish",
    "fr": "French",
    "hu": "Hungarian",
    "it": "Italian",
    "nb": "Norwegian",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "sk": "Slovak",
    "sv": "Swedish",
    "uk": "Ukrainian",
}
ENOUGH = 60  # words; below that a few names decide

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Measured over 460 handbook pages in English: small words of English are a third of the poorest
# (lists of names), of any other language a fifth of the worst.
_LEAST = 0.25
_AHEAD = 0.1


def words_of(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def other_language(words: Iterable[str], expected: str) -> str:
    """The code of the language that these words are in, if it clearly is not the one expected.

    "" where it is that one, where the words are too few, or where it cannot be said. Both are
    keys of `LANGUAGES`; always the same answer for the same words. Raises nothing.
    """
    counted = Counter(words)
    total = counted.total()
    if total < ENOUGH:
        return ""
    shares: Counter[str] = Counter()
    for word, times in counted.items():
        for code in _small_words().get(word, ()):
            shares[code] += times
    code, most = max(shares.items(), key=lambda one: (one[1], one[0]), default=("", 0))
    is_other = code != expected and most / total >= _LEAST
    return code if is_other and (most - shares[expected]) / total >= _AHEAD else ""


@cache
def _small_words() -> dict[str, tuple[str, ...]]:
    """Each small word with its languages: 5 MB, read when a text is first long enough."""
    found: dict[str, tuple[str, ...]] = {}
    for code in LANGUAGES:
        for word in stop_words.get_stop_words(code):
            found[word] = (*found.get(word, ()), code)
    return found
