"""What a file of an export is called, and the number that Notion gave it. Pure."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

_NUMBERED = re.compile(
    r"^(?P<title>.*?)[ _-]?(?P<id>[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$",
    re.DOTALL | re.IGNORECASE,
)
PAGES = (".md", ".html")
DATABASE = ".csv"


@dataclass(frozen=True, slots=True)
class Name:
    """`title` may be cut off, and lacks what no file may be called; `is_all`: a database with all
    its rows rather than those of one view."""

    path: str
    folder: str
    stem: str
    title: str
    id: str
    ending: str
    is_all: bool = False

    @property
    def key(self) -> str:
        """The number is the same in every export."""
        return self.id or self.path


def name_of(path: str) -> Name:
    """Takes a file's name apart."""
    folder, base = posixpath.split(path)
    stem, ending = posixpath.splitext(base)
    is_all = ending.lower() == DATABASE and stem.endswith("_all")
    told = stem.removesuffix("_all") if is_all else stem
    found = _NUMBERED.match(told)
    title, number = (found["title"], found["id"]) if found else (told, "")
    return Name(
        path, folder, told, title.strip(), number.replace("-", "").lower(), ending.lower(), is_all
    )


def id_in(address: str) -> str:
    """The number at the end of an address, of a file or on Notion’s own site; "" without one."""
    path = re.split(r"[?#]", address, maxsplit=1)[0].replace("-", "")
    found = re.search(r"([0-9a-f]{32})(?:\.\w{2,4})?$", path, re.IGNORECASE)
    return found[1].lower() if found else ""
