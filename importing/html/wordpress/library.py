"""The files of the old site that one text may name, and what is told of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from importing.html.wordpress.notes import Notes


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of the old site's library. `address` is any of those it had."""

    address: str
    alt: str = ""
    title: str = ""
    caption: str = ""
    is_picture: bool = True


@dataclass(slots=True)
class Library:
    """The files one text may name. `of_this` are those that were uploaded for it."""

    find: Callable[[str], Attached | None]
    of_this: Callable[[], Iterable[Attached]]
    told: Counter[str] = field(default_factory=Counter)
    notes: Notes = field(default_factory=Notes)
