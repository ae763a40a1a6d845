"""Moves in an ElementTree, where text hangs on the element before it."""

import xml.etree.ElementTree as etree


def wrap(parent: etree.Element, child: etree.Element, attributes: dict[str, str]) -> None:
    """Put a new div between an element and its child."""
    index = list(parent).index(child)
    box = etree.Element("div", dict(attributes))
    box.tail, child.tail = child.tail, None
    parent.remove(child)
    box.append(child)
    parent.insert(index, box)


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
