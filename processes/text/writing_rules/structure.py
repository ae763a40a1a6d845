"""Rules about sections and headings."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Any

from processes.text.rendering.titles import fold
from processes.text.source import Block, Heading, Source
from processes.text.writing_rules.model import Finding, Page

_NUMBER = re.compile(r"^(?:\d+[.)]?|[ivx]+[.)])\s+", re.IGNORECASE)
_STILL_TO_WRITE = frozenset("tbd todo tba tbc xxx ... … - — ? n/a".split()) | {
    "to do",
    "to be written",
}
_COUNTED_ROW = re.compile(r"\W*\d+\W*\|")
# Also a box to tick: a checklist has its own way of telling how far one is.
_COUNTED = re.compile(r"\[[ x]\]|\W*(?:step\s+)?(?:\d+|[a-z])[.):]", re.IGNORECASE)


def required_sections(page: Page, parameters: Mapping[str, Any]) -> Iterator[Finding]:
    """What the page's template asks for stands there, and says something."""
    source = page.source
    if not page.text.sections:
        return
    by_name: dict[str, int] = {}
    for at, heading in enumerate(source.headings):
        by_name.setdefault(_name(heading.text), at)
    after = 0  # where the section before it ends
    for section in page.text.sections:
        at = by_name.get(_name(section.heading))
        if at is not None:
            heading = source.headings[at]
            start, after = source.inside(at)
            if section.is_required and not _is_written(source, at, start, after):
                message = f"Write something under “{section.heading}”, which this page needs."
                yield Finding(message, "body", heading.start, heading.end)
        elif section.is_required:
            message = f"Add the section “{section.heading}”, which this page needs."
            yield Finding(message, "body", after, after)


def _name(heading: str) -> str:
    return fold(_NUMBER.sub("", heading)).rstrip(" :.?!")


def _is_written(source: Source, at: int, start: int, end: int) -> bool:
    first, until = source.section(at)
    if not any(source.filled[first:until]):
        return False
    if end - start > 200:  # no word for “later” is that long
        return True
    return fold(source.prose[start:end]).strip(" .*_-") not in _STILL_TO_WRITE or any(
        start <= picture.start < end for picture in source.pictures
    )


def empty_headings(page: Page, parameters: Mapping[str, Any]) -> Iterator[Finding]:
    """Every heading has words, and something stands below it."""
    headings, filled = page.source.headings, page.source.filled
    required = {_name(section.heading) for section in page.text.sections if section.is_required}
    for at, heading in enumerate(headings):
        if not heading.text:
            message = "Give this heading words, or take it out."
        elif filled[at] or _has_parts(headings, at):
            continue
        elif required and _name(heading.text) in required:
            continue  # it may not be taken out, and the rule on such sections says so
        else:
            message = f"Write something under “{_short(heading.text)}”, or take the heading out."
        yield Finding(message, "body", heading.start, heading.end)


def _has_parts(headings: tuple[Heading, ...], at: int) -> bool:
    return at + 1 < len(headings) and headings[at + 1].level > headings[at].level


def heading_order(page: Page, parameters: Mapping[str, Any]) -> Iterator[Finding]:
    """Levels go down one by one: readers who hear the page find their way by them."""
    above = 1
    for heading in page.source.headings:
        if heading.level > above + 1:
            signs = "#" * (above + 1)
            message = f"Write “{_short(heading.text)}” with {signs}: a level is left out above it."
            yield Finding(message, "body", heading.start, heading.end)
        above = heading.level


def numbered_steps(page: Page, parameters: Mapping[str, Any]) -> Iterator[Finding]:
    """What is done one after the other is numbered, so that people can say where they are."""
    if page.text.kind != "process":
        return
    names = {_name(name) for name in parameters["sections"]}
    for at, heading in enumerate(page.source.headings):
        if _name(heading.text) in names:
            blocks = _blocks_inside(page.source, at)
            if blocks and not any(_is_counted(page.source, block) for block in blocks):
                message = f"Number the steps under “{_short(heading.text)}”: 1. 2. 3."
                yield Finding(message, "body", blocks[0].start, blocks[0].end)


def _blocks_inside(source: Source, at: int) -> tuple[Block, ...]:
    start, end = source.inside(at)
    first, last = (bisect_left(source.blocks, place, key=_start) for place in (start, end))
    return source.blocks[first:last]


def _start(block: Block) -> int:
    return block.start


def _is_counted(source: Source, block: Block) -> bool:
    """Numbered by the list, by the author, or in the first cell of a table."""
    counted = _COUNTED_ROW if block.kind == "row" else _COUNTED
    written = source.body[block.start : block.start + 20]
    return block.kind == "numbered" or counted.match(written) is not None


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59].rstrip() + "…"
