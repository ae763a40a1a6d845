"""A file of a spreadsheet → lines of cells under headings, whatever program wrote it."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from accounts.tables.headings import NEEDED, column_of

MOST_BYTES = 5_000_000
MOST_LINES = 20_000
SEPARATORS = ";\t,"
# What begins with these is no text: workbooks of Excel and LibreOffice, and Excel's old ones.
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
TOO_MANY = "Has more cells than there are headings: perhaps a comma stands in one of them."
BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


class Unreadable(Exception):
    """It is no table that we can read; the text is the sentence people see."""


@dataclass(frozen=True, slots=True)
class Line:
    """`number` is that of the line in the file on which it begins; `cells` by column, trimmed."""

    number: int
    cells: dict[str, str]
    has_too_many: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`unknown` are headings that mean nothing to us; what stands below them is passed over."""

    columns: tuple[str, ...]
    unknown: tuple[str, ...]
    lines: list[Line]


def decode(content: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 with or without a mark at its beginning, else
    Windows-1252, which spreadsheets write in western Europe. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable(f"The file is larger than {MOST_BYTES // 1_000_000} MB: cut it in two.")
    if content.startswith(WORKBOOKS):
        raise Unreadable("This is a workbook. Save the sheet as CSV, and take that file.")
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unreadable("This is no text: save the sheet as CSV (UTF-8), and take that file.")


def read(text: str, kind: str) -> Table:
    """The lines below the headings; empty ones are left out. Raises Unreadable."""
    found = rows(text)
    _, first = next(found, (0, []))
    columns = [column_of(kind, heading) for heading in first]
    _check(kind, first, columns)
    lines = [_line(number, cells, columns) for number, cells in found]
    if len(lines) > MOST_LINES:
        raise Unreadable(f"The table has more than {MOST_LINES:,} lines: cut it in two.")
    unknown = [
        name.strip()
        for name, column in zip(first, columns, strict=True)
        if not column and name.strip()
    ]
    return Table(tuple(filter(None, columns)), tuple(unknown), lines)


def _encodings(content: bytes) -> list[str]:
    for mark, encoding in BOMS.items():
        if content.startswith(mark):
            return [encoding]
    beginning = content[:400]
    if beginning[1::2].count(0) > len(beginning) // 4:
        return ["utf-16-le"]
    if beginning[::2].count(0) > len(beginning) // 4:
        return ["utf-16-be"]
    return ["utf-8", "cp1252"]


def rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The number of the line on which each begins, and its cells; the headings are the first."""
    begun = 0
    if text[:4].lower() == "sep=":  # Excel's way to say which separator
        begun, text = 1, text.partition("\n")[2]
    beginning = text.lstrip().partition("\n")[0]
    separator = max(SEPARATORS, key=beginning.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begun + number, [cell.strip() for cell in cells]
            number = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            f"From line {begun + number} on it is no table: perhaps a quotation mark is opened"
            " there and never closed."
        ) from error


def _check(kind: str, headings: list[str], columns: list[str]) -> None:
    if not any(column in columns for column in NEEDED[kind]):
        wanted = " or ".join(f"“{name}”" for name in NEEDED[kind])
        raise Unreadable(f"The first line must hold the headings; one of them must be {wanted}.")
    for column in filter(None, columns):
        if columns.count(column) > 1:
            both = [f"“{n}”" for n, c in zip(headings, columns, strict=True) if c == column]
            raise Unreadable(f"{' and '.join(both)} both mean “{column}”: leave one out.")


def _line(number: int, cells: list[str], columns: list[str]) -> Line:
    found = {column: cell for column, cell in zip(columns, cells, strict=False) if column}
    return Line(number, found, any(cells[len(columns) :]))
