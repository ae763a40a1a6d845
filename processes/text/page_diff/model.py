"""The pieces that two rendered pages are cut into before they are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal[
    "paragraph", "heading", "item", "row", "code", "image", "card", "rule", "term", "meaning"
]
PieceKind = Literal["same", "removed", "added", "restyled"]

BREAK = "\n"  # the text of a token that begins a new line

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Mark:
    """How a token is set: an inline element with the attributes that readers notice."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a blank, a sign or an image, with the marks around it, outermost first."""

    text: str
    marks: tuple[Mark, ...] = ()
    image: Mark | None = None

    @property
    def is_blank(self) -> bool:
        return self.image is None and self.text.isspace()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: the elements around it that readers see, and its list's sign.

    `around` are the names of containers, outermost first: "quote", "callout-note", "details",
    "footnotes", "table-2", "list". `sign` is what stands before an item: "•", "3.", "☑".
    """

    around: tuple[str, ...] = ()
    sign: str = ""

    @property
    def depth(self) -> int:
        return sum(name == "list" for name in self.around)


@dataclass(frozen=True, slots=True)
class Block:
    """The smallest thing that changes as a whole. Only a row has more than one cell."""

    kind: BlockKind
    place: Place
    cells: tuple[tuple[Token, ...], ...]
    level: int = 0  # of a heading; 1 for a row of header cells

    @property
    def text(self) -> str:
        """The words alone, for finding what belongs together; images by their alt text."""
        cells = ("".join(token.text for token in cell) for cell in self.cells)
        return " ".join(" ".join(cells).split())

    @property
    def words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(self.text.casefold()))


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of tokens of a changed block; `before` of a restyled one are the same tokens as
    they were set."""

    kind: PieceKind
    tokens: tuple[Token, ...]
    before: tuple[Token, ...] = ()
