"""A tree of rendered HTML. It reads what the sanitizer wrote, so elements are well formed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "hr", "img", "input", "col", "source"})
# Elements within elements; what is in still more of them counts as being right in the last of
# these. Nobody sees the difference, and who walks the tree must not run out of stack.
DEEPEST = 80


@dataclass(slots=True)
class Node:
    """An element with what is in it: elements and text."""

    tag: str
    attributes: dict[str, str]
    children: list[Node | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def elements(self) -> Iterator[Node]:
        return (child for child in self.children if isinstance(child, Node))

    def find(self, tag: str) -> Iterator[Node]:
        """The elements of that name at any depth, in the order of the text."""
        for child in self.elements:
            if child.tag == tag:
                yield child
            yield from child.find(tag)

    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


def tree(html: str) -> Node:
    """The elements of a piece of HTML under a root without a name."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self._open = [self.root]
        self._too_deep = 0  # elements that are open and not in the tree

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self._open) > DEEPEST and tag not in VOID:
            self._too_deep += 1
            return
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if self._too_deep:
            self._too_deep -= 1
        elif any(node.tag == tag for node in self._open[1:]):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)
