"""A database, exported as CSV, as a table whose rows lead to their pages. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from importing.files import Broken, Files
from importing.notion.names import Name, id_in
from importing.web_pages import LARGEST, decoded

MOST_ROWS = 1_000
_RELATION = re.compile(r"(?P<title>[^(),]{1,200}) \((?P<address>[^()\s]{32,})\)")


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` is how many there are, `shown` how many stand in the table."""

    html: str
    rows: int
    shown: int


def table_of(
    files: Files, name: Name, pages: Mapping[str, list[Name]], known: Mapping[str, Name]
) -> Table:
    """`pages` are those of its rows by title, `known` all by number. Raises Broken."""
    waiting = {title: list(found) for title, found in pages.items()}
    head: list[str] = []
    html: list[str] = []
    rows = shown = 0
    for row in _rows(files, name):
        if not head:
            head = row
            html.append(_line(map(escape, head), "th"))
            continue
        rows += 1
        if rows <= MOST_ROWS:
            shown = rows
            html.append(_line(_cells(row, len(head), waiting, known), "td"))
    return Table(f"<table>{''.join(html)}</table>" if rows else "", rows, shown)


def facts_of(facts: Iterable[tuple[str, str]], known: Mapping[str, Name]) -> str:
    """What is known of a row, as a list."""
    items = [
        f"<li><strong>{escape(one)}:</strong> {text(value, known)}</li>" for one, value in facts
    ]
    return f"<ul>{''.join(items)}</ul>" if items else ""


def columns_of(files: Files, name: Name) -> frozenset[str]:
    """How its columns are called, as `called` says; none of one that cannot be read."""
    with suppress(Broken):
        return frozenset(map(called, next(_rows(files, name), [])))
    return frozenset()


def called(name: str) -> str:
    """The name of a column or fact, to be compared."""
    return " ".join(name.split()).casefold()


def _rows(files: Files, name: Name) -> Iterator[list[str]]:
    content = decoded(files.read(name.path, LARGEST)).replace("\x00", "")
    try:
        for row in csv.reader(io.StringIO(content, newline="")):
            if any(cell.strip() for cell in row):
                yield row
    except csv.Error as error:
        raise Broken(name.path, "This is no table of comma-separated values.") from error


def _cells(
    row: list[str], width: int, waiting: dict[str, list[Name]], known: Mapping[str, Name]
) -> Iterator[str]:
    first, *others = [*row, *[""] * (width - len(row))][: max(width, 1)]
    found = waiting.get(first.strip()) or []
    page = found.pop(0) if found else None
    words = text(first, known)
    yield _link(page, words) if page and words else words
    for cell in others:
        yield text(cell, known)


def text(cell: str, known: Mapping[str, Name]) -> str:
    """What stands in a cell as HTML; relations (`Title (address)`) become links to their pages."""
    pieces: list[str] = []
    at = 0
    for found in _RELATION.finditer(cell):
        if page := known.get(id_in(found["address"])):
            words = escape(found["title"].strip())
            pieces += [escape(cell[at : found.start()]), _link(page, words)]
            at = found.end()
    pieces.append(escape(cell[at:]))
    return "".join(pieces).strip().replace("\n", "<br>")


def _link(page: Name, words: str) -> str:
    return f'<a href="/{escape(quote(page.path))}">{words}</a>'


def _line(cells: Iterator[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in cells)}</tr>"
