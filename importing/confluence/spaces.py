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
_ID = re.compile(r"(?:^|[_/])(\d+)\.html?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a page stands among the others; `parent` is a file."""

    parent: str
    order: int


@dataclass(slots=True)
class Space:
    """`folder` is where its files lie, "" or with a slash at its end; `pages` are its files."""

    key: str
    name: str
    folder: str
    standings: dict[str, Standing] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)


def spaces_of(files: Files) -> list[Space]:
    """Those whose index is among the files, each with all HTML files beside it.

    Raises Broken where an index cannot be read.
    """
    pages = [name for name in files.names() if name.lower().endswith((".html", ".htm"))]
    found = []
    for index in pages:
        folder, name = posixpath.split(index)
        if name.lower() == "index.html" and (space := _space(files, index, folder)):
            beside = {one for one in pages if posixpath.dirname(one) == folder} - {index}
            in_tree = [one for one in space.standings if one in beside]
            space.pages = in_tree + sorted(beside.difference(in_tree))
            found.append(space)
    return found


def id_of(name: str) -> str:
    """The number by which Confluence knows the page of a file; "" for other files."""
    found = _ID.search(name)
    return found[1] if found else ""


def _space(files: Files, index: str, folder: str) -> Space | None:
    page = opened(files, index)
    in_title = _TITLE.match(" ".join(texts(page.select("title"))[:1]))
    cells = texts(page.select("#main-content td"))
    tree = _first_tree(page)
    if tree is None and not page.select("#main-content"):
        return None
    # Key and name are the first rows of a table, whose words are in the language of the export.
    key = in_title["key"] if in_title else cells[0] if cells else files.root_name
    name = in_title["name"] if in_title else cells[1] if len(cells) > 1 else key
    space = Space(key or "space", name or key or "space", _slashed(folder))
    if tree is not None:
        space.standings = dict(_standings(tree, space.folder))
    return space


def _first_tree(page: Tag) -> Tag | None:
    """The list of pages: the outermost list with links to files of pages."""
    for tree in page.select("ul"):
        link = tree.find("a", href=True)
        if isinstance(link, Tag) and attribute(link, "href").lower().endswith((".html", ".htm")):
            return tree
    return None


def _standings(tree: Tag, folder: str) -> Iterator[tuple[str, Standing]]:
    """The one page at the top is what the space opens with: those below it are the top pages."""
    tops = tree.find_all("li", recursive=False)
    home = _file(tops[0], folder) if len(tops) == 1 else ""
    waiting: list[tuple[Tag, str]] = [(tree, "")]
    while waiting:
        level, parent = waiting.pop()
        for order, item in enumerate(level.find_all("li", recursive=False)):
            name = _file(item, folder)
            if name:
                yield name, Standing("" if parent == home else parent, order)
            for below in item.find_all("ul", recursive=False):
                waiting.append((below, name or parent))


def _file(item: Tag, folder: str) -> str:
    link = item.find("a", href=True)
    return folder + unquote(attribute(link, "href").partition("#")[0]) if link else ""


def _slashed(folder: str) -> str:
    return f"{folder}/" if folder else ""
