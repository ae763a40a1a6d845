"""`index.html` of an export: a space, and its tree of pages. Pure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from bs4 import Tag

from importing.files import Files
from importing.web_pages import attribute, opened, texts

_TITLE = re.compile(r"(?P<name>.+?)\s*\((?P<key>~?[\w.@-]+)\)\s*$", re.DOTALL)
_NO_PAGE = re.compile(r"(?:attachments|images|styles)/")
_ID = re.compile(r"(?:^|[_/])(\d+)\.html?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a page stands among the others; `parent` is a file."""

    parent: str
    order: int


@dataclass(slots=True)
class Space:
    """`folder` is where its files lie, "" or with a slash at its end; `pages` are its files, `home`
    the one that it opens with."""

    key: str
    name: str
    folder: str
    home: str = ""
    standings: dict[str, Standing] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)


def spaces_of(files: Files) -> list[Space]:
    """Those whose index is among the files, each with all pages in its folder.

    Raises Broken where an index cannot be read.
    """
    pages = [name for name in files.names() if name.lower().endswith((".html", ".htm"))]
    found: dict[str, Space] = {}
    indexes: set[str] = set()
    for index in pages:
        folder, name = posixpath.split(index)
        if name.lower() == "index.html" and (space := _space(files, index, folder)):
            found[space.folder] = space
            indexes.add(index)
    below: dict[str, set[str]] = {}
    for name in pages:
        owner = next((one for one in _folders_of(name) if one in found), None)
        if owner is not None and name not in indexes and not _NO_PAGE.match(name[len(owner) :]):
            below.setdefault(owner, set()).add(name)
    for folder, space in found.items():
        names = below.get(folder, set())
        in_tree = [one for one in space.standings if one in names]
        space.pages = in_tree + sorted(names.difference(in_tree))
    return list(found.values())


def id_of(name: str) -> str:
    """The number by which Confluence knows the page of a file; "" for other files."""
    found = _ID.search(name)
    return found[1] if found else ""


def _space(files: Files, index: str, folder: str) -> Space | None:
    page = opened(files, index)
    in_title = _TITLE.match(" ".join(texts(page.select("title"))[:1]))
    cells = texts(page.select("#main-content td"))
    trees = _trees(page)
    if not trees and not page.select("#main-content"):
        return None
    # Key and name are the first rows of a table, whose words are in the language of the export.
    key = in_title["key"] if in_title else cells[0] if cells else files.root_name
    name = in_title["name"] if in_title else cells[1] if len(cells) > 1 else key
    space = Space(key or "space", name or key or "space", _slashed(folder))
    tops = [item for tree in trees for item in tree.find_all("li", recursive=False)]
    space.home = _home(tops, space.folder)
    space.standings = dict(_standings(tops, space))
    return space


def _trees(page: Tag) -> list[Tag]:
    """The lists of pages, one for each at the top; what describes the space may hold lists too."""
    told = page.select_one("#main-content")
    lists = [
        tree
        for tree in page.select("ul")
        if tree.find_parent("ul") is None
        and any(
            attribute(link, "href").lower().endswith((".html", ".htm"))
            for link in tree.select("a[href]")
        )
    ]
    return [tree for tree in lists if told is None or told not in tree.parents] or lists


def _home(tops: list[Tag], folder: str) -> str:
    """The page that the space opens with has a sign, or is alone: those below it are the top."""
    for item in tops:
        signs = item.find_all("img", recursive=False)
        if any("home_page" in attribute(sign, "src") for sign in signs):
            return _file(item, folder)
    return _file(tops[0], folder) if len(tops) == 1 else ""


def _standings(tops: list[Tag], space: Space) -> Iterator[tuple[str, Standing]]:
    waiting: list[tuple[list[Tag], str]] = [(tops, "")]
    while waiting:
        level, parent = waiting.pop()
        for order, item in enumerate(level):
            name = _file(item, space.folder)
            if name:
                yield name, Standing("" if parent == space.home else parent, order)
            for below in item.find_all("ul", recursive=False):
                waiting.append((below.find_all("li", recursive=False), name or parent))


def _file(item: Tag, folder: str) -> str:
    link = item.find("a", href=True)
    return folder + unquote(attribute(link, "href").partition("#")[0]) if link else ""


def _folders_of(name: str) -> Iterator[str]:
    """The folders above a file, the nearest first, each with a slash; "" is the last."""
    while name:
        name = posixpath.dirname(name)
        yield _slashed(name)


def _slashed(folder: str) -> str:
    return f"{folder}/" if folder else ""
