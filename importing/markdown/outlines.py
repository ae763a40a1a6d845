"""Lists of contents of an old wiki: the order of its pages, and what they are called there. Pure.

`nav` of mkdocs.yml, SUMMARY.md of GitBook and mdBook, `.order` of Azure DevOps, `_category_.json`
and `.yml` of Docusaurus.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from importing.markdown import settings_files

SUMMARY = "summary.md"
_DEEPEST, _MOST = 20, 50_000
_LINK = re.compile(r"\[([^\]\n]{1,300})\]\([ \t]{0,9}<?([^)>\n]{1,500}?)>?[ \t]{0,9}\)")
_CATEGORY = ("_category_.json", "_category_.yml", "_category_.yaml")


@dataclass(slots=True)
class Outline:
    """`orders` and `titles` by the path of the page, `labels` by that of the folder; `sources` are
    Markdown files that are nothing but such a list."""

    orders: dict[str, int] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)

    @staticmethod
    def wants(name: str) -> bool:
        last = name.rpartition("/")[2].lower()
        return last in (SUMMARY, ".order", *_CATEGORY, "mkdocs.yml", "mkdocs.yaml")

    def take(self, name: str, text: str) -> None:
        folder, _, last = name.rpartition("/")
        if last.lower() == SUMMARY:
            self._take_summary(name, folder, text)
        elif last == ".order":
            lines = [line.strip() for line in text.splitlines()[:_MOST] if line.strip()]
            for number, line in enumerate(lines):
                self._put(posixpath.join(folder, f"{line}.md"), number, "")
        elif last.lower() in _CATEGORY:
            told = settings_files.of_yaml(text)
            if isinstance(told, dict) and isinstance(told.get("label"), str):
                self.labels[folder] = told["label"].strip()
        else:
            told = settings_files.of_yaml(text)
            if isinstance(told, dict):
                docs = settings_files.told(text, "docs_dir") or "docs"
                self._take_nav(posixpath.join(folder, docs), told.get("nav"))

    def _take_summary(self, name: str, folder: str, text: str) -> None:
        """It is one if most of its lines are links to files."""
        lines = [line for line in text.splitlines() if line.strip() and line.strip()[0] in "*-+[0"]
        links = [found for line in lines if (found := _LINK.search(line))]
        if not links or len(links) * 2 < len(lines):
            return
        self.sources.add(name)
        for number, link in enumerate(links[:_MOST]):
            path = unquote(link[2].partition("#")[0])
            self._put(posixpath.normpath(posixpath.join(folder, path)), number, link[1])

    def _take_nav(self, folder: str, nav: Any) -> None:
        for number, (title, path) in enumerate(_entries(nav, 0)):
            if number > _MOST:
                return
            self._put(posixpath.normpath(posixpath.join(folder, path)), number, title)

    def _put(self, path: str, order: int, title: str) -> None:
        self.orders.setdefault(path, order)
        if title.strip():
            self.titles.setdefault(path, re.sub(r"[*`\\]", "", title).strip())


def _entries(nav: Any, depth: int) -> Iterator[tuple[str, str]]:
    """(title, path) of pages, front to back."""
    if not isinstance(nav, list) or depth > _DEEPEST:
        return
    for one in nav:
        if isinstance(one, str):
            yield "", one
        elif isinstance(one, dict):
            for title, value in one.items():
                if isinstance(value, str):
                    yield str(title), value
                else:
                    yield from _entries(value, depth + 1)
