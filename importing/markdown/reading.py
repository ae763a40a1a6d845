"""Reads Markdown files: each file a page, each folder a place, whatever is wrong a note."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from django.conf import settings

from importing.files import Broken, Files, TooLarge
from importing.markdown.folders import Folders, claims_first
from importing.markdown.page import Read, read_page
from importing.models import Form, Topic
from importing.source import About, Asked, Author, Found, Note

PAGES = (".md", ".markdown", ".mdx")
AT_ONCE = 16


def read(files: Files, asked: Asked) -> Iterator[Found]:
    """Reads every Markdown file. A file of more than `asked.max_bytes` is refused, as it would be
    in the editor; nothing of the others is kept."""
    yield About(files.root_name or "Markdown")
    folders, authors = Folders(), set[str]()
    names = (name for name in files.names() if name.lower().endswith(PAGES))
    paths = iter(sorted(names, key=claims_first))
    with ThreadPoolExecutor(settings.RENDER_PROCESSES) as pool:
        while some := list(islice(paths, AT_ONCE)):
            contents = [_content(files, path, asked.max_bytes) for path in some]
            for one in pool.map(_read, some, contents):
                yield from one.notes
                if one.author and one.author.key not in authors:
                    authors.add(one.author.key)
                    yield Author(one.author.key, one.author.name, one.author.email)
                if one.page:
                    yield one.page
                    if one.page.form != Form.REDIRECT:
                        folders.add(one.path, one.page.title, one.page.addresses[0])
    yield from folders.places()


def _content(files: Files, path: str, most: int) -> bytes | Note:
    try:
        if (size := files.size(path)) > most:
            raise TooLarge(path, f"It has {size // 1024} KB; a page may have {most // 1024} KB.")
        return files.read(path, most)
    except (Broken, OSError) as error:
        return Note(Topic.LEFT_OUT, path, getattr(error, "strerror", None) or str(error))


def _read(path: str, content: bytes | Note) -> Read:
    """In a thread: it waits for the process that draws."""
    if isinstance(content, Note):
        return Read(path, notes=[content])
    return read_page(path, content)
