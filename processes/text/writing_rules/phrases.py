"""Words and phrases found in running text: whole, in any case, wherever lines break."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

_WORD = re.compile(r"[^\W_]+(?:['’./-][^\W_]+)*\.?")
_BETWEEN = re.compile(r"[^\S\n]{0,40}\n?[^\S\n]{0,40}")


def find_phrases(text: str, phrases: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """Each place where a text says one of the phrases, as the phrase, start and end, in order.

    The longest counts where several begin. Takes time in proportion to the text.
    """
    by_first = _by_first(phrases)
    if not by_first:
        return
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]
    until = 0
    for at, (word, start, _) in enumerate(words):
        if start < until:
            continue
        for parts, phrase in by_first.get(_key(word), ()):
            end = _end(text, words[at : at + len(parts)], parts)
            if end:
                yield phrase, start, end
                until = end
                break


def _by_first(phrases: Iterable[str]) -> Mapping[str, list[tuple[list[str], str]]]:
    """Phrases by their first word, the longest first."""
    found: dict[str, list[tuple[list[str], str]]] = {}
    for phrase in phrases:
        parts = [_key(match.group()) for match in _WORD.finditer(phrase)]
        if parts:
            found.setdefault(parts[0], []).append((parts, phrase))
    for several in found.values():
        several.sort(key=lambda one: -len(one[0]))
    return found


def _end(text: str, words: list[tuple[str, int, int]], parts: list[str]) -> int:
    """Where a phrase ends whose words these are; 0 where they are others, or apart."""
    if [_key(word) for word, _, _ in words] != parts:
        return 0
    for (_, _, end), (_, start, _) in pairwise(words):
        if not _BETWEEN.fullmatch(text, end, start):
            return 0
    word, _, end = words[-1]
    return end - 1 if word.endswith(".") and not parts[-1].endswith(".") else end


def _key(word: str) -> str:
    """A stop belongs to a word only within it: “etc.” is looked for as “etc”."""
    return word.rstrip(".").casefold().replace("’", "'")
