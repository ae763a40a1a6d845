"""A page with its first words of the glossary made buttons, for one reader."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from html import escape
from typing import Any

from accounts.models.tree import DepartmentTree


def marked(html: str, noted: str, hidden: Collection[int], tree: DepartmentTree) -> str:
    """The HTML of an article with a button and a definition at each place in `noted`, which is
    `Article.terms` as the database has it.

    Definitions of departments in `hidden` are left out, so that one that was closed since the
    page was drawn is shut at once. Costs no query.
    """
    if noted in ("", "[]"):
        return html
    pieces, end = [], 0
    for number, place in enumerate(json.loads(noted), start=1):
        told = [_told(one, tree) for one in place["definitions"] if _may_read(one, hidden, tree)]
        if not told:
            continue
        start, stop = place["at"], place["at"] + place["length"]
        pieces += [html[end:start], _button(html[start:stop], number), _note(told, number)]
        end = stop
    return "".join([*pieces, html[end:]])


def _may_read(one: Mapping[str, Any], hidden: Collection[int], tree: DepartmentTree) -> bool:
    return one["department"] not in hidden and one["department"] in tree.shape.rows


def _button(said: str, number: int) -> str:
    """`said` is HTML already."""
    return (
        f'<button class="term" type="button" popovertarget="term-{number}"'
        f' aria-describedby="term-{number}" data-term>{said}</button>'
    )


def _note(told: list[str], number: int) -> str:
    """A span, as a block would end the paragraph that it stands in."""
    return f'<span class="term-note" id="term-{number}" popover>{"".join(told)}</span>'


def _told(one: Mapping[str, Any], tree: DepartmentTree) -> str:
    place, _address = tree.said_of(one["department"])
    return (
        f'<span class="term-told"><b>{escape(one["term"])}</b> <i>{escape(place)}</i>'
        f"<span>{escape(one['text'])}</span></span>"
    )
