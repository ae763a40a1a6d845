"""What can be wrong with files, and how much is taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Unreadable(Exception):
    """The file is broken, or not what it was said to be: nothing of the import is read.

    `where` is the file (and the item within it, as far as that is known); the words are a sentence.
    """

    def __init__(self, where: str, why: str) -> None:
        super().__init__(why)
        self.where = where


class NotOpened(Unreadable):
    """An archive that is broken as a whole, or made to do harm."""


class Broken(Unreadable):
    """One file whose bytes cannot be had: readers may leave it out with a line, and go on."""


class TooLarge(Broken):
    """It has more bytes than were asked for."""


class Problem(NamedTuple):
    """A file that is passed over, and why: a line of the report."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Limits:
    """`ratio` is how many times its packed size a file of more than `small` bytes may have."""

    entries: int = 200_000
    total: int = 20 * 1024**3
    directory: int = 64 * 1024**2
    ratio: int = 250
    small: int = 32 * 1024**2
    depth: int = 3
    problems: int = 1_000


@dataclass(slots=True)
class Budget:
    """What is left of the limits for all files of an import together, and what was passed over."""

    limits: Limits
    entries: int = 0
    total: int = 0
    problems: list[Problem] = field(default_factory=list)

    def take(self, where: str, size: int) -> None:
        """Count one file. Raises NotOpened beyond the limits."""
        self.entries += 1
        self.total += size
        if self.entries > self.limits.entries:
            raise NotOpened(where, f"It holds more than {self.limits.entries:,} files.")
        if self.total > self.limits.total:
            raise NotOpened(where, f"It unpacks to more than {self.limits.total >> 20:,} MB.")

    def is_bomb(self, packed: int, size: int) -> bool:
        return size > self.limits.small and size > packed * self.limits.ratio

    def pass_over(self, where: str, why: str) -> None:
        """One line; beyond the limit they are only counted, by the last line."""
        most = self.limits.problems
        if len(self.problems) < most:
            self.problems.append(Problem(where, why))
        elif len(self.problems) == most:
            self.problems.append(Problem("…", "Further files were passed over as well."))
