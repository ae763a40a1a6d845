"""Lists with all that stands in their items."""

from __future__ import annotations

import re
from collections.abc import Callable

from importing.html.formats import Marks
from importing.html.inline import Line, line
from importing.html.shapes import Work
from importing.html.tree import Node

Blocks = Callable[[Node, Work, Marks], list[str]]
_QUOTED_FENCE = re.compile(r">[> ]*```")


def bulleted(node: Node, work: Work, marks: Marks, blocks: Blocks) -> str:
    """A list with points or numbers, and those within it."""
    items = items_of(node)
    number = _start(node) if node.name == "ol" else None
    if number is not None and node.attrs.get("type", "1") not in ("1", ""):
        work.tell("list numbered by letters, which has numbers now")
    written: list[str] = []
    is_loose = any(_is_loose(item) for item in items)
    for item in items:
        work.meet_anchor(item.attrs.get("id", ""))
        task = _take_task(item)
        parts = blocks(item, work, marks)
        if not parts:
            continue
        marker = "- " if number is None else f"{number}. "
        if number is not None:
            number += 1
        if task:
            parts[0] = task + parts[0] if _is_text(parts[0]) else f"{task}\n\n{parts[0]}"
        written.append(_indented(marker, parts, is_loose=is_loose))
    return ("\n\n" if is_loose else "\n").join(written)


def items_of(node: Node) -> list[Node]:
    """Its items; what stands between them belongs to the one above."""
    items: list[Node] = []
    for child in node.children:
        if isinstance(child, Node) and child.name == "li":
            items.append(Node("li", child.attrs, list(child.children), child.has_block))
        elif isinstance(child, str) and not child.strip():
            continue
        elif items:
            is_line = isinstance(child, str) or not (child.is_block or child.has_block)
            items[-1].children += [Node("br"), child] if is_line else [child]
            items[-1].has_block |= isinstance(child, Node) and (child.is_block or child.has_block)
        else:
            is_box = isinstance(child, Node) and (child.is_block or child.has_block)
            items.append(Node("li", {}, [child], is_box))
    return items


def definitions(node: Node, work: Work, marks: Marks, blocks: Blocks) -> list[str]:
    """Terms, and below each what it means."""
    written: list[str] = []
    group: list[str] = []
    for child in _terms_of(node):
        work.meet_anchor(child.attrs.get("id", ""))
        if child.name == "dt":
            term = line(child.children, work, Line(stop=" "), marks)
            if term:
                if group and group[-1].startswith(":"):
                    written.append("\n".join(group))
                    group = []
                group.append(_term(term))
            continue
        parts = blocks(child, work, marks)
        if not parts:
            continue
        if group:
            group.append(_indented(":   ", parts, is_loose=True))
        elif written:
            written[-1] += "\n\n" + _indented(":   ", parts, is_loose=True)
        else:
            written += parts
    if group:
        written.append("\n".join(group))
    return written


def _term(term: str) -> str:
    from importing.html.escaping import escape_line

    return escape_line(term)


def _terms_of(node: Node) -> list[Node]:
    """Also those in boxes around a term and its meaning."""
    found: list[Node] = []
    for child in node.children:
        if isinstance(child, str):
            if child.strip():
                found.append(Node("dd", {}, [child]))
        elif child.name in ("dt", "dd"):
            found.append(child)
        elif any(one.name in ("dt", "dd") for one in child.walk()):
            found += _terms_of(child)
        else:
            found.append(Node("dd", {}, [child], child.is_block or child.has_block))
    return found


def _indented(marker: str, parts: list[str], *, is_loose: bool) -> str:
    """The first block stands beside the marker, the others below it."""
    blank = " " * len(marker)
    if _QUOTED_FENCE.match(parts[0]):  # which the wiki finds at the beginning of a line only
        parts = ["<!-- -->", *parts]
    pieces = ["***" if parts[0] == "---" else parts[0]]  # three strokes behind one are a rule
    for part in parts[1:]:
        # Right behind a line of HTML, a list would be part of that.
        is_open = "\n\n" in pieces[-1] or pieces[-1].endswith("</summary>")
        tight = not is_loose and part.startswith(("- ", "1. ")) and not is_open
        pieces.append(("\n" if tight else "\n\n") + part)
    lines = "".join(pieces).split("\n")
    rest = (blank + one if one else "" for one in lines[1:])
    return "\n".join([marker + lines[0], *rest])


def _is_loose(item: Node) -> bool:
    """Whether it holds paragraphs, or blocks that blank lines part."""
    texts = 0
    in_text = False
    for child in item.children:
        if isinstance(child, str):
            if child.strip() and not in_text:
                texts, in_text = texts + 1, True
        elif child.is_block or child.has_block:
            in_text = False
            if child.name in ("p", "pre", "table", "blockquote") and (
                child.name != "p" or _has_own_paragraphs(item)
            ):
                return True
        elif not in_text:
            texts, in_text = texts + 1, True
    return texts > 1


def _has_own_paragraphs(item: Node) -> bool:
    return sum(one.name == "p" and not one.is_empty() for one in item.elements()) > 1


def _start(node: Node) -> int:
    told = node.attrs.get("start", "")
    return int(told[:8]) if told.isdecimal() else 1


def _take_task(item: Node) -> str:
    """The sign of a task, if the item begins with its box; that goes out of the text."""
    node = item
    for _ in range(4):  # within a paragraph, a label
        first = next((one for one in node.children if isinstance(one, Node) or one.strip()), None)
        if not isinstance(first, Node):
            return ""
        if first.name == "input":
            node.children.remove(first)
            return "[x] " if "checked" in first.attrs else "[ ] "
        node = first
    return ""


def _is_text(part: str) -> bool:
    return not part.startswith(("```", "- ", "|", "#", ">", "<"))
