"""Moves in an ElementTree, where text hangs on the element before it."""

import xml.etree.ElementTree as etree

# Elements that stand within a line; all others part the text before them from the text after.
INLINE = frozenset(
    "a abbr b bdi bdo big center cite code del dfn em font i img ins input kbd label mark picture q"
    " s samp small source span strike strong sub sup time tt u var wbr".split()
)
# A row is read as one text; this stands between its cells.
CELLS = {"td": " · ", "th": " · "}


def wrap(parent: etree.Element, child: etree.Element, attributes: dict[str, str]) -> None:
    """Put a new div between an element and its child."""
    index = list(parent).index(child)
    box = etree.Element("div", dict(attributes))
    box.tail, child.tail = child.tail, None
    parent.remove(child)
    box.append(child)
    parent.insert(index, box)


def replace(parent: etree.Element, child: etree.Element, new: etree.Element) -> None:
    """Put another element in an element's place."""
    new.tail, child.tail = child.tail, None
    parent[list(parent).index(child)] = new


def unwrap(parent: etree.Element, child: etree.Element) -> None:
    """Put what an element holds in its place."""
    index = list(parent).index(child)
    _append(parent, index, child.text)
    children = list(child)
    for offset, grandchild in enumerate(children):
        parent.insert(index + offset, grandchild)
    parent.remove(child)
    _append(parent, index + len(children), child.tail)


def _append(parent: etree.Element, index: int, text: str | None) -> None:
    """Add text before the child at `index`."""
    if index:
        parent[index - 1].tail = (parent[index - 1].tail or "") + (text or "")
    else:
        parent.text = (parent.text or "") + (text or "")
