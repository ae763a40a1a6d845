"""All pages and databases of an export. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import quote

from importing.counting import Counts, count_html
from importing.files import Broken, Files
from importing.html import convert
from importing.notion import databases, html_pages, markdown_pages
from importing.notion.addresses import addresses_of, base_of
from importing.notion.names import DATABASE, Name
from importing.notion.ordering import Orders
from importing.notion.properties import Told, tell
from importing.notion.shelving import Shelves
from importing.source import About, Asked, Author, File, Found, Note, Page, Place, Unreadable
from importing.web_pages import LARGEST, decoded, left_out, opened, passed_over, told
from processes.drawing import NotDrawn, draw
from processes.text.rendering import Heading, LinkRequest, ResolvedLink

_START = 4096  # bytes in which a title stands


@dataclass(slots=True)
class Body:
    """What became of a page, whichever way it was exported."""

    markdown: str
    before: Counts
    told: Told
    headings: tuple[Heading, ...] = ()
    anchors: Mapping[str, str] = field(default_factory=dict)


def read(files: Files, asked: Asked) -> Iterator[Found]:
    """Raises Unreadable where no page is found."""
    shelves = Shelves.of(files.names())
    if not any(name.id for name in shelves.pages.values()):
        where = files.root_name or "The files"
        raise Unreadable(
            where, "No page of Notion is among the files: their names have no numbers."
        )
    yield About("Notion", files.root_name, asked.hosts)
    for folder, above in shelves.places():
        yield Place(folder, posixpath.basename(folder), above, addresses=(f"/{quote(folder)}/",))
    for path in shelves.others:
        yield File((f"/{quote(path)}",), path)
    reader = _Reader(files, shelves)
    for name in sorted(shelves.pages.values(), key=_depth):  # which tell the order below them
        yield from reader.page(name)
    yield from passed_over(files)


def nowhere(request: LinkRequest) -> ResolvedLink:
    """A resolver for what is only counted."""
    return ResolvedLink("wanted")


def _depth(name: Name) -> tuple[int, str]:
    return name.path.count("/"), name.path


class _Reader:
    def __init__(self, files: Files, shelves: Shelves) -> None:
        self._files, self._shelves = files, shelves
        self._titles = {name.path: self._title(name) for name in shelves.pages.values()}
        self._rows: dict[str, dict[str, list[Name]]] = {}
        for name in shelves.pages.values():
            parent = shelves.parent(name)
            if parent and parent.ending == DATABASE:
                by_title = self._rows.setdefault(parent.path, {})
                by_title.setdefault(self._titles[name.path], []).append(name)
        self._authors: set[str] = set()
        self._columns: dict[str, frozenset[str]] = {}
        self._orders = Orders(shelves)

    def page(self, name: Name) -> Iterator[Found]:
        """The page with its author and notes; one note where it cannot be read."""
        notes: list[Note] = []
        try:
            body = self._body(name, notes)
        except Broken as error:
            yield left_out(error, name.key)
            return
        except NotDrawn as error:
            yield Note("left_out", name.path, str(error), name.key)
            return
        if body is None:
            yield Note("left_out", name.path, "This is no page of Notion.")
            return
        author = body.told.author
        if author and author not in self._authors:
            self._authors.add(author)
            yield Author(author, author)
        self._orders.learn(name, body.markdown)
        yield self._found(name, body)
        yield from notes

    def _found(self, name: Name, body: Body) -> Page:
        parent, place = self._shelves.parent(name), self._shelves.place(name)
        return Page(
            key=name.key,
            title=self._titles[name.path],
            body=body.markdown,
            before=body.before,
            parent=parent.key if parent else "",
            order=self._orders.of(name),
            places=(place,) if place else (),
            tags=body.told.tags,
            author=body.told.author,
            written_at=body.told.written_at,
            changed_at=body.told.changed_at,
            addresses=tuple(addresses_of(name)),
            base=base_of(name),
            headings=body.headings,
            anchors=body.anchors,
        )

    def _body(self, name: Name, notes: list[Note]) -> Body | None:
        if name.ending == DATABASE:
            return self._database(name, notes)
        if name.ending == ".md":
            return self._markdown(name, notes)
        return self._html(name, notes)

    def _markdown(self, name: Name, notes: list[Note]) -> Body:
        parent = self._shelves.parent(name)
        columns = self._columns_of(parent) if parent and parent.ending == DATABASE else frozenset()
        text = decoded(self._files.read(name.path, LARGEST))
        made = markdown_pages.take_apart(text, columns=columns, known=self._shelves.by_id)
        told_here = tell(made.properties)
        notes += _formulas(made.formulas, name)
        markdown = made.body
        if told_here.rest:
            facts = convert(
                databases.facts_of(told_here.rest, self._shelves.by_id), base=base_of(name)
            ).markdown
            markdown = f"{facts}\n{markdown}"
        before = count_html(draw(made.source, nowhere).html)
        return Body(markdown, before, told_here, draw(markdown, nowhere).headings)

    def _columns_of(self, database: Name) -> frozenset[str]:
        if database.path not in self._columns:
            self._columns[database.path] = databases.columns_of(self._files, database)
        return self._columns[database.path]

    def _html(self, name: Name, notes: list[Note]) -> Body | None:
        made = html_pages.take_apart(opened(self._files, name.path), self._shelves.by_id)
        if made is None:
            return None
        told_here = tell(made.properties)
        notes += _formulas(made.formulas, name)
        html = databases.facts_of(told_here.rest, self._shelves.by_id) + made.body.decode_contents()
        converted = convert(html, base=base_of(name))
        notes += told(converted, name.path, name.key)
        return Body(
            converted.markdown, converted.before, told_here, converted.headings, converted.anchors
        )

    def _database(self, name: Name, notes: list[Note]) -> Body:
        rows = self._rows.get(name.path, {})
        table = databases.table_of(self._files, name, rows, self._shelves.by_id)
        converted = convert(table.html, base=base_of(name))
        notes += told(converted, name.path, name.key)
        if table.shown < table.rows:
            notes.append(
                Note(
                    "dropped",
                    name.path,
                    f"Only the first {table.shown:,} of {table.rows:,} rows are in the table;"
                    " rows with a page of their own have it.",
                    name.key,
                )
            )
        return Body(converted.markdown, converted.before, Told())

    def _title(self, name: Name) -> str:
        """As the page has it: a file's name may be cut off, and lacks some signs."""
        found = ""
        with suppress(Broken):
            if name.ending == ".md":
                found = markdown_pages.title_of(self._start(name, _START))
            elif name.ending == ".html":
                found = html_pages.title_of(self._start(name, _START * 16))
        return found or name.title or "Untitled"

    def _start(self, name: Name, most: int) -> str:
        with self._files.open(name.path) as stream:
            return stream.read(most).decode("utf-8-sig", "replace")


def _formulas(number: int, name: Name) -> list[Note]:
    what = "1 formula is" if number == 1 else f"{number} formulas are"
    text = f"{what} shown as typed, as code."
    return [Note("dropped", name.path, text, name.key)] if number else []
