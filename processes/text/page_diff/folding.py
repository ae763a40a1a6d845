"""A comparison as it is read: what stayed far from any change is folded, tables stay whole.

Works on nothing but what `writing` wrote: blocks and tables stand side by side, and neither holds
one of its own kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import groupby
from typing import Literal

from processes.text.page_diff import Part

BEFORE, AFTER = 2, 1  # unchanged blocks shown around a change
FEWEST = 3  # fewer are not worth a fold
LONGEST_TABLE = 6  # rows of an unchanged table that is shown beside a change
ROWS_AROUND = 1

_TOP = re.compile(
    r'<div class="table-scroll">.*?</table></div>'
    r'|<div class="d-block .*?(?=<div class="(?:d-block |table-scroll")|\Z)',
    re.DOTALL,
)
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<t[dh]>")
_KIND = re.compile(r'<div class="d-block d-([a-z]+) ')
_TEXT = re.compile(r'<div class="d-text">(.*)</div>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")

NAMES = {"item": "list items", "code": "lines of code"}
MIXED = "paragraphs", "lines"  # without code in it, and with code


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands together on the page.

    `numbers` are the changes in it: several where they lie in one table. A folded one says in
    `words` what is in it, and in which `section` whatever follows it stands ("" where that shows).
    """

    kind: Literal["same", "change", "folded"]
    html: str
    numbers: tuple[int, ...] = ()
    words: str = ""
    section: str = ""


@dataclass(slots=True)
class _Piece:
    """A block, or a table with its rows and the change that each belongs to (0: it stayed)."""

    html: str
    number: int
    rows: list[tuple[int, str]] = field(default_factory=list)

    @property
    def numbers(self) -> list[int]:
        found = [number for number, _row in self.rows] or [self.number]
        return [number for number in dict.fromkeys(found) if number]


def fold(parts: Iterable[Part], prefix: str = "change") -> list[Stretch]:
    """The parts of a comparison as stretches to show, in their order. Raises nothing.

    In tables with several changes, those after the first have a place of their own: `prefix`
    begins the ids.
    """
    pieces = list(_with_whole_tables(_pieces(parts)))
    stretches = list(_stretches(pieces))
    shown: list[Stretch] = []
    for index, (numbers, run) in enumerate(stretches):
        if numbers:
            inner = "".join(_html(piece, numbers[0], prefix) for piece in run)
            shown.append(Stretch("change", inner, numbers))
        else:
            shown += _unchanged(run, first=index == 0, last=index == len(stretches) - 1)
    return shown


def _pieces(parts: Iterable[Part]) -> Iterator[_Piece]:
    for part in parts:
        for html in _TOP.findall(part.html):
            is_table = html.startswith('<div class="table-scroll">')
            rows = [(part.number, row) for row in _ROW.findall(html)] if is_table else []
            yield _Piece(html, part.number, rows)


def _with_whole_tables(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Join the tables that the borders between parts cut; a row of headings begins another one."""
    last: _Piece | None = None
    for piece in pieces:
        if last and last.rows and piece.rows and not _is_head(piece.rows[0][1]):
            last.rows += piece.rows
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


def _stretches(pieces: Sequence[_Piece]) -> Iterator[tuple[tuple[int, ...], list[_Piece]]]:
    """Yield runs of what stayed, and runs of what one change, or changes in one table, touch."""
    numbers: list[int] = []
    run: list[_Piece] = []
    for piece in pieces:
        own = piece.numbers
        if run and bool(own) == bool(numbers) and (not own or own[0] == numbers[-1]):
            run.append(piece)
            numbers += own[1:]
            continue
        if run:
            yield tuple(numbers), run
        numbers, run = own, [piece]
    if run:
        yield tuple(numbers), run


def _unchanged(run: list[_Piece], *, first: bool, last: bool) -> Iterator[Stretch]:
    """Yield the blocks beside changes, and what lies further off as a fold."""
    start = 0 if first else _shown(run, AFTER)
    stop = len(run) if last else len(run) - _shown(run[start:][::-1], BEFORE)
    if sum(map(_size, run[start:stop])) < FEWEST:
        start = stop = len(run)
    if start:
        yield Stretch("same", "".join(map(_html, run[:start])))
    if stop > start:
        folded = run[start:stop]
        section = "" if last or any(map(_is_heading, run[stop:])) else _section(folded)
        yield Stretch("folded", "".join(map(_html, folded)), (), _words(folded), section)
    if stop < len(run):
        yield Stretch("same", "".join(map(_html, run[stop:])))


def _shown(run: Sequence[_Piece], wanted: int) -> int:
    """How many at the beginning may be shown: long tables are folded with what follows."""
    for index, piece in enumerate(run[:wanted]):
        if len(piece.rows) > LONGEST_TABLE:
            return index
    return min(wanted, len(run))


def _words(folded: Sequence[_Piece]) -> str:
    kinds = {_kind(piece) for piece in folded}
    if kinds == {"table"}:
        return f"{sum(map(_size, folded))} unchanged rows"
    name = NAMES.get(next(iter(kinds))) if len(kinds) == 1 else None
    return f"{len(folded)} unchanged {name or MIXED['code' in kinds]}"


def _size(piece: _Piece) -> int:
    return max(len(piece.rows), 1)


def _section(folded: Sequence[_Piece]) -> str:
    heading = next((piece for piece in reversed(folded) if _is_heading(piece)), None)
    text = _TEXT.search(heading.html) if heading else None
    return unescape(_TAG.sub("", text[1])).strip() if text else ""


def _is_heading(piece: _Piece) -> bool:
    return _kind(piece) == "heading"


def _kind(piece: _Piece) -> str:
    match = _KIND.match(piece.html)
    return match[1] if match else "table"


def _html(piece: _Piece, first: int = 0, prefix: str = "") -> str:
    """The piece; a table with changes without most of the rows that stayed.

    The change that begins the stretch, `first`, has its place there, further ones at their rows.
    """
    if not piece.rows:
        return piece.html
    rows = piece.rows if not piece.numbers else list(_near(piece.rows))
    inner = "".join(
        _body(0 if number == first else number, list(run), prefix)
        for number, run in groupby(rows, lambda row: row[0])
    )
    return f'<div class="table-scroll"><table class="d-table">{inner}</table></div>'


def _body(place: int, rows: list[tuple[int, str]], prefix: str) -> str:
    where = f' id="{prefix}-{place}" tabindex="-1" data-change="{place}"' if place else ""
    return f"<tbody{where}>{''.join(row for _number, row in rows)}</tbody>"


def _near(rows: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield headings, changed rows and those beside them; the others are counted."""
    changed = [index for index, (number, _row) in enumerate(rows) if number]
    kept = {near for at in changed for near in range(at - ROWS_AROUND, at + ROWS_AROUND + 1)}
    kept |= {index for index, (_number, row) in enumerate(rows) if _is_head(row)}
    for is_kept, run in groupby(enumerate(rows), lambda entry: entry[0] in kept):
        stretch = [row for _index, row in run]
        yield from stretch if is_kept or len(stretch) == 1 else [(0, _gap(stretch))]


def _gap(rows: list[tuple[int, str]]) -> str:
    columns = max(len(_CELL.findall(row)) for _number, row in rows)
    return f'<tr class="d-gap"><td colspan="{max(columns, 1)}">{len(rows)} unchanged rows</td></tr>'


def _is_head(row: str) -> bool:
    return "<th>" in row and "<td>" not in row
