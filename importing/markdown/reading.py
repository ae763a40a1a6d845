"""Reads Markdown files: each file a page, each folder a place, whatever is wrong a note."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice

from django.conf import settings

from importing.files import Broken, Files, TooLarge
from importing.markdown import embedded, including
from importing.markdown.decoding import NotText, decode
from importing.markdown.folders import Folders, claims_first
from importing.markdown.page import Read, read_page
from importing.markdown.site import Site, is_page, read_site
from importing.markdown.wiki_links import Names
from importing.models import Form, Topic
from importing.source import About, Also, Asked, Author, File, Found, Note

PAGES = (".md", ".markdown", ".mdx")
AT_ONCE = 16
WITH_PICTURES = 64 * 1024**2  # bytes of a text that has its pictures in it
A_PART = "It is no page, but a part of others."
NAVIGATION = "It is no page: it lists others, or stood beside each of them."


def read(files: Files, asked: Asked) -> Iterator[Found]:
    """Reads every Markdown file. A file of more than `asked.max_bytes` is refused, as it would be
    in the editor; nothing of the others is kept."""
    site = read_site(files, files.names())
    yield About(files.root_name or "Markdown", hosts=site.hosts)
    yield from _pages(files, asked, site)


def _pages(files: Files, asked: Asked, site: Site) -> Iterator[Found]:
    folders, authors, also = Folders(site.outline.labels), set[str](), list[Also]()
    names = Names(files.names())
    read_one = partial(_read, site, names)
    paths = iter(sorted(_wanted(files), key=claims_first))
    with ThreadPoolExecutor(settings.RENDER_PROCESSES) as pool:
        while some := list(islice(paths, AT_ONCE)):
            contents = [_content(files, path, asked.max_bytes, site, names) for path in some]
            for one, (_, taken_out) in zip(
                pool.map(read_one, some, contents), contents, strict=True
            ):
                yield from taken_out
                yield from one.notes
                if one.author and one.author.key not in authors:
                    authors.add(one.author.key)
                    yield Author(one.author.key, one.author.name, one.author.email)
                if one.page:
                    yield one.page
                    own = one.page.addresses[0]
                    also.append(Also(one.path, tuple(site.others(one.path, own))))
                    if one.page.form != Form.REDIRECT:
                        folders.add(site.within(one.path), one.page.title, own)
    yield from folders.places()
    yield from also


def _wanted(files: Files) -> Iterator[str]:
    return (name for name in files.names() if name.lower().endswith(PAGES))


Content = tuple[bytes | Note, list[File]]


def _content(files: Files, path: str, most: int, site: Site, names: Names) -> Content:
    if site.is_navigation(path):
        return Note(Topic.LEFT_OUT, path, NAVIGATION), []
    if not is_page(path):
        return Note(Topic.LEFT_OUT, path, A_PART), []
    taken_out: list[File] = []
    try:
        content = files.read(path, max(most, WITH_PICTURES))
        if embedded.MARK in content:
            text, taken_out = embedded.take_out(decode(content)[0], files)
            content = text.encode()
        if len(content) <= most and any(mark in content for mark in including.MARKS):
            text = decode(content)[0]
            if (more := including.take_in(text, path, files, names, most)) != text:
                content = more.encode()
        if (size := len(content)) > most:
            raise TooLarge(path, f"It has {size // 1024} KB; a page may have {most // 1024} KB.")
    except NotText as error:
        return Note(Topic.LEFT_OUT, path, str(error)), []
    except (Broken, OSError) as error:
        return Note(Topic.LEFT_OUT, path, getattr(error, "strerror", None) or str(error)), []
    return content, taken_out


def _read(site: Site, names: Names, path: str, content: Content) -> Read:
    """In a thread: it waits for the process that draws."""
    if isinstance(content[0], Note):
        return Read(path, notes=[content[0]])
    return read_page(path, content[0], site, names)
