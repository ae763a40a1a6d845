"""How many words a comparison marks as come or gone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

_PIECE = re.compile(r"<(?P<end>/?)(?P<tag>[a-z][a-z0-9]*)(?P<rest>[^>]*)>|(?P<text>[^<]+)")
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")
_SIDES = {"ins": "added", "del": "removed"}


def count(parts: Iterable[str]) -> tuple[int, int]:
    """Words added and words removed in the HTML of a comparison (see `page_diff`).

    What moved counts on both sides. Raises nothing.
    """
    totals = {"added": 0, "removed": 0}
    for html in parts:
        for side, text in _marked(html):
            totals[side] += words(text)
    return totals["added"], totals["removed"]


def words(text: str) -> int:
    """How many words a plain text has."""
    return sum(1 for _ in _WORD.finditer(text))


def words_of(html: str) -> int:
    """How many words a page has."""
    texts = (piece["text"] for piece in _PIECE.finditer(html) if piece["text"])
    return sum(words(unescape(text)) for text in texts)


def _marked(html: str) -> Iterable[tuple[str, str]]:
    """The stretches within a mark: text may hold the same elements for reasons of its own."""
    side, depth, held = "", 0, []
    for piece in _PIECE.finditer(html):
        if piece["text"]:
            if side:
                held.append(unescape(piece["text"]))
        elif side:
            if piece["tag"] in _SIDES and _SIDES[piece["tag"]] == side:
                depth += -1 if piece["end"] else 1
            elif piece["tag"] == "br":
                held.append(" ")
            if not depth:
                yield side, "".join(held)
                side, held = "", []
        elif f'class="d-{_SIDES.get(piece["tag"], "?")}"' in piece["rest"]:
            side, depth = _SIDES[piece["tag"]], 1
