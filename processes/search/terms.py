"""A word that was asked for, and the ways to say it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from processes.search.analysis import PART, SHORTEST_PART, joined, stems, words_of_folded

SHORTEST_PREFIX = 3  # letters of half a word, for any word of a text


@dataclass(frozen=True, slots=True)
class Way:
    """One way to say a term: words in a row, or the beginning of one."""

    row: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A word that was asked for. `typed` is folded; it may be several words in a row
    (“v2.3.1”). The last one of a query may be half a word."""

    typed: str
    row: tuple[str, ...]
    stems: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    is_last: bool = False

    @classmethod
    def of(cls, typed: str, *, is_last: bool = False) -> Term | None:
        row = tuple(words_of_folded(typed))
        if not row:
            return None
        roots = stems(row[0]) if len(row) == 1 else ()
        return cls(typed, row, roots, tuple(joined(typed)), is_last)

    @property
    def forms(self) -> tuple[str, ...]:
        """The whole words that say it."""
        single = self.row if len(self.row) == 1 else ()
        return (*single, *self.stems, *self.also)

    def ways(self, *, half: int = SHORTEST_PREFIX) -> Iterator[Way]:
        """All ways to say it; half a word has at least `half` letters."""
        yield Way(self.row)
        for form in (*self.stems, *self.also):
            yield Way((form,))
        if len(self.row) > 1 and self.row[0].isdigit():
            yield Way((f"v{self.row[0]}", *self.row[1:]))  # of a version
        if self.is_last and len(self.row[-1]) >= half:
            yield Way(self.row, is_prefix=True)
        if len(self.row) == 1 and len(self.row[0]) >= SHORTEST_PART and self.row[0].isalpha():
            yield Way((PART + self.row[0],), is_prefix=True)
