"""Bold, italic and the like: worked out for each piece of text, then written as few plain tags.

Programs nest and contradict each other: Google wraps all in a `<b>` that is not bold, Word sets
`font-weight: normal` within a `<b>`. So what counts is what a piece of text looks like in the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from bs4 import BeautifulSoup, NavigableString, PageElement, Tag

from processes.text.pasted.styles import is_bold, is_typewriter, styles_of

Formats = frozenset[str]
Piece = tuple[NavigableString, Formats]

# The order in which they are nested.
ORDER = ("strong", "em", "del", "mark", "code", "sup", "sub")
_BY_TAG = {
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "cite": "em",
    "s": "del",
    "strike": "del",
    "del": "del",
    "mark": "mark",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "sup": "sup",
    "sub": "sub",
}
# All others are unwrapped: what is in them stands in the line around them.
_KEPT = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "dl", "dt",
    "dd", "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th", "pre",
    "hr", "a", "br", "note", "section", "article", "figure", "figcaption", "header", "footer",
    "aside", "nav", "details", "summary", "address",
}  # fmt: skip
_BOXES = {"main", "form", "fieldset", "center", "legend", "hgroup", "search", "menu", "dir"}
_NEVER_BOLD = {"h1", "h2", "h3", "h4", "h5", "h6", "th"}
_NONE: Formats = frozenset()


def simplify(soup: BeautifulSoup) -> None:
    """Leaves of all inline tags but links and pictures those in ORDER, and no style at all."""
    formats = _formats_of(soup)
    for tag in soup.find_all(True):
        if tag.name in _BOXES:
            tag.name = "div"
        elif tag.name not in _KEPT:
            tag.unwrap()
    for parent in [soup, *soup.find_all(True)]:
        if parent.name != "pre":
            for run in _runs(list(parent.children), formats):
                _wrap(run, ORDER, soup)
    soup.smooth()


def _formats_of(soup: BeautifulSoup) -> dict[int, Formats]:
    """Of each text in the tree, by its identity."""
    of_tags: dict[int, Formats] = {id(soup): _NONE}
    kept: dict[int, Formats] = {}
    for node in soup.descendants:
        around = of_tags[id(node.parent)]
        if isinstance(node, Tag):
            of_tags[id(node)] = _within(node, around)
        else:
            kept[id(node)] = around
    return kept


def _within(tag: Tag, around: Formats) -> Formats:
    """What text in it looks like."""
    formats = set(around)
    if tag.name in _BY_TAG:
        formats.add(_BY_TAG[tag.name])
    styles = styles_of(tag)
    if styles:
        _set(formats, "strong", is_bold(styles.get("font-weight", "")))
        _set(formats, "em", {"italic": True, "oblique": True, "normal": False}.get(
            styles.get("font-style", "")))  # fmt: skip
        _set(formats, "code", is_typewriter(styles))
        lines = styles.get("text-decoration", "") + styles.get("text-decoration-line", "")
        _set(formats, "del", "line-through" in lines or None)
        raised = {"super": "sup", "sub": "sub"}.get(styles.get("vertical-align", ""))
        _set(formats, raised or "sup", True if raised else None)
    if tag.name in _NEVER_BOLD:
        formats.discard("strong")
    return frozenset(formats)


def _set(formats: set[str], name: str, wanted: bool | None) -> None:
    if wanted is not None:
        (formats.add if wanted else formats.discard)(name)


def _runs(nodes: Sequence[PageElement], formats: dict[int, Formats]) -> Iterator[list[Piece]]:
    """Texts that follow each other; a blank between two looks like both."""
    for is_text, group in groupby(nodes, key=lambda node: isinstance(node, NavigableString)):
        if not is_text:
            continue
        texts = list(group)
        looks = [formats.get(id(text), _NONE) if str(text).strip() else None for text in texts]
        pieces = []
        for at, text in enumerate(texts):
            before = next((look for look in reversed(looks[:at]) if look is not None), _NONE)
            after = next((look for look in looks[at:] if look is not None), _NONE)
            pieces.append((text, before & after if looks[at] is None else looks[at]))
        yield pieces


def _wrap(pieces: Sequence[Piece], order: Sequence[str], soup: BeautifulSoup) -> None:
    if not order:
        return
    name, *rest = order
    for has, group in groupby(pieces, key=lambda piece: name in piece[1]):
        same = list(group)
        if has:
            box = soup.new_tag(name)
            same[0][0].insert_before(box)
            for text, _ in same:
                box.append(text)
        _wrap(same, rest, soup)
