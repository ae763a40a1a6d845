"""Folders of an old wiki: what they are called, and the addresses that their pages had. Pure."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from importing.markdown.headline import name_of
from importing.source import Place
from processes.text.rendering import slugify

# Departments lie some twenty deep at most; what is deeper goes with what is above it.
DEEPEST = 12
FOLDER_PAGES = ("index", "readme", "_index")
_TEMPLATE = re.compile(r"\{\{|\{%")
_MARKDOWN = re.compile(r"\.(?:md|mdx|markdown)$", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_ACRONYM = re.compile(r"[A-Z].*[A-Z]|\d[A-Z]")


def own_address(path: str, permalink: str = "") -> str:
    """The address that static site generators give a file.

    `a/b.md` → `/a/b/`; `a/index.md`, `a/README.md` and `a/a.md` → `/a/`; a permalink wins unless
    it is computed by a template.
    """
    if permalink and not _TEMPLATE.search(permalink):
        return permalink
    folder, _, name = _MARKDOWN.sub("", path).rpartition("/")
    parts = folder if stands_for_folder(path) else f"{folder}/{name}"
    return as_address(f"{parts.strip('/')}/").replace("//", "/")


def as_address(path: str) -> str:
    """The address of a file from the root. What looks encoded is: wikis name files like that."""
    return "/" + path.replace("?", "%3F").replace("#", "%23")


def stands_for_folder(path: str) -> bool:
    """Whether a file is the page of its folder: an index, or of the folder's own name."""
    folder, _, name = _MARKDOWN.sub("", path).rpartition("/")
    return name.lower() in FOLDER_PAGES or (bool(name) and name == posixpath.basename(folder))


def folder_of(path: str) -> str:
    """The folder whose department a page goes to: the deepest that is one."""
    return "/".join(path.rpartition("/")[0].split("/")[:DEEPEST])


def claims_first(path: str) -> tuple[str, int, str]:
    """The order of pages in which `a/index.md` has `/a/` before `a/README.md`, and that before
    `a.md` and `a/a.md`; else that of their addresses."""
    name = _MARKDOWN.sub("", path).rpartition("/")[2].lower()
    rank = FOLDER_PAGES.index(name) if name in FOLDER_PAGES else len(FOLDER_PAGES)
    return own_address(path), rank, path


class Folders:
    """Collects the folders of pages, and names them as the pages write the same words:
    `tts-tools` → “TTS tools”."""

    def __init__(self, labels: Mapping[str, str] | None = None) -> None:
        self._labels = labels or {}
        self._own: dict[str, str] = {}
        self._spellings: dict[str, Counter[str]] = {}
        self._used: dict[str, None] = {}

    def add(self, path: str, title: str, address: str) -> None:
        """A page that stands in a folder."""
        parts = [part for part in folder_of(path).split("/") if part]
        for count in range(1, len(parts) + 1):
            self._used.setdefault("/".join(parts[:count]))
        folder = address.strip("/")
        name = folder.rpartition("/")[2]
        if name and slugify(title, title) == slugify(name, name):
            self._own.setdefault(folder, title)
        for word in _WORD.findall(title):
            if _ACRONYM.search(word) or word.casefold() in self._spellings:
                self._spellings.setdefault(word.casefold(), Counter())[word] += 1

    def places(self) -> Iterator[Place]:
        """Each folder before those in it."""
        words = {key: found.most_common(1)[0][0] for key, found in self._spellings.items()}
        for folder in sorted(self._used):
            parent = folder.rpartition("/")[0]
            yield Place(folder, self._name(folder, words), parent, addresses=(f"/{folder}/",))

    def _name(self, folder: str, words: dict[str, str]) -> str:
        """The title of the folder's own page if that is its name, else the folder's name."""

        def spelled(match: re.Match[str]) -> str:
            usual = words.get(match.group().casefold(), "")
            return usual if _ACRONYM.search(usual) else match.group()

        return (
            self._labels.get(folder) or self._own.get(folder) or _WORD.sub(spelled, name_of(folder))
        )
