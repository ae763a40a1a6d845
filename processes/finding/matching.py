"""Whether a short name goes with what somebody typed. Pure, but for the words' stems."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from processes.search.analysis import stems, words

MOST_WORDS = 12
SHORTEST_STEM = 3  # letters
# Letters that people also write with a sign, as a search that is typed without them finds them.
SIGNED = {
    "a": "àáâãäåāăą", "c": "çćč", "d": "ď", "e": "èéêëēęě", "g": "ğ", "i": "ìíîïī", "l": "ł",
    "n": "ñńň", "o": "òóôõöøō", "r": "ř", "s": "śšş", "t": "ťţ", "u": "ùúûüūů", "y": "ýÿ",
    "z": "źżž",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed, folded, with its stems."""

    typed: str
    stems: tuple[str, ...]

    def begins(self, other: str) -> bool:
        """Whether another word, of a name, begins with this one or has the same stem."""
        return other.startswith(self.typed) or self.says(other)

    def says(self, other: str) -> bool:
        return not {self.typed, *self.stems}.isdisjoint((other, *stems(other)))

    @property
    def pattern(self) -> str:
        """A regular expression, for both databases, of names that hold a word that begins so.

        The signs of letters are left out of account.
        """
        long_enough = (stem for stem in self.stems if len(stem) >= SHORTEST_STEM)
        begins = (stem for stem in long_enough if self.typed.startswith(stem))
        short = min(begins, key=len, default=self.typed)
        letters = (f"[{c}{SIGNED[c]}]" if c in SIGNED else re.escape(c) for c in short)
        return "(^|[^a-z0-9])" + "".join(letters)


@dataclass(frozen=True)
class Asked:
    """What was typed, without filters and signs."""

    text: str

    @cached_property
    def key(self) -> str:
        return " ".join(word.typed for word in self.words)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        found = list(dict.fromkeys(words(self.text)))[:MOST_WORDS]
        return tuple(Word(word, stems(word)) for word in found)

    @property
    def is_a_name(self) -> bool:
        """Whether it may be the name of something: one letter is none."""
        return any(len(word.typed) > 1 for word in self.words)

    def goes_with(self, text: str) -> bool:
        """Whether a text holds all the words."""
        own = words(text)
        return all(any(word.begins(one) for one in own) for word in self.words)

    def rank(self, names: Iterable[str]) -> int | None:
        """How well the best of some names goes with it, 0 the best; None where none does.

        In this order: the name itself; a name that begins with it; one that has all its words;
        one that is among its words (“jira ticket” names Jira).
        """
        ranks = [rank for name in names if (rank := self._rank(name)) is not None]
        return min(ranks, default=None)

    def _rank(self, name: str) -> int | None:
        own = words(name)
        if not own or not self.words:
            return None
        key = " ".join(own)
        if key == self.key:
            return 0
        if key.startswith(self.key):
            return 1
        if self.goes_with(name):
            return 2
        if all(any(word.says(one) for word in self.words) for one in own):
            return 3
        return None
