"""What stands in a text. All places count code points of the source, `end` not included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# The title of a picture that only decorates: ![](address "decorative").
DECORATIVE = "decorative"


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` is as written; `id` as the renderer gives it, "" for a heading without words."""

    level: int
    id: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Link:
    """`target` is what stands between `[[` and `|` or `]]`, or the address.

    `label` is the plain text that readers see, "" where the target itself is shown.
    """

    kind: Literal["page", "address", "bare"]
    target: str
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Picture:
    """`width` is the one given in HTML, in pixels, 0 for none. The title `DECORATIVE` says that
    the picture needs no words."""

    src: str
    alt: str
    title: str
    width: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that are read as one: a paragraph, an item's own text, a row of a table, a heading.

    `is_quoted` of a callout, too.
    """

    kind: Literal["paragraph", "item", "numbered", "row", "heading"]
    start: int
    end: int
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """`words` counts as a reader does: a piece of code is one word, an address none."""

    block: Block
    start: int
    end: int
    words: int
