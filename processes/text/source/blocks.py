"""Which lines are read as one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from processes.text.masking import MASK
from processes.text.source.lines import Line, is_rule
from processes.text.source.model import Block, Heading

_SEPARATOR = re.compile(r"[ |:-]*$")
_WORDLESS = re.compile(rf"[\s{MASK}]*$")
_DIGIT = re.compile(r"\d")


def blocks_of(lines: Sequence[Line | None], headings: Sequence[Heading]) -> Iterator[Block]:
    """Blocks of lines whose code is hidden, in order. Code, lines and HTML are none."""
    heads = {heading.start: heading for heading in headings}
    grouped: list[Line] = []
    until = 0  # the end of a heading, which may have a second line
    for line in [*lines, None]:
        heading = heads.get(line.at) if line else None
        if line is None or heading or _is_no_text(line) or line.at < until or _begins(line):
            yield from _blocks(grouped)
            grouped = []
        if heading:
            until = heading.end
            yield Block("heading", heading.start, heading.end)
        elif line and line.at >= until and not _is_no_text(line):
            grouped.append(line)
    yield from _blocks(grouped)


def _is_no_text(line: Line) -> bool:
    return line.in_html or is_rule(line.words) or _WORDLESS.match(line.words) is not None


def _begins(line: Line) -> bool:
    """Whether a line starts a block: an item does, wherever it stands."""
    return bool(line.prefix.strip(" \t>"))


def _blocks(lines: list[Line]) -> Iterator[Block]:
    """One paragraph or item; a table gives a block for each row."""
    if not lines:
        return
    table = next((at for at, (_, line) in enumerate(pairwise(lines)) if _parts(line)), None)
    if table is not None and "|" in lines[table].words:
        rows = [line for line in lines[table:] if not _parts(line)]
        lines = lines[:table]
        yield from _text(lines)
        yield from (Block("row", row.at, row.end) for row in rows)
    else:
        yield from _text(lines)


def _text(lines: list[Line]) -> Iterator[Block]:
    if lines:
        marker = lines[0].prefix.strip(" \t>")
        kind = ("numbered" if _DIGIT.search(marker) else "item") if marker else "paragraph"
        yield Block(kind, lines[0].at, lines[-1].end, ">" in lines[0].prefix)


def _parts(line: Line) -> bool:
    """Whether a line parts the head of a table from its rows."""
    return "|" in line.words and "-" in line.words and _SEPARATOR.match(line.words) is not None
