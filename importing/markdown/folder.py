"""Reads a folder of Markdown files: each file a page, whatever is wrong with it a note."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from importing.addresses import own_address
from importing.assets import PAGES
from importing.markdown import front_matter, headline
from importing.markdown.anchors import take_anchors
from importing.markdown.decoding import NotText, decode
from importing.markdown.front_matter import FrontMatter
from importing.model import Note, Source, SourcePage, Topic
from processes.drawing import NotDrawn, draw
from processes.text.masking import comments_in, mask_code, mask_comments

_TEMPLATE_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


def read_folder(folder: Path, max_bytes: int) -> Source:
    """Reads every Markdown file below a folder. Raises NotADirectoryError if there is none.

    Hidden files and folders are passed over; links out of the folder are not followed. A file of
    more than `max_bytes` is refused, as it would be in the editor.
    """
    if not folder.is_dir():
        raise NotADirectoryError(folder)
    reader = _Reader(folder.resolve(), max_bytes)
    pages = [page for path in sorted(_files(reader.root)) if (page := reader.read(path))]
    return Source(reader.root.name, tuple(pages), tuple(reader.notes))


def _files(root: Path) -> Iterator[str]:
    for place, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.lower().endswith(PAGES) and not name.startswith("."):
                yield (Path(place) / name).relative_to(root).as_posix()


@dataclass
class _Reader:
    root: Path
    max_bytes: int
    notes: list[Note] = field(default_factory=list)

    def read(self, path: str) -> SourcePage | None:
        """The page, or None and a note."""
        readable = path.encode("utf-8", "replace").decode()
        if readable != path:
            return self._skip(readable, "Its name is no UTF-8: give it another one.")
        try:
            text, encoding = decode(self._bytes(path))
        except (OSError, NotText) as error:
            return self._skip(path, getattr(error, "strerror", None) or str(error))
        if encoding != "UTF-8":
            self._warn(path, f"was read as {encoding}; check its accents and quotes.")
        front, body = front_matter.split(text)
        if front.problem:
            self._warn(path, f"{front.problem}. Only the plain lines of it were used.")
        try:
            return self._page(path, front, body)
        except NotDrawn as error:
            return self._skip(path, str(error))

    def _bytes(self, path: str) -> bytes:
        file = (self.root / path).resolve()
        if not file.is_relative_to(self.root):
            raise NotText("It is a link to a file outside the folder.")
        if not file.is_file():
            raise NotText("It is no regular file.")
        if (size := file.stat().st_size) > self.max_bytes:
            limit = self.max_bytes // 1024
            raise NotText(f"It has {size // 1024} KB; a page may have {limit} KB.")
        return file.read_bytes()

    def _page(self, path: str, front: FrontMatter, body: str) -> SourcePage | None:
        title, body = headline.take_title(front, body, path)
        redirect_to = front.text("redirect_to")
        if not body.strip() and not redirect_to:
            return self._skip(path, "It is empty.")
        body, anchors = take_anchors(body.strip("\n").rstrip() + "\n")
        rendered = draw(body, headline.nowhere)
        if redirect_to:
            self._tell_of_redirect(path, redirect_to, rendered.text)
        else:
            self._tell_of_leftovers(path, title, body)
        return SourcePage(
            path=path,
            title=headline.shorten_title(title),
            summary=headline.summarise(front, rendered.html),
            body=body,
            addresses=(own_address(path, front.text("permalink")), *front.texts("redirect_from")),
            redirect_to=redirect_to,
            headings=rendered.headings,
            anchors=anchors,
        )

    def _tell_of_redirect(self, path: str, target: str, text: str) -> None:
        own = " Its own text is left out." if text else ""
        self._skip(path, f"It only leads on to {target}; links to it now lead there.{own}")

    def _tell_of_leftovers(self, path: str, title: str, body: str) -> None:
        if title != headline.shorten_title(title):
            self._warn(path, f"its title was shortened: {title}")
        masked = mask_code(body)
        if comments := comments_in(masked):
            self._warn(path, f"has HTML comments that readers do not see ({comments}).")
        if tags := len(_TEMPLATE_TAG.findall(mask_comments(masked))):
            self._warn(path, f"has template tags that stay as they are, as text ({tags}).")

    def _skip(self, path: str, why: str) -> None:
        self.notes.append(Note(Topic.SKIPPED, path, why))

    def _warn(self, path: str, what: str) -> None:
        self.notes.append(Note(Topic.WARNING, path, what))
