"""A page as a tree: only what readers see, and never too deep to be walked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from importing.markup import (
    BLOCKS,
    FRAMES,
    MEDIA,
    UNSEEN,
    classes_of,
    emoji_of,
    frame_source,
    is_hidden,
    is_permalink,
    opens,
    well_formed,
)

# Deeper elements become what is in them; the functions that walk the tree call themselves.
DEEPEST = 80
_SHOWN = frozenset({"img", "media", "frame"})
_VOID = frozenset("img br hr input source track wbr col area base embed link meta param".split())
# What goes is told; what shows nothing anyhow is not.
_TOLD = {
    "script": "script", "style": "style sheet", "form": "form", "button": "button",
    "select": "field", "textarea": "field", "input": "field", "svg": "drawing", "canvas": "drawing",
    "map": "picture with places to click on", "object": "object of another program",
    "applet": "object of another program", "embed": "object of another program",
    "iframe": "frame without a page", "audio": "recording without an address",
    "video": "recording without an address", "math": "formula (its signs are kept)",
    "template": "template",
}  # fmt: skip


@dataclass(slots=True, eq=False)
class Node:
    """An element with what is in it. `has_block`: there is a block somewhere below."""

    name: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)
    has_block: bool = False

    @property
    def classes(self) -> frozenset[str]:
        return classes_of(self.attrs)

    @property
    def is_block(self) -> bool:
        return self.name in BLOCKS

    def elements(self) -> Iterator[Node]:
        """Those directly in it."""
        return (child for child in self.children if isinstance(child, Node))

    def walk(self) -> Iterator[Node]:
        """All below, in the order of the text."""
        waiting = [*reversed(list(self.elements()))]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(list(node.elements())))

    def text(self) -> str:
        """All letters in it; a line break is one."""
        pieces: list[str] = []
        waiting: list[Node | str] = [self]
        while waiting:
            node = waiting.pop()
            if isinstance(node, str):
                pieces.append(node)
            elif node.name == "br":
                pieces.append("\n")
            elif node.name == "emoji":
                pieces.append(node.attrs["sign"])
            else:
                waiting.extend(reversed(node.children))
        return "".join(pieces)

    def has_pictures(self) -> bool:
        return any(node.name in _SHOWN for node in (self, *self.walk()))

    def is_empty(self) -> bool:
        return not self.text().strip() and not self.has_pictures()


def parse(html: str, told: Counter[str]) -> Node:
    """The body of a page; `told` counts what went."""
    builder = _Builder(told)
    builder.feed(well_formed(html))
    builder.close()
    return builder.finish()


class _Builder(HTMLParser):
    def __init__(self, told: Counter[str]) -> None:
        super().__init__()
        self._told = told
        self._open: list[Node] = [Node("body")]
        # The names of all open elements, with whether each stands in the tree.
        self._names: list[tuple[str, bool]] = []
        self._skipping = 0  # how many of them are within what nobody sees

    def finish(self) -> Node:
        while self._names:
            self._close()
        return self._open[0]

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if self._skipping:
            self._take_source(name, given)
            if name not in _VOID:
                self._names.append((name, False))
                self._skipping += 1
            return
        is_title = opens(name, given)
        if name in _TOLD and not (_is_task(name, given) or _plays(name, given) or is_title):
            self._told[_TOLD[name]] += name != "input" or given.get("type") != "hidden"
        if name == "input" and not _is_task(name, given):
            return
        unseen = name in UNSEEN and not is_title
        if unseen or is_hidden(name, given) or _is_chrome(name, given):
            self._skip(name, given)
            return
        node = Node(name, given)
        if sign := emoji_of(given) if name == "img" else "":
            node = Node("emoji", {"sign": sign})
        self._add(node, is_void=name in _VOID)

    def handle_endtag(self, name: str) -> None:
        if name in _VOID or not any(one == name for one, _ in self._names):
            return
        while self._close() != name:
            pass

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self._open[-1].children.append(data)

    def _add(self, node: Node, *, is_void: bool) -> None:
        fits = len(self._open) < DEEPEST
        if fits or is_void:
            self._open[-1].children.append(node)
        elif node.is_block:  # the words in it stay apart from those around
            self._open[-1].children.append(Node("br"))
        if node.is_block:
            self._mark_blocks()
        if not is_void:
            self._names.append((node.name, fits))
            if fits:
                self._open.append(node)
            else:
                self._told["box too deep in others (its words are kept)"] += 1

    def _mark_blocks(self) -> None:
        for around in self._open:
            around.has_block = True

    def _skip(self, name: str, given: dict[str, str]) -> None:
        if name in FRAMES and (src := frame_source(name, given)):
            self._open[-1].children.append(Node("frame", given | {"src": src}))
            self._mark_blocks()
        elif name in MEDIA:
            self._open[-1].children.append(Node("media", {"src": given.get("src", "")}))
        elif name == "object":
            self._open[-1].children.append(Node("frame", {"src": ""}))
            self._mark_blocks()
        if name not in _VOID:
            self._names.append((name, False))
            self._skipping = 1

    def _take_source(self, name: str, given: dict[str, str]) -> None:
        """What a recording or an object says of itself within it."""
        last = self._open[-1].children[-1] if self._open[-1].children else None
        wanted = {"source": "media", "embed": "frame"}.get(name)
        if isinstance(last, Node) and last.name == wanted and not last.attrs["src"]:
            last.attrs["src"] = given.get("src", "").strip()

    def _close(self) -> str:
        name, stands = self._names.pop()
        if self._skipping:
            self._skipping -= 1
        elif stands:
            self._open.pop()
        return name


def _is_task(name: str, given: dict[str, str]) -> bool:
    return name == "input" and given.get("type") == "checkbox"


def _plays(name: str, given: dict[str, str]) -> bool:
    """Whether it becomes a link."""
    return name in MEDIA | FRAMES


def _is_chrome(name: str, given: dict[str, str]) -> bool:
    return (name == "a" and is_permalink(given)) or (name == "nav" and "toc" in classes_of(given))
