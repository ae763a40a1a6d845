"""Boxes, paragraphs, headings and quotes: a list of blocks of Markdown for each element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from importing.html.boxes import details, figure, is_box, linked
from importing.html.code import fenced, text_of
from importing.html.escaping import escape_end
from importing.html.formats import Marks, marks_of
from importing.html.inline import Line, line, paragraphs
from importing.html.lists import bulleted, definitions
from importing.html.media import frame
from importing.html.shapes import Work
from importing.html.tables import caption_of, cells_of_layout, is_layout, table
from importing.html.tree import Node
from importing.markup import HEADINGS, VERSES

_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_CODE = frozenset({"pre", "xmp", "listing", "plaintext"})
_CALLOUT = re.compile(r"(?:callout|markdown-alert)-(note|tip|important|warning|caution)")
_PARTED = "<!-- -->"  # between two lists, which would be one without it
_NONE: Marks = frozenset()


def blocks(node: Node, work: Work, marks: Marks = _NONE) -> list[str]:
    """What is in an element, block by block; none of them is empty."""
    found: list[str] = []
    for is_block, group in groupby(_level(node.children), key=is_box):
        if not is_block:
            found += paragraphs(list(group), work, marks)
            continue
        for child in group:
            if isinstance(child, Node):
                is_code = child.name in _CODE
                for block in _code(child, work, node) if is_code else _block(child, work, marks):
                    if found and _would_join(found[-1], block):
                        found.append(_PARTED)
                    found.append(block)
    return found


def _level(nodes: list[Node | str]) -> Iterator[Node | str]:
    """The same without marks around both lines and blocks: each gets its own."""
    for node in nodes:
        if isinstance(node, str) or node.is_block or not node.has_block or node.name == "a":
            yield node
            continue
        for is_block, group in groupby(_level(node.children), key=is_box):
            if not is_block:
                yield Node(node.name, node.attrs, list(group))
                continue
            for child in group:
                yield Node(node.name, node.attrs, [child], has_block=True)


def _block(node: Node, work: Work, marks: Marks) -> list[str]:
    work.meet_anchor(node.attrs.get("id", ""))
    if node.name in HEADINGS:
        return _heading(node, work)
    if node.name in _LISTS:
        return [text] if (text := bulleted(node, work, marks, blocks)) else []
    match node.name:
        case "frame":
            return [text] if (text := frame(node, work, alone=True)) else []
        case "hr":
            return ["---"]
        case "dl":
            return definitions(node, work, marks, blocks)
        case "blockquote":
            return _quote(blocks(node, work, marks))
        case "table":
            return _table(node, work, marks)
        case "figure":
            return figure(node, work, marks, blocks)
        case "details":
            return details(node, work, marks, blocks)
        case "a":
            return linked(node, work, marks, blocks)
        case "p" if "callout-title" in node.classes:
            return []
    if found := _CALLOUT.search(node.attrs.get("class", "")):
        return _callout(node, found[1], work, marks)
    if node.name == "li":  # without a list around it
        return [bulleted(Node("ul", {}, [node], has_block=True), work, marks, blocks)]
    return blocks(node, work, marks_of(node, marks))


def _heading(node: Node, work: Work) -> list[str]:
    level = min(max(int(node.name[1]) + work.shift, 1), 6)
    for one in node.walk():
        if name := one.attrs.get("id") or (one.attrs.get("name") if one.name == "a" else ""):
            work.meet_anchor(name)
    waiting, work.waiting = work.waiting, []
    words = line(_flat(node), work, Line(stop=" "), _NONE)
    work.waiting = waiting
    if not words:
        return []
    work.meet_heading(level, " ".join(node.text().split()))
    return [f"{'#' * level} {escape_end(words)}"]


def _flat(node: Node) -> list[Node | str]:
    """Headings are bold by themselves."""
    flat: list[Node | str] = []
    for child in node.children:
        if isinstance(child, Node) and child.name in ("b", "strong", "button"):
            flat += child.children
        else:
            flat.append(child)
    return flat


def _code(node: Node, work: Work, around: Node) -> list[str]:
    work.meet_anchor(node.attrs.get("id", ""))
    box = " ".join(
        one
        for one in around.attrs.get("class", "").split()
        if "high" in one.lower() or "language-" in one.lower()
    )
    if node.classes & VERSES:
        work.meet_text()
        verse: list[Node | str] = []
        for at, text in enumerate(text_of(node).split("\n")):
            verse += [Node("br"), text] if at else [text]
        return paragraphs(verse, work)
    if any(one.name == "img" for one in node.walk()):
        rest = [one for one in node.walk() if one.name == "img"]
        return [*filter(None, [fenced(node, work, box)]), *paragraphs(rest, work)]
    return [text] if (text := fenced(node, work, box)) else []


def _quote(parts: list[str]) -> list[str]:
    if not parts:
        return []
    lines = "\n\n".join(parts).split("\n")
    return ["\n".join(f"> {one}".rstrip() for one in lines)]


def _callout(node: Node, kind: str, work: Work, marks: Marks) -> list[str]:
    title = next(
        (one for one in node.walk() if one.classes & {"callout-title", "markdown-alert-title"}),
        None,
    )
    words = line(title.children, work, Line(stop=" ")) if title else ""
    if words.lower() == kind:
        words = ""
    parts = blocks(
        Node("div", {}, [one for one in node.children if one is not title], has_block=True),
        work,
        marks,
    )
    head = f"[!{kind.upper()}] {words}".rstrip()
    return ["\n".join(["> " + head, *_quote(parts)])]


def _table(node: Node, work: Work, marks: Marks) -> list[str]:
    if is_layout(node):
        found: list[str] = []
        for cell in cells_of_layout(node):
            found += (
                _block(cell, work, marks) if cell.name == "table" else blocks(cell, work, marks)
            )
        return found
    caption = caption_of(node)
    above = blocks(caption, work, marks) if caption else []
    text = table(node, work, marks)
    return [*above, text] if text else above


def _would_join(above: str, block: str) -> bool:
    """Whether two lists would become one."""
    if above.startswith("- ") and block.startswith("- "):
        return True
    return bool(re.match(r"\d{1,9}\. ", above) and re.match(r"\d{1,9}\. ", block))
