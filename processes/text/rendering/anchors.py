"""Ids of headings, the links within a page that lead to them, and each heading's own."""

import xml.etree.ElementTree as etree
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

from processes.text.rendering.allowlist import PERMALINK_LABEL
from processes.text.rendering.fragments import Fragment
from processes.text.rendering.model import Heading
from processes.text.rendering.titles import HEADING_PREFIX, heading_id, plain_slug

# Empty, so that it is in no text; the sign comes from the style sheet.
PERMALINK = {"class": "permalink", "aria-label": PERMALINK_LABEL}


@dataclass(slots=True)
class _Slot:
    level: int
    text: str
    write: Callable[[int, str], None]
    chosen: str = ""  # the id its author gave it


class Anchors:
    """Collects headings first and names them at the end, when all of them are known."""

    def __init__(self) -> None:
        self.headings: tuple[Heading, ...] = ()
        self._slots: list[_Slot] = []
        self._links: list[tuple[str, Callable[[str], None]]] = []

    def add_element(self, element: etree.Element, text: str) -> None:
        """Add a Markdown heading."""

        def write(level: int, id: str) -> None:
            element.tag = f"h{level}"
            if id:
                element.set("id", id)
                etree.SubElement(element, "a", PERMALINK | {"href": f"#{id}"})

        chosen = element.attrib.pop("id", "")
        self._slots.append(_Slot(int(element.tag[1]), text, write, chosen))

    def add_fragment(self, fragment: Fragment, restore: Callable[[str], str]) -> None:
        """Add the headings and links of a piece of raw HTML."""
        for start, end, level, text in fragment.headings:
            plain = " ".join(unescape(restore(text)).split())
            self._slots.append(_Slot(level, plain, _writer(fragment.parts, start, end)))
        for part, href in fragment.anchors:
            self.add_link(href, _link_writer(fragment.parts, part))

    def add_link(self, href: str, write: Callable[[str], None]) -> None:
        """Add a link to `#…` within the page; `write` changes its address."""
        self._links.append((href, write))

    def assign(self) -> None:
        """Name all headings; make links find them, whatever other wiki they were written for."""
        shift = 1 if any(slot.level == 1 for slot in self._slots) else 0
        ids = unique_ids([(slot.text, slot.chosen) for slot in self._slots])
        found = []
        for slot, id in zip(self._slots, ids, strict=True):
            level = min(slot.level + shift, 6)
            slot.write(level, id)
            if id:
                found.append(Heading(level, id, slot.text))
        self.headings = tuple(found)
        if self._links:
            by_text = {_key(heading_id(one.text)): one.id for one in reversed(found)}
            self._point_links(by_text | {_key(one.id): one.id for one in reversed(found)})

    def _point_links(self, targets: dict[str, str]) -> None:
        for href, write in self._links:
            name = unquote(unescape(href[1:]))
            for candidate in (heading_id(name), name):
                if target := targets.get(_key(candidate)):
                    write(f"#{target}")
                    break


def unique_ids(headings: list[tuple[str, str]]) -> list[str]:
    """Return an id for each heading, given as its text and the id its author chose, or "".

    An empty heading without a chosen id gets "". The first heading of a text always has the
    plain id, so that editing one heading never changes another's; only a repeated text is
    numbered, past the ids that others have. A chosen id is kept whatever others are called.
    """
    plain = [chosen or (heading_id(text) if text else "") for text, chosen in headings]
    taken = set(plain)
    reserved = {chosen for _, chosen in headings if chosen}
    seen: set[str] = set()
    numbers: dict[str, int] = {}
    ids = []
    for id, (_, chosen) in zip(plain, headings, strict=True):
        if id in seen or (id in reserved and not chosen):
            number = numbers.get(id, 2)
            while f"{id}-{number}" in taken:
                number += 1
            numbers[id] = number + 1
            id = f"{id}-{number}"
            taken.add(id)
        elif id:
            seen.add(id)
        ids.append(id)
    return ids


def _key(id: str) -> str:
    """Compare without dashes: GitHub makes `qa` of "Q&A", others `q-a`, this one `h-q-a`."""
    return plain_slug(id.removeprefix(HEADING_PREFIX), fallback=id).replace("-", "")


def _writer(parts: list[str], start: int, end: int) -> Callable[[int, str], None]:
    def write(level: int, id: str) -> None:
        parts[start] = f'<h{level} id="{id}">' if id else f"<h{level}>"
        link = etree.Element("a", PERMALINK | {"href": f"#{id}"})
        own = etree.tostring(link, encoding="unicode", method="html") if id else ""
        parts[end] = f"{own}</h{level}>"

    return write


def _link_writer(parts: list[str], index: int) -> Callable[[str], None]:
    def write(href: str) -> None:
        parts[index] = f'<a href="{href}">'

    return write
