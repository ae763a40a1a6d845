"""Where the Confluence stood that made an export: its pages say so beside their pictures. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from importing.confluence.spaces import Space
from importing.files import Broken, Files
from importing.web_pages import LARGEST

_BASE = re.compile(rb"\bdata-base-url=\"(https?://[^\"<>\s]{1,300})\"")
_MOST_READ = 40  # pages of a space, until one says it


@dataclass(frozen=True, slots=True)
class Bases:
    """`contexts` are the beginnings of the paths of all its addresses."""

    hosts: tuple[str, ...]
    contexts: tuple[str, ...] = ("", "/wiki")  # Server and Cloud


def bases_of(files: Files, spaces: Iterable[Space], hosts: Iterable[str]) -> Bases:
    """Those the admin named, and those the pages tell of."""
    found = [urlsplit(base) for space in spaces for base in _told(files, space)]
    names = [*(host.lower() for host in hosts), *(url.hostname or "" for url in found)]
    paths = ["", "/wiki", *(url.path.rstrip("/") for url in found)]
    return Bases(tuple(dict.fromkeys(filter(None, names))), tuple(dict.fromkeys(paths)))


def _told(files: Files, space: Space) -> Iterator[str]:
    for name in islice(space.pages, _MOST_READ):
        try:
            base = _BASE.search(files.read(name, LARGEST))
            if base and urlsplit(text := base[1].decode()).hostname:
                yield text
                return
        except (Broken, ValueError):  # who reads the page says what is wrong with it
            continue
