"""What readers see of a page, counted while it is read. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser

from importing.markup import (
    BLOCKS,
    FRAMES,
    HEADINGS,
    MEDIA,
    UNSEEN,
    VERSES,
    classes_of,
    emoji_of,
    frame_source,
    is_followed,
    is_hidden,
    is_permalink,
    name_of_file,
    opens,
    picture_source,
)
from processes.text.embeds import DEFAULT_HOSTS, find_embed
from processes.text.rendering.sanitizing import BARE_EMAIL, BARE_URL

THINGS = ("paragraphs", "headings", "items", "tables", "cells", "code", "pictures", "links")
_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_NOT_SEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://[^\s<>()]+", re.IGNORECASE)
_VOID = frozenset("img br hr input source track wbr col area base embed link meta param".split())
_VERBATIM = frozenset({"pre", "code", "kbd", "samp", "var", "tt", "xmp", "listing", "plaintext"})
_CODE = frozenset({"pre", "xmp", "listing", "plaintext"})
_CALLOUTS = frozenset({"note", "tip", "important", "warning", "caution"})


@dataclass(slots=True)
class _Box:
    """An element that is open. `kind` says whose text its text is: "" for that of the box around
    it; `runs` are paragraphs that count only if a table turns out to be none."""

    name: str
    attrs: dict[str, str] = field(default_factory=dict)
    kind: str = ""
    filled: bool = False
    hidden: bool = False
    cells: int = 0
    filled_cells: int = 0
    runs: int = 0
    is_layout: bool = False
    is_link: bool = False


@dataclass
class _Run:
    """Text without a block in between."""

    pieces: list[str] = field(default_factory=list)
    breaks: int = 0
    filled: bool = False


class Reader(HTMLParser):
    """Reads well-formed HTML from front to back. `counted` has a number for each of THINGS."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.counted = dict.fromkeys(THINGS, 0)
        self._boxes = [_Box("")]
        self._run = _Run()

    def finish(self) -> None:
        while len(self._boxes) > 1:
            self.handle_endtag(self._boxes[-1].name)
        self._end_run()

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        above = self._boxes[-1]
        unseen = name in UNSEEN and not opens(name, given)
        if above.hidden or unseen or is_hidden(name, given):
            self._count_unseen(name, given, above)
            if name not in _VOID:
                self._boxes.append(_Box(name, hidden=True))
            return
        if name in BLOCKS:
            self._end_run()
        if name == "br":
            self._break()
        elif name == "img":
            self._add_picture(given)
        if name not in _VOID:
            self._open(name, given)

    def handle_endtag(self, name: str) -> None:
        if name in _VOID or name not in (box.name for box in self._boxes):
            return
        while True:
            box = self._boxes[-1]
            if not box.hidden and box.name in BLOCKS:
                self._end_run()
            self._boxes.pop()
            self._close(box)
            if box.name == name:
                return

    def handle_data(self, data: str) -> None:
        box = self._boxes[-1]
        if box.hidden:
            return
        if any(one.kind == "verse" for one in self._boxes) and "\n" in data.strip("\n"):
            for at, line in enumerate(data.strip("\n").split("\n")):
                if at:
                    self._break()
                self.handle_data(line)
            return
        if self._is_name_of_card(data):
            self._run.pieces.append(" https://a.card ")  # no words of the page's own
            box.filled = True
            return
        in_link = any(one.is_link for one in self._boxes)
        if not in_link and not any(one.name in _VERBATIM for one in self._boxes):
            self.counted["links"] += _addresses_in(data)
        if data.strip().translate(_NOT_SEEN):
            box.filled = self._run.filled = True
            self._run.breaks = 0
        self._run.pieces.append(data)

    def _is_name_of_card(self, data: str) -> bool:
        """Whether it is what the wiki calls a page that it shows in a frame."""
        link, card = self._boxes[-1], self._boxes[-3:-2]
        if link.name != "a" or not card or "embed" not in classes_of(card[0].attrs):
            return False
        embed = find_embed(link.attrs.get("href", ""), DEFAULT_HOSTS)
        return embed is not None and embed.title == data

    def _open(self, name: str, given: dict[str, str]) -> None:
        box = _Box(name, given, _kind(name))
        if name == "a":
            box.is_link = is_followed(given.get("href", ""))
            box.hidden = is_permalink(given)
        elif name == "table":
            box.is_layout = given.get("role") in ("presentation", "none")
            for around in self._boxes:
                around.is_layout = around.is_layout or around.name == "table"
        elif name == "nav" and "toc" in classes_of(given):
            box.hidden = True
        elif name == "figcaption" and "embed" in classes_of(self._boxes[-1].attrs):
            box.hidden = True  # says whose page it is
        elif name == "pre" and classes_of(given) & VERSES:
            box.kind = "verse"
        elif name == "p" and classes_of(given) & {"callout-title", "markdown-alert-title"}:
            box.kind = "callout"
        self._boxes.append(box)

    def _close(self, box: _Box) -> None:
        above = self._boxes[-1]
        above.filled = above.filled or box.filled
        if box.kind in ("heading", "item", "code") and box.filled:
            self.counted[{"heading": "headings", "item": "items", "code": "code"}[box.kind]] += 1
        elif box.is_link and box.filled and not box.hidden:
            self.counted["links"] += 1
        elif box.kind == "cell":
            self._close_cell(box)
        elif box.name == "table" and not box.hidden:
            self._close_table(box)

    def _close_cell(self, cell: _Box) -> None:
        table = next((one for one in reversed(self._boxes) if one.name == "table"), None)
        if table is not None:
            table.cells += 1
            table.filled_cells += cell.filled

    def _close_table(self, table: _Box) -> None:
        if table.is_layout or table.cells < 2:
            self._add_paragraphs(table.runs)
        elif table.filled_cells:
            self.counted["tables"] += 1
            self.counted["cells"] += table.filled_cells

    def _break(self) -> None:
        self._run.pieces.append("\n")
        self._run.breaks += 1
        if self._run.breaks == 2:
            self._end_run()

    def _add_picture(self, given: dict[str, str]) -> None:
        if sign := emoji_of(given):
            self.handle_data(sign)
        elif picture_source(given):
            self.counted["pictures"] += 1
            self._fill()
            self._run.pieces.append(" ")

    def _fill(self) -> None:
        self._boxes[-1].filled = True
        self._run.breaks = 0

    def _count_unseen(self, name: str, given: dict[str, str], above: _Box) -> None:
        """What plays or stands in a frame is a link here; a recording has its name for a label."""
        if above.hidden:
            src = given.get("src", "")
            if above.filled or not src:
                return
            if name == "source" and above.name in MEDIA:
                above.filled = True
                self._add_file(src)
            elif name == "embed" and above.name == "object":
                self.counted["links"] += 1
                self._fill()
        elif name in FRAMES:
            self._end_run()
            if frame_source(name, given):
                self.counted["links"] += 1
                self._fill()
        elif name in MEDIA and given.get("src"):
            self._add_file(given["src"])

    def _add_file(self, src: str) -> None:
        self.counted["links"] += 1
        self._boxes[-1].filled = self._run.filled = True
        self._run.pieces.append(f" {name_of_file(src)} ")

    def _end_run(self) -> None:
        run, self._run = self._run, _Run()
        kind = next((box.kind for box in reversed(self._boxes) if box.kind), "")
        plain = _ADDRESS.sub(" ", "".join(run.pieces).translate(_NOT_SEEN))
        said = _WORD.findall(unicodedata.normalize("NFKC", plain))
        if kind == "callout" and len(said) == 1 and said[0].lower() in _CALLOUTS:
            return  # the sign of its kind, in words
        self.words += said
        if run.filled and kind in ("", "cell", "verse") and plain.strip():
            self._add_paragraphs(1)

    def _add_paragraphs(self, number: int) -> None:
        """In a cell they wait until it is known whether the table is one."""
        for box in reversed(self._boxes):
            if box.kind == "cell" or box.name == "table":
                table = next((one for one in reversed(self._boxes) if one.name == "table"), None)
                if table is not None and box.kind == "cell":
                    table.runs += number
                    return
                break
            if box.kind not in ("", "verse"):
                return
        self.counted["paragraphs"] += number


def _kind(name: str) -> str:
    if name in HEADINGS:
        return "heading"
    if name in _CODE:
        return "code"
    if name in ("td", "th"):
        return "cell"
    return "item" if name in ("li", "dt", "dd") else ""


def _addresses_in(text: str) -> int:
    """How many the wiki makes links of."""
    left, count = BARE_URL.subn(" ", text)
    return count + len(BARE_EMAIL.findall(left))
