"""Headings in the source, with the ids that the renderer gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from processes.text.rendering.anchors import unique_ids
from processes.text.rendering.titles import HEADING_PREFIX, heading_id
from processes.text.source.lines import Line
from processes.text.source.masks import Masks
from processes.text.source.model import Heading
from processes.text.source.plain import plain

_HASHES = re.compile(r"(#{1,6})(?: +(?P<text>\S.*))?[ \t]*$")
_CLOSING = re.compile(r"(?:^|(?<= ))#+$")
_CHOSEN = re.compile(r"\{:? {0,3}#([\w.:-]{1,80})(?: [^{}]{0,200})?\}$")
_UNDERLINE = re.compile(r"(?:=+|-+) *$")
_TAG = re.compile(r"<h([1-6])(?=[\s>])([^<>]*)>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")
_Found = tuple[int, str, str, int, int]  # level, text, chosen id, start, end


def heading_offset(body: str, heading_id: str) -> int | None:
    """Where the heading with this id stands in the Markdown `body`; None where there is none.

    The id is the one in the finished page (`h-steps`). Counts code points. Raises nothing.
    """
    return next((one.start for one in headings(body) if one.id == heading_id), None)


def headings(body: str) -> tuple[Heading, ...]:
    """All headings of a text in order, those without words among them. Raises nothing."""
    return find_headings(Masks(body))


def find_headings(masks: Masks) -> tuple[Heading, ...]:
    """The same, of a text whose code is masked already."""
    found = [*_written(masks), *_tagged(masks)]
    found.sort(key=lambda one: one[3])
    ids = unique_ids([(text, chosen) for _, text, chosen, _, _ in found])
    return tuple(
        Heading(level, id, text, start, end)
        for (level, text, _, start, end), id in zip(found, ids, strict=True)
    )


def _written(masks: Masks) -> Iterator[_Found]:
    before: Line | None = None  # the first line of a block, which may be underlined
    fresh, in_item = True, False
    for line in masks.lines:
        if line is None:
            before, fresh, in_item = None, True, False
            continue
        in_item = in_item or (line.prefix if line.is_first else line.prefix.strip()) != ""
        goes_on = not in_item and len(line.prefix.expandtabs(4)) >= 4  # a paragraph does
        match = None if line.in_html or goes_on else _HASHES.match(line.words)
        if match:
            text = masks.text[line.at : line.end].lstrip("#").strip()
            yield len(match[1]), *_words(text), line.at, line.end
        elif before and _UNDERLINE.match(line.words) and not line.prefix.strip():
            text = masks.text[before.start : before.end].strip()
            yield 1 if "=" in line.words else 2, *_words(text), before.start, line.end
            match = _UNDERLINE.match(line.words)
        is_title = fresh and not match and not line.in_html and not line.prefix.strip()
        before = line if is_title else None
        fresh = match is not None


def _words(written: str) -> tuple[str, str]:
    """The text of a heading and the id that its author chose, each perhaps ""."""
    text = _CLOSING.sub("", written).rstrip()
    chosen = _CHOSEN.search(text[-300:])
    if not chosen:
        return plain(text), ""
    id = heading_id(chosen[1].removeprefix(HEADING_PREFIX))
    rest = text[: len(text) - len(chosen.group())].rstrip()
    return plain(_CLOSING.sub("", rest)), id


def _tagged(masks: Masks) -> Iterator[_Found]:
    """Headings in HTML. One that is not closed is not looked for again."""
    if "<h" not in masks.masked and "<H" not in masks.masked:
        return
    lower, hopeless = masks.masked.lower(), set()
    for tag in _TAG.finditer(masks.masked):
        closing = f"</h{tag[1]}"
        end = -1 if closing in hopeless else lower.find(closing, tag.end())
        if end < 0:
            hopeless.add(closing)
            continue
        words = unescape(_ANY_TAG.sub("", masks.text[tag.end() : min(end, tag.end() + 1000)]))
        yield int(tag[1]), " ".join(words.split()), "", tag.start(), end + len(closing) + 1
