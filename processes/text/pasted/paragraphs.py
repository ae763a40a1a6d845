"""Paragraphs where there are only lines: text beside blocks, and line breaks used for space."""

from __future__ import annotations

from collections.abc import Sequence

from bs4 import BeautifulSoup, PageElement, Tag

from processes.text.pasted.formats import ORDER

_INLINE = {*ORDER, "a", "br", "note"}
_HOLDS_TEXT = {"[document]", "div", "p", "blockquote", "li", "dd", "section", "article", "figure"}
_HOLDS_TEXT |= {"figcaption", "header", "footer", "aside", "nav", "details", "summary", "address"}


def tidy(soup: BeautifulSoup) -> None:
    """In place: an empty line parts paragraphs, and a break stands between two lines only."""
    for box in [*soup.find_all(_HOLDS_TEXT), soup]:
        runs = _runs(list(box.children))
        mixed = len(runs) > 1 or any(not _is_inline(node) for node in box.children)
        for number, run in enumerate(runs):
            stays = box.name == "li" and number == 0
            _write(run, soup, wrapped=mixed and not stays)
    for box in soup.find_all("p"):
        if box.find(["p", "div", "ul", "ol", "table", "pre"]):
            box.name = "div"


def _runs(nodes: Sequence[PageElement]) -> list[list[PageElement]]:
    """The lines of each paragraph: parted by blocks and by two breaks."""
    runs: list[list[PageElement]] = [[]]
    breaks: list[PageElement] = []
    for node in nodes:
        if not _is_inline(node):
            _drop(breaks)
            runs.append([])
        elif isinstance(node, Tag) and node.name == "br":
            breaks.append(node)
        elif node.get_text(strip=True) or (runs[-1] and not breaks):
            if len(breaks) > 1:
                runs.append([])
            if len(breaks) > 1 or not runs[-1]:
                _drop(breaks)
            runs[-1] += [*breaks, node]
            breaks = []
    _drop(breaks)
    return [run for run in runs if run]


def _drop(breaks: list[PageElement]) -> None:
    for node in breaks:
        node.extract()
    breaks.clear()


def _write(run: list[PageElement], soup: BeautifulSoup, *, wrapped: bool) -> None:
    if wrapped:
        box = soup.new_tag("p")
        run[0].insert_before(box)
        box.extend(run)


def _is_inline(node: PageElement) -> bool:
    return not isinstance(node, Tag) or node.name in _INLINE
