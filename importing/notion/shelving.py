"""Which page owns which folder, and which folders are nobody's. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from importing.notion.names import DATABASE, PAGES, Name, name_of

_RANK = {".html": 0, ".md": 1, DATABASE: 2}


@dataclass(slots=True)
class Shelves:
    """`pages` are all pages and databases by path, each once; `others` pictures and files."""

    pages: dict[str, Name] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    by_id: dict[str, Name] = field(default_factory=dict)
    _owners: dict[str, Name] = field(default_factory=dict)

    @classmethod
    def of(cls, paths: Iterable[str]) -> Shelves:
        """From the names of all files."""
        made = cls()
        names = [name_of(path) for path in paths]
        told = [name for name in names if _is_page(name)]
        best: dict[str, Name] = {}
        for name in sorted(told, key=_rank):
            best.setdefault(name.key, name)
        made.pages = {name.path: name for name in told if best[name.key] is name}
        made.by_id = {name.id: best[name.key] for name in told if name.id}
        known = {name.path for name in told}
        made.others = [name.path for name in names if name.path not in known]
        for name in made.pages.values():  # a folder called exactly so goes before one cut short
            made._owners.setdefault(posixpath.join(name.folder, name.stem), name)
        for name in made.pages.values():
            made._owners.setdefault(posixpath.join(name.folder, name.title), name)
        return made

    def owner(self, folder: str) -> Name | None:
        """The page or database that a folder belongs to."""
        return self._owners.get(folder)

    def parent(self, name: Name) -> Name | None:
        """The page or database it lies below; folders that are nobody's are passed."""
        for folder in _up(name.folder):
            if (owner := self.owner(folder)) and owner is not name:
                return owner
        return None

    def place(self, name: Name) -> str:
        """The nearest folder above that belongs to no page: a team's space; "" for the top."""
        return next((one for one in _up(name.folder) if not self.owner(one)), "")

    def places(self) -> Iterator[tuple[str, str]]:
        """(folder, the place above it) of all folders that are nobody's, the upper ones first."""
        folders = {self.place(name) for name in self.pages.values()} - {""}
        for folder in list(folders):
            folders |= {one for one in _up(folder) if not self.owner(one)}
        for folder in sorted(folders):
            above = posixpath.dirname(folder)
            yield folder, next((one for one in _up(above) if one in folders), "")


def _is_page(name: Name) -> bool:
    if name.ending not in (*PAGES, DATABASE):
        return False
    return (
        bool(name.id) or (name.ending == ".md") or (name.ending == ".html" and name.stem != "index")
    )


def _rank(name: Name) -> tuple[int, bool, str]:
    return (_RANK[name.ending], not name.is_all, name.path)


def _up(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = posixpath.dirname(folder)
