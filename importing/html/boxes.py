"""Pictures with words below them, boxes that open, links around whole blocks."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from itertools import groupby

from importing.html.formats import Marks
from importing.html.shapes import Work
from importing.html.tree import Node
from importing.markup import is_followed

Blocks = Callable[[Node, Work, Marks], list[str]]


def is_box(node: Node | str) -> bool:
    """Whether it stands by itself, and not in a line."""
    return isinstance(node, Node) and (node.is_block or node.has_block or node.name == "frame")


def figure(node: Node, work: Work, marks: Marks, blocks: Blocks) -> list[str]:
    """The words below a picture stand on the line after it."""
    caption = next((one for one in node.walk() if one.name == "figcaption"), None)
    if caption is None or any(one.name == "figure" for one in node.walk()):
        return blocks(node, work, marks)
    rest = _without(node, caption)
    shown = blocks(rest, work, marks)
    if "embed" in node.classes:  # a card of this wiki, which names the host by itself
        return shown
    words = blocks(caption, work, marks | {"em"} if not _is_marked(caption) else marks)
    first = next((one for one in node.elements() if not one.is_empty()), None)
    return [*words, *shown] if first is caption else [*shown, *words]


def _is_marked(node: Node) -> bool:
    return any(one.name in ("em", "i", "cite") or one.is_block for one in node.walk())


def _without(node: Node, gone: Node) -> Node:
    children = [
        one if isinstance(one, str) else _without(one, gone)
        for one in node.children
        if one is not gone
    ]
    return Node(node.name, node.attrs, children, node.has_block)


def details(node: Node, work: Work, marks: Marks, blocks: Blocks) -> list[str]:
    """Kept as HTML, in which Markdown stands."""
    summary = next((one for one in node.elements() if one.name == "summary"), None)
    title = _summary(summary, work) if summary else ""
    rest = [one for one in node.children if one is not summary]
    inner = blocks(Node("div", {}, rest, has_block=True), work, marks)
    is_open = " open" if "open" in node.attrs else ""
    head = f"<details{is_open}>\n<summary>{title}</summary>"
    return [head, *inner, "</details>"]


def _summary(node: Node, work: Work) -> str:
    work.meet_text()
    pieces: list[str] = []
    _write_html(node, work, pieces)
    return " ".join("".join(pieces).split())


def _write_html(node: Node, work: Work, pieces: list[str]) -> None:
    for child in node.children:
        if isinstance(child, str):
            pieces.append(escape(child, quote=False))
            continue
        href, src = child.attrs.get("href", ""), child.attrs.get("src", "")
        if child.name == "img" and src:
            alt = escape(child.attrs.get("alt", ""))
            pieces.append(f'<img src="{escape(work.address(src))}" alt="{alt}">')
        elif child.name == "emoji":
            pieces.append(child.attrs["sign"])
        else:
            tag = child.name if child.name in ("b", "strong", "em", "i", "code") else ""
            opening = f"<{tag}>" if tag else ""
            closing = f"</{tag}>" if tag else ""
            if child.name == "a" and is_followed(href):
                opening, closing = f'<a href="{escape(work.address(href))}">', "</a>"
            pieces.append(" " + opening if child.is_block else opening)
            _write_html(child, work, pieces)
            pieces.append(closing + " " if child.is_block else closing)


def linked(node: Node, work: Work, marks: Marks, blocks: Blocks) -> list[str]:
    """A link around blocks: its first words, or its first picture, are the link."""
    if not is_followed(node.attrs.get("href", "")):
        return blocks(node, work, marks)
    inner, _ = _with_link(node, node.attrs)
    return blocks(inner, work, marks)


def _with_link(node: Node, attrs: dict[str, str]) -> tuple[Node, bool]:
    made: list[Node | str] = []
    done = False
    for is_block, group in groupby(node.children, key=is_box):
        for_line = list(group)
        if done:
            made += for_line
        elif not is_block:
            done = any(
                not one.is_empty() or one.name == "img" if isinstance(one, Node) else one.strip()
                for one in for_line
            )
            made += [Node("a", attrs, for_line)] if done else for_line
        else:
            for child in for_line:
                if done or isinstance(child, str):
                    made.append(child)
                else:
                    child, done = _with_link(child, attrs)
                    made.append(child)
    name = "div" if node.name == "a" else node.name
    return Node(name, node.attrs if node.name != "a" else {}, made, has_block=True), done
