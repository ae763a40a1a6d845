"""Where a page stands among those of its department: a key that sorts as one reads, top down.

The key of a page is a shelf (processes first, then each topic of expertise), followed by one piece
for each page on the way down to it. So a page comes right after the one that it is a part of, and
all that is below a page has a key that begins with its own. Keys are compared as bytes: a
database's idea of an alphabet must not matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

SHELVES: Sequence[tuple[str, str]] = (
    ("process", ""),
    ("expertise", "company"),
    ("expertise", "methodology"),
    ("expertise", "product"),
    ("expertise", "sector"),
    ("expertise", ""),
)
DEEPEST = 12  # pages above each other; a deeper one stands beside its parent
NOT_PLACED = 0xFFFF  # by hand: after those that were
TITLE_BYTES = 36
NUMBER = re.compile(r"\d{1,6}")


def top(kind: str, topic: str) -> bytes:
    """What the keys of all pages of a kind and topic begin with."""
    return bytes([SHELVES.index((kind, topic)) if (kind, topic) in SHELVES else len(SHELVES)])


def below(parent: bytes, position: int | None, title_key: str, pk: int) -> bytes:
    """The key of a page right below another one, or below the `top` of its shelf.

    `position` is its place by hand among its sisters, from 0; None where nobody gave it one:
    those follow by title, in which “Step 2” comes before “Step 10”.
    """
    if depth(parent) >= DEEPEST:
        parent = parent[: -len(_pieces(parent)[-1])]
    place = NOT_PLACED if position is None else min(position, NOT_PLACED - 1)
    title = NUMBER.sub(lambda number: number[0].zfill(6), title_key.replace("\0", ""))
    short = title.encode("utf-8", "replace")[:TITLE_BYTES]
    return b"".join((parent, place.to_bytes(2, "big"), short, b"\0", pk.to_bytes(4, "big")))


def above(key: bytes) -> list[int]:
    """The ids of the pages on the way down to a page, outermost first, without its own."""
    return [int.from_bytes(piece[-4:], "big") for piece in _pieces(key)[:-1]]


def parent(key: bytes) -> bytes:
    """The key that a page stands right below: its parent's, or its shelf."""
    return key[: -len(_pieces(key)[-1])]


def depth(key: bytes) -> int:
    """How many pages the key names: 0 for a shelf, 1 for a page at the top of one."""
    return len(_pieces(key))


def _pieces(key: bytes) -> list[bytes]:
    pieces, start = [], 1
    while start < len(key):
        end = key.index(b"\0", start + 2) + 5
        pieces.append(key[start:end])
        start = end
    return pieces
