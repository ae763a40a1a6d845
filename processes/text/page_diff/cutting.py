"""Rendered pages cut into blocks: paragraphs, items, rows, lines of code, images."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from processes.text.page_diff.model import BREAK, Block, BlockKind, Mark, Place, Token
from processes.text.page_diff.parsing import Node, tree

INLINE = frozenset(
    "a abbr b br cite code del dfn em i img input ins kbd mark picture q s samp small span"
    " strong sub sup u var".split()
)
LEAVES: dict[str, BlockKind] = {
    "p": "paragraph",
    "dt": "term",
    "dd": "meaning",
    "summary": "paragraph",
    "caption": "paragraph",
    "figcaption": "paragraph",
} | {f"h{level}": "heading" for level in range(1, 7)}
# Of the inline elements, the attributes that readers notice a change of.
NOTICED = {"a": ("class", "href", "title"), "img": ("src", "alt", "title"), "abbr": ("title",)}
LEFT_OUT = frozenset({"permalink", "footnote-backref"})
BOXES = ("callout-note", "callout-tip", "callout-important", "callout-warning", "callout-caution")

# Around one word; further ones change nothing that readers see, and each is carried by each word.
MOST_MARKS = 12

_TOKENS = re.compile(r"\s+|\w+|[^\w\s]")


def cut(html: str) -> list[Block]:
    """The blocks of a rendered page, in order. Lists of contents are left out: they follow."""
    return list(_Cutter().flow(tree(html), Place(), "paragraph"))


class _Cutter:
    def __init__(self) -> None:
        self._tables = count(1)

    def flow(self, node: Node, place: Place, kind: BlockKind) -> Iterator[Block]:
        """Yield what is in an element; text right in it is a block of `kind`, once."""
        run: list[Node | str] = []
        for child in node.children:
            if isinstance(child, str) or child.tag in INLINE:
                run.append(child)
                continue
            for block in _leaf(run, place, kind):
                yield block
                place, kind = replace(place, sign=""), "paragraph"
            run = []
            for block in self._block(child, place, kind):
                yield block
                place, kind = replace(place, sign=""), "paragraph"
        yield from _leaf(run, place, kind)

    def _block(self, node: Node, place: Place, kind: BlockKind) -> Iterator[Block]:
        tag = node.tag
        if tag in ("ul", "ol"):
            yield from self._list(node, place)
        elif tag == "table":
            yield from self._table(node, _inside(place, f"table-{next(self._tables)}"))
        elif tag == "pre":
            yield from _lines(node, place)
        elif tag == "hr":
            yield Block("rule", place, ((),))
        elif tag in LEAVES and not (tag == "p" and kind == "item"):
            level = int(tag[1]) if LEAVES[tag] == "heading" else 0
            yield from (replace(b, level=level) for b in self.flow(node, place, LEAVES[tag]))
        elif tag != "nav":
            yield from self.flow(node, _within(node, place), kind)

    def _list(self, node: Node, place: Place) -> Iterator[Block]:
        number = int(node.attributes.get("start") or 1)
        for item in node.elements:
            sign = f"{number}." if node.tag == "ol" else "•"
            inner = Place((*place.around, "list"), _box(item) or sign)
            yield from self.flow(item, inner, "item")
            number += 1

    def _table(self, node: Node, place: Place) -> Iterator[Block]:
        for caption in node.find("caption"):
            yield from self.flow(caption, place, "paragraph")
        for row in node.find("tr"):
            cells = list(row.elements)
            is_head = bool(cells) and all(cell.tag == "th" for cell in cells)
            yield Block("row", place, tuple(_trimmed(_tokens(c)) for c in cells), int(is_head))


def _within(node: Node, place: Place) -> Place:
    if node.tag == "blockquote":
        return _inside(place, "quote")
    if node.tag == "details":
        return _inside(place, "details")
    box = next((name for name in node.classes if name in (*BOXES, "footnotes")), "")
    return _inside(place, box) if box else place


def _inside(place: Place, name: str) -> Place:
    return Place((*place.around, name), place.sign)


def _box(item: Node) -> str:
    """The sign of a task: done or to do."""
    task = next((node for node in item.elements if node.tag == "input"), None)
    if task is None:
        return ""
    return "☑" if "checked" in task.attributes else "☐"


def _lines(node: Node, place: Place) -> Iterator[Block]:
    for line in node.text().removesuffix("\n").split("\n"):
        yield Block("code", place, (tuple(Token(text) for text in _TOKENS.findall(line)),))


def _leaf(run: list[Node | str], place: Place, kind: BlockKind) -> Iterator[Block]:
    tokens = _trimmed([token for node in run for token in _tokens(node)])
    if not tokens:
        return
    if kind == "paragraph" and all(token.image or token.is_blank for token in tokens):
        kind = "image"
    yield Block(kind, place, (tokens,))


def _tokens(node: Node | str, marks: tuple[Mark, ...] = ()) -> Iterator[Token]:
    if isinstance(node, str):
        yield from (Token(" " if text.isspace() else text, marks) for text in _TOKENS.findall(node))
    elif node.tag == "br":
        yield Token(BREAK, marks)
    elif node.tag == "img":
        yield Token(node.attributes.get("alt", ""), marks, _mark(node))
    elif not LEFT_OUT.intersection(node.classes):
        is_mark = node.tag in INLINE - {"span", "picture"} and len(marks) < MOST_MARKS
        inner = (*marks, _mark(node)) if is_mark else marks
        for child in node.children:
            yield from _tokens(child, inner)


def _mark(node: Node) -> Mark:
    noticed = NOTICED.get(node.tag, ())
    return Mark(node.tag, tuple((n, node.attributes[n]) for n in noticed if n in node.attributes))


def _trimmed(tokens: Iterator[Token] | list[Token]) -> tuple[Token, ...]:
    found = list(tokens)
    while found and found[-1].is_blank:
        found.pop()
    start = next((i for i, token in enumerate(found) if not token.is_blank), 0)
    return tuple(found[start:])
