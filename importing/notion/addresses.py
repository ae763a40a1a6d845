"""Addresses of the pages of an export. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import quote

from importing.notion.names import DATABASE, Name


def addresses_of(name: Name) -> Iterator[str]:
    """All that links may call a page, its file first."""
    yield f"/{quote(name.path)}"
    if name.ending == DATABASE:  # pages link to either of its two files
        for ending in ("", "_all"):
            yield f"/{quote(posixpath.join(name.folder, f'{name.stem}{ending}{DATABASE}'))}"
    if name.id:
        yield f"/{name.id}"


def base_of(name: Name) -> str:
    """What links on it are relative to."""
    return f"/{quote(name.folder)}/" if name.folder else "/"
