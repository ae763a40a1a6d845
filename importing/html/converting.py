"""The whole way of a page: HTML in; Markdown, and what came of it, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from importing.counting import count_html
from importing.html.blocks import blocks
from importing.html.shapes import Converted, Work
from importing.html.tree import Node, parse
from importing.markup import HEADINGS
from processes.text.rendering import Heading
from processes.text.rendering.anchors import unique_ids

__all__ = ["Converted", "convert"]


def convert(html: str, *, base: str = "", dropped: Mapping[str, int] | None = None) -> Converted:
    """HTML of a page's body as Markdown that this wiki shows in the same way.

    `base` is the address that relative ones are meant from: with it all addresses become
    absolute, without it they stay as they are. `dropped` is what the caller took out before, for
    the same report. Raises nothing, however broken the HTML is.
    """
    told: Counter[str] = Counter(dropped or {})
    body = parse(html, told)
    work = Work(base, told, shift=_shift(body))
    markdown = "\n\n".join(blocks(body, work)) + "\n"
    headings = _headings(work)
    ids = [one.id for one in headings]
    return Converted(
        markdown=markdown if markdown.strip() else "",
        before=count_html(html),
        headings=headings,
        anchors={name: ids[at] if at >= 0 else "" for name, at in work.anchors.items()},
        dropped=tuple(_line(what, number) for what, number in sorted(told.items()) if number),
    )


def _shift(body: Node) -> int:
    """By how much headings go up or down, so that the highest is the second: the first is the
    page's own title."""
    levels = [
        int(one.name[1]) for one in body.walk() if one.name in HEADINGS and not one.is_empty()
    ]
    return 2 - min(levels) if levels else 0


def _headings(work: Work) -> tuple[Heading, ...]:
    ids = unique_ids([(text, "") for _, text in work.headings])
    return tuple(
        Heading(level, id, text) for (level, text), id in zip(work.headings, ids, strict=True)
    )


def _line(what: str, number: int) -> str:
    """`3 × script`: how often what went."""
    return f"{number} × {what}"
