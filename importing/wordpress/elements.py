"""An element of an export, as far as it matters, and never more of it than memory allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from importing.wordpress.metas import TELLING

MOST_TEXT = 16_000_000  # characters of one item, all in all
MOST_CHILDREN = 15_000
_LONGEST = {"meta_value": 2_000_000, "encoded": MOST_TEXT, "comment_content": 1_000_000}
_LONG = 20_000


class Element:
    """Its text, and its children by local name. `space` is "" for RSS's own elements.

    `is_cut` on an item: it has more text, or more children, than we hold.
    """

    __slots__ = (
        "_pieces",
        "_size",
        "attributes",
        "children",
        "is_cut",
        "line",
        "name",
        "number",
        "space",
    )

    def __init__(self, name: str, space: str, attributes: Mapping[str, str], line: int) -> None:
        self.name = name
        self.space = space
        self.attributes = attributes
        self.line = line
        self.number = 0
        self.children: list[Element] = []
        self.is_cut = False
        self._pieces: list[str] = []
        self._size = 0

    def write(self, data: str, top: Element) -> None:
        """Adds text; `top` counts it for all that stands in it."""
        if self is top and self.children:
            return  # blanks between the elements of an item
        if len(self._pieces) and self._size >= _LONGEST.get(self.name, _LONG):
            top.is_cut = top.is_cut or self.name == "encoded"
            return
        if top._size > MOST_TEXT:
            top.is_cut = True
            return
        self._pieces.append(data)
        self._size += len(data)
        if self is not top:
            top._size += len(data)

    def add(self, child: Element) -> None:
        """Keeps a child that says something."""
        if child.name == "commentmeta":
            return
        if child.name == "postmeta" and child.value("meta_key") not in TELLING:
            self._size -= sum(part._size for part in child.children)
            return
        if len(self.children) >= MOST_CHILDREN:
            self.is_cut = True
            return
        self.children.append(child)

    @property
    def text(self) -> str:
        """Its own text, without blanks around it."""
        return "".join(self._pieces).strip()

    def all(self, name: str) -> Iterator[Element]:
        """Its children of this name."""
        return (child for child in self.children if child.name == name)

    def value(self, name: str, space: str | None = None) -> str:
        """The text of its first child of this name that has any, else ""."""
        found = (child.text for child in self.all(name) if space is None or child.space == space)
        return next((text for text in found if text), "")

    def plain(self, name: str) -> str:
        """As `value`, of RSS's own elements alone: a podcast has titles of its own."""
        return self.value(name, "")

    def meta(self, key: str) -> list[str]:
        """All that is kept beside the page under this key."""
        metas = (child for child in self.all("postmeta") if child.value("meta_key") == key)
        return [value for meta in metas if (value := meta.value("meta_value"))]
