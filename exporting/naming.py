"""Names for the files of an export: the same for the same wiki, fit for every file system. Pure."""

from __future__ import annotations

import posixpath
import re
from pathlib import PurePosixPath
from urllib.parse import quote

# What Windows, or a zip, takes for something else.
_ODD = re.compile(r"[\x00-\x1f<>:\"/\\|?*\x7f]+")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_LONGEST = 120


class Names:
    """Gives each name once; on many systems case makes no difference."""

    def __init__(self, *taken: str) -> None:
        self._taken = {name.casefold() for name in taken}
        self._next: dict[str, int] = {}

    def free(self, wanted: str) -> str:
        """The name, or else the first of name-2, name-3… that is free, before its suffix."""
        path = PurePosixPath(wanted)
        suffix = path.suffix if len(path.suffix) < 12 else ""
        stem, name = wanted[: len(wanted) - len(suffix)], wanted
        while name.casefold() in self._taken:
            number = self._next[stem] = self._next.get(stem, 1) + 1
            name = f"{stem}-{number}{suffix}"
        self._taken.add(name.casefold())
        return name


def fit(name: str) -> str:
    """One part of a path, as near to `name` as all systems allow."""
    name = _ODD.sub("-", name).strip(". ") or "file"
    suffix = PurePosixPath(name).suffix
    name = name if len(name) <= _LONGEST else name[: _LONGEST - len(suffix)] + suffix
    return f"_{name}" if _DEVICES.fullmatch(name) else name


def way(start: str, to: str) -> str:
    """The relative address of one file from another, as it stands in a link."""
    return quote(posixpath.relpath(to, posixpath.dirname(start) or "."))
