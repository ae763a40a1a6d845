"""Which names of files are taken, and how they are written. Pure."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 900
_DRIVE = re.compile(r"[A-Za-z]:")
_HIDDEN = re.compile(r"\.(?!\.?$)|__MACOSX$|Thumbs\.db$|desktop\.ini$|~\$", re.IGNORECASE)
# Hidden from whoever lists files, but not from readers: here some wikis keep their pictures, and
# the order of their pages.
_SHOWN = frozenset(
    (".attachments", ".gitbook", ".assets", ".images", ".img", ".media", ".resources", ".files",
     ".vuepress", ".vitepress", ".order")
)  # fmt: skip


class Unsafe(Exception):
    """A name that is not taken; says why."""


def safe(name: str) -> str:
    """The name in NFC, without empty parts and `.`. Raises Unsafe."""
    if not name.isprintable():
        raise Unsafe("Its name holds characters that no name has.")
    if "\\" in name:
        raise Unsafe("Its name holds a backslash.")
    if name.startswith("/") or _DRIVE.match(name):
        raise Unsafe("Its name is that of a place on somebody’s disk.")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise Unsafe("Its name leads out of the folder.")
    found = unicodedata.normalize("NFC", "/".join(parts))
    if not found or len(found) > LONGEST:
        raise Unsafe("It has no name." if not found else "Its name is too long.")
    return found


def is_hidden(name: str) -> bool:
    """Whether any part is what people do not see: `.git`, `__MACOSX`, what Word leaves behind."""
    parts = name.replace("\\", "/").split("/")
    return any(_HIDDEN.match(part) and part.lower() not in _SHOWN for part in parts)


def shown(name: str) -> str:
    """Any name, fit for a line of the report."""
    clean = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in name)
    return clean if len(clean) <= 200 else f"{clean[:199]}…"


def folded(name: str) -> str:
    """The same for names that differ in case or composition alone."""
    return unicodedata.normalize("NFC", name).casefold()
