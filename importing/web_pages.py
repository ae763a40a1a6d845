"""Pages of a wiki that was exported as HTML files: opened, and told of. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup, Tag

from importing.files import Files, Unreadable
from importing.html import Converted
from importing.markup import well_formed
from importing.source import Note

LARGEST = 32 * 1024**2
_CHARSET = re.compile(rb"charset=[\"']?([\w-]{2,20})", re.IGNORECASE)


def opened(files: Files, name: str) -> BeautifulSoup:
    """The page as a tree, every tag closed. Raises Broken, TooLarge."""
    return tree(decoded(files.read(name, LARGEST)))


def tree(html: str) -> BeautifulSoup:
    """Bounded in depth, whatever the HTML."""
    return BeautifulSoup(f"<div>{well_formed(html)}</div>", "html.parser")


def decoded(content: bytes) -> str:
    """UTF-8, else what the page says of itself, else what old editors wrote."""
    said = _CHARSET.search(content[:2048])
    names = ["utf-8-sig", said[1].decode() if said else "", "cp1252"]
    for name in filter(None, names):
        try:
            return content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("utf-8", "replace")


def texts(tags: Iterable[Tag]) -> list[str]:
    """What readers see of each, in one line; empty ones are left out."""
    found = (" ".join(tag.get_text(" ").split()) for tag in tags)
    return [text for text in found if text]


def attribute(tag: Tag, name: str) -> str:
    """Several values in one text; "" where there is none."""
    value = tag.get(name) or ""
    return value if isinstance(value, str) else " ".join(value)


def classes(tag: Tag) -> frozenset[str]:
    """The classes of an element."""
    return frozenset(attribute(tag, "class").split())


def told(converted: Converted, where: str, page: str) -> Iterator[Note]:
    """What the conversion of a page left out."""
    for line in converted.dropped:
        yield Note("dropped", where, line, page)


def passed_over(files: Files) -> Iterator[Note]:
    """What the files themselves left out."""
    for problem in files.problems:
        yield Note("file_broken", problem.where, problem.why)


def left_out(error: Unreadable, page: str = "") -> Note:
    """A page that cannot be read does not stop the others."""
    return Note("file_broken", error.where, str(error), page)
