"""All documents of the files. Pure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from posixpath import basename
from urllib.parse import quote, unquote

from importing.files import Broken, Files
from importing.files.merging import INSIDE
from importing.source import (
    About,
    Asked,
    Author,
    File,
    Found,
    Note,
    Page,
    Place,
    Unreadable,
)
from importing.web_pages import left_out, passed_over
from importing.word.documents import Document, open_document

_LINK = re.compile(r"\]\(([^\s()]+)")
_DOCUMENT = (".docx",)
_MACROS = (".docm", ".dotm")
_OTHERS = (".doc", ".dot", ".rtf", ".odt", ".pages", ".wps", ".gdoc", ".dotx", ".html", ".htm")


def read(files: Files, asked: Asked) -> Iterator[Found]:
    """Raises Unreadable where there is no document at all."""
    names = list(files.names())
    documents = [name for name in names if name.lower().endswith((*_DOCUMENT, *_MACROS, *_OTHERS))]
    if not any(name.lower().endswith((*_DOCUMENT, *_MACROS)) for name in documents):
        where = files.root_name or "The files"
        why = "There is no Word document (.docx) among the files"
        others = ": what is of another kind has to be saved or downloaded as one"
        raise Unreadable(where, f"{why}{others if documents else ''}.")
    yield About(f"Word documents {files.root_name}".strip(), files.root_name, asked.hosts)
    yield from _places(documents)
    known = frozenset(documents)
    for name in names:
        if name not in known:
            yield File((f"/{quote(name)}",), name)
    authors: set[str] = set()
    led_to: set[str] = set()
    for name in documents:
        for one in _document(files, name, authors):
            if isinstance(one, Page):
                led_to.update(basename(unquote(link)) for link in _LINK.findall(one.body))
            yield one
    for name in names:
        if name not in known and basename(name) not in led_to:
            yield Note("left_out", name, "It is no Word document, and none leads to it.")
    yield from passed_over(files)


def _places(documents: list[str]) -> Iterator[Place]:
    folders: set[str] = set()
    for name in documents:
        folder = posixpath.dirname(name)
        while folder and folder not in folders:
            folders.add(folder)
            folder = posixpath.dirname(folder)
    for folder in sorted(folders):
        above, _, own = folder.rpartition("/")
        yield Place(folder, own, above, addresses=(f"/{quote(folder)}/",))


def _document(files: Files, name: str, authors: set[str]) -> Iterator[Found]:
    lower = name.lower()
    if lower.endswith(_MACROS):
        yield Note("left_out", name, "It may hold macros: save it as .docx.", name)
        return
    if lower.endswith(_OTHERS):
        yield Note("left_out", name, "This is no .docx: save or download it as one.", name)
        return
    folder = posixpath.dirname(name)
    base = f"/{quote(folder)}/" if folder else "/"
    try:
        found = open_document(files, name, base)
    except Broken as error:
        yield left_out(error, name)
        return
    except Unreadable as error:  # its archive is broken, not the whole import
        yield Note("file_broken", name, str(error), name)
        return
    if found.author and found.author not in authors:
        authors.add(found.author)
        yield Author(found.author, found.author)
    for picture in found.pictures:
        yield File((f"/{quote(picture.replace(INSIDE, '/'))}",), picture)
    yield _page(found, name, base)
    for line in found.dropped:
        yield Note("dropped", name, line, name)


def _page(found: Document, name: str, base: str) -> Page:
    folder = posixpath.dirname(name)
    return Page(
        key=name,
        title=found.title or _named(name),
        body=found.markdown,
        before=found.text.before,
        places=(folder,) if folder else (),
        tags=found.tags,
        author=found.author,
        written_at=found.written_at,
        changed_at=found.changed_at,
        addresses=(f"/{quote(name)}",),
        base=base,
        headings=found.text.headings,
        anchors=found.text.anchors,
    )


def _named(name: str) -> str:
    stem = posixpath.splitext(posixpath.basename(name))[0]
    return " ".join(re.sub(r"[_]+", " ", stem).split()) or stem
