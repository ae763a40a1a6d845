"""Which file an address on a page of the old wiki means. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from importing.files.naming import folded

_PAGES = (".md", ".markdown", ".mdx")
# Ends of an address as short as `images/x.png` may mean another picture of the same name.
_TELLING_PARTS = 3
_SERVED = ("static", "public", "assets", "docs", "src", "source", "content", "wiki")


@dataclass(frozen=True, slots=True)
class Root:
    """A folder that addresses may be below: what its names begin with, and how it is called."""

    prefix: str
    name: str
    is_assets: bool = False


class Finder:
    """Built once over all names; upper and lower case matter only where both are there."""

    def __init__(self, names: Iterable[str], roots: Iterable[Root]) -> None:
        self._exact: dict[str, str] = {}
        self._roots = tuple(roots)
        self._names = frozenset(names)
        twice: set[str] = set()
        for name in self._names:
            key = folded(name)
            if self._exact.setdefault(key, name) != name:
                twice.add(key)
        for key in twice:
            del self._exact[key]
        self._by_last: dict[str, list[str]] = {}
        for name in self._names:
            self._by_last.setdefault(folded(name).rpartition("/")[2], []).append(name)

    def find(self, path: str, folder: str) -> str | None:
        """See `Files.find`."""
        tried = dict.fromkeys((path, unquote(path)))
        for candidate in (one for path in tried for one in self._candidates(path, folder)):
            found = candidate if candidate in self._names else self._exact.get(folded(candidate))
            if found and not found.lower().endswith(_PAGES):
                return found
        return next(filter(None, (self._served(one) for one in tried if one[:1] == "/")), None)

    def _served(self, path: str) -> str | None:
        """Site generators serve `static/img/x.png` as `/img/x.png`, and have many names for the
        folder; so it is the one file that ends like that."""
        end = "/" + folded(posixpath.normpath(path)).lstrip("/")
        named = self._by_last.get(end.rpartition("/")[2], ())
        found = [one for one in named if folded(one).endswith(end)]
        if end.count("/") == 1:
            found = [one for one in found if one.rpartition("/")[0].endswith(_SERVED)]
        found = [one for one in found if not one.lower().endswith(_PAGES)]
        return found[0] if len(found) == 1 else None

    def _candidates(self, path: str, folder: str) -> Iterator[str]:
        beside = posixpath.normpath(posixpath.join(folder, path.lstrip("/")))
        if not beside.startswith("../"):
            yield beside
        parts = [part for part in path.split("/") if part not in ("", ".", "..")]
        for root in self._roots:
            for start in range(len(parts)):
                named = start == 0 or folded(parts[start - 1]) == folded(root.name)
                told = root.is_assets and len(parts) - start >= _TELLING_PARTS
                if named or told:
                    yield root.prefix + "/".join(parts[start:])
