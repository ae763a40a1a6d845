"""Lines become paragraphs, as WordPress has always shown what is typed into its first editor.

A blank line ends a paragraph, a single one is a line break. Elements that stand by themselves end
paragraphs, too, and nothing in code, scripts and the like is touched. Documented at
https://developer.wordpress.org/reference/functions/wpautop/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_BLOCKS = frozenset(
    "table thead tfoot caption col colgroup tbody tr td th div dl dd dt ul ol li pre form map area"
    " blockquote address style p h1 h2 h3 h4 h5 h6 hr fieldset legend section article aside hgroup"
    " header footer nav figure figcaption details menu summary iframe main center object param"
    " embed source track option script svg textarea video audio select".split()
)
_TOKEN = re.compile(
    r"<(?P<verbatim>pre|script|style|svg|textarea)(?=[\s>])[^<>]*>"
    r"|(?P<comment><!--)"
    r"|<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
_GAP = re.compile(r"\n[ \t\xa0]*\n\s*")


def autop(text: str) -> str:
    """HTML with its paragraphs marked."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    writer = _Writer()
    position = 0
    for start, end, kind, name in _tokens(text):
        writer.text(text[position:start])
        writer.tag(text[start:end], kind, name)
        position = end
    writer.text(text[position:])
    writer.end_paragraph()
    return "".join(writer.pieces)


def _tokens(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Tags and what is left as it is: from, to, and `block`, `inline`, `break`, `unseen` or
    `verbatim`; and its name."""
    ends: dict[str, bool] = {}  # ends looked for in vain: looking again would take too long
    lower = text.lower()
    position = 0
    while match := _TOKEN.search(text, position):
        start, position = match.span()
        if match["comment"]:
            end = -1 if ends.get("-->") else text.find("-->", position)
            ends["-->"] = end < 0
            position = end + 3 if end >= 0 else position
            yield start, position, "unseen", ""
        elif match["verbatim"]:
            closing = f"</{match['verbatim'].lower()}"
            end = -1 if ends.get(closing) else lower.find(closing, position)
            ends[closing] = end < 0
            stop = text.find(">", end) if end >= 0 else -1
            position = stop + 1 if stop >= 0 else position
            yield start, position, "verbatim" if stop >= 0 else "block", ""
        else:
            name = match["tag"].lower()
            kind = "break" if name == "br" else "block" if name in _BLOCKS else "inline"
            yield start, position, kind, name


_ENDS_ITSELF = frozenset({"hr", "param", "embed", "source", "track", "col", "area"})


class _Writer:
    """Opens a paragraph before the first thing to be seen, ends it where a blank line or a block
    is. What follows the beginning of a block on its line stands in that block."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._state = "closed"  # or "fresh" behind a block's beginning, then "inside"; "open"
        self._held = ""  # blanks that wait for what comes
        self._breaks = 0

    def text(self, text: str) -> None:
        core = text.strip(" \t\n")
        if not core.strip("\xa0 \t\n"):
            self._held += text
            return
        at = text.index(core)
        self._held += text[:at]
        for number, part in enumerate(_GAP.split(core)):
            if number:
                self._held = "\n\n"
            self._begin()
            self.pieces.append("<br />\n".join(line.strip(" \t") for line in part.split("\n")))
        self._held = text[at + len(core) :]

    def tag(self, tag: str, kind: str, name: str = "") -> None:
        """A block's tag ends a paragraph; two breaks do."""
        if kind in ("block", "verbatim"):
            self.end_paragraph()
            self.pieces.append(tag)
            closes = kind == "verbatim" or name in _ENDS_ITSELF
            self._state = "closed" if closes or tag.startswith("</") else "fresh"
        elif kind == "break":
            self._breaks += 1
        elif kind == "unseen":
            self.pieces.append(tag)
        else:
            self._begin()
            self.pieces.append(tag)

    def end_paragraph(self) -> None:
        if self._state == "open":
            self.pieces.append("</p>")
        self.pieces.append("\n")
        self._state, self._held, self._breaks = "closed", "", 0

    def _begin(self) -> None:
        """Something to be seen comes: behind a gap in a paragraph of its own, else on its line."""
        breaks, held = self._breaks, self._held
        self._held, self._breaks = "", 0
        is_gap = breaks > 1 or (_GAP.search(held) is not None)
        if self._state in ("open", "inside") and not is_gap:
            is_stop = breaks or "\n" in held
            self.pieces.append("<br />\n" if is_stop else " " if held else "")
        elif self._state == "fresh" and not is_gap:
            self._state = "inside"
        else:
            self.pieces.append("</p>\n<p>" if self._state == "open" else "<p>")
            self._state = "open"
