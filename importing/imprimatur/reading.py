"""Our own export as any old wiki: its live pages, to be mapped into departments that one chooses.

What the whole archive has beside that (versions, owners, facts, old addresses) comes along with
`bring`, which makes the same wiki again.
"""

from __future__ import annotations

from collections.abc import Iterator

from importing.counting import count_html
from importing.files import Files, Unreadable
from importing.imprimatur import format as names
from importing.imprimatur import parsing
from importing.imprimatur.parsing import Row, text_of
from importing.models import Topic
from importing.source import About, Asked, Author, File, Found, Note, Page, Place, Remark
from processes.drawing import NotDrawn, draw
from processes.text.rendering import LinkRequest, Picture, ResolvedLink


def read(files: Files, asked: Asked) -> Iterator[Found]:
    """Raises Unreadable for what is no export of ours, or is broken."""
    manifest = parsing.manifest(files)
    url = text_of(manifest, "url", 200).rstrip("/")
    yield About(url or "another wiki", text_of(manifest, "site", 200), told={"url": url})
    for row in parsing.rows(files, names.PEOPLE):
        if email := text_of(row, "email", 254):
            known = "" if row.get("is_placeholder") else email
            yield Author(email, text_of(row, "name", 150) or email, known)
    for row in parsing.rows(files, names.DEPARTMENTS):
        yield _place(row)
    for row in parsing.rows(files, names.ATTACHMENTS):
        yield _file(row, url)
    for name in _pages(manifest):
        yield from _page(files, name, url, asked)


def _pages(manifest: Row) -> Iterator[str]:
    rows = manifest.get("pages")
    for row in rows if isinstance(rows, list) else []:
        name = row.get("file") if isinstance(row, dict) else None
        if not isinstance(name, str):
            raise Unreadable(names.MANIFEST, "Its list of pages is broken.")
        yield name


def _place(row: Row) -> Place:
    address = text_of(row, "address", 60)
    name = text_of(row, "name", 100) or address
    return Place(address, name, text_of(row, "parent", 60), addresses=(f"/{address}/",))


def _file(row: Row, url: str) -> File:
    name = text_of(row, "name", 200)
    own = f"/attachments/{text_of(row, 'key', 36)}/{name}"
    return File((own, f"{url}{own}"), text_of(row, "file"), title=name)


def _page(files: Files, name: str, url: str, asked: Asked) -> Iterator[Found]:
    told = parsing.page(files, name)
    if len(told.body.encode()) > asked.max_bytes:
        yield Note(Topic.LEFT_OUT, name, "It is longer than a page may be.")
        return
    try:
        drawn = draw(told.body, _nowhere, pictures=lambda src: Picture(src, 640, 480))
    except NotDrawn as error:
        yield Note(Topic.LEFT_OUT, name, str(error))
        return
    department = told.text("department", 60)
    own = f"/{department}/{told.text('address', 100)}/"
    yield Page(
        key=f"{department}/{told.text('address', 100)}",
        title=told.text("title", 120),
        body=told.body,
        before=count_html(drawn.html),
        summary=told.text("summary", 300),
        parent=told.text("parent"),
        order=told.number("position"),
        places=(department,),
        tags=tuple(told.texts("tags")),
        author=told.text("created_by", 254) or told.text("owner", 254),
        written_at=told.moment("created_at"),
        changed_at=told.moment("published_at"),
        addresses=(f"{url}{own}", own, *told.texts("old_addresses")),
        base=own,
        headings=drawn.headings,
        remarks=tuple(_remarks(files, name)),
    )


def _remarks(files: Files, name: str) -> Iterator[Remark]:
    path = f"{names.DISCUSSION_FOLDER}/{name.removesuffix('.md')}.json"
    for row in parsing.rows(files, path):
        yield Remark(
            str(row.get("id"))[:100],
            text_of(row, "text", 100_000),
            text_of(row, "author", 254),
            text_of(row, "author_name", 200),
            parsing.moment_of(row, "at"),
            str(row.get("answer_to") or "")[:100],
        )


def _nowhere(request: LinkRequest) -> ResolvedLink:
    """What is only counted, never shown."""
    return ResolvedLink("found", href="/")
