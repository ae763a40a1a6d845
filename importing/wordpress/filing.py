"""Where a page stood: below which other, in which order, under what."""

from __future__ import annotations

from typing import NamedTuple

from importing.wordpress import terms
from importing.wordpress.elements import Element
from importing.wordpress.exports import Export, Survey
from importing.wordpress.kinds import type_of
from importing.wordpress.taxonomies import Taxonomies

_PRIMARY = ("_yoast_wpseo_primary_category", "rank_math_primary_category")
_HIGHEST = 1_000_000


class Filed(NamedTuple):
    """Keys of the page above and of places, the likeliest first; names of tags."""

    parent: str
    order: int | None
    places: tuple[str, ...]
    tags: tuple[str, ...]


def filed(item: Element, export: Export, found: Survey, taxonomies: Taxonomies) -> Filed:
    """As the export has it; a page above that does not come along is none."""
    all_terms = terms.terms_of(item)
    primary = next((value for key in _PRIMARY for value in item.meta(key)), "")
    places = taxonomies.sorted_places(all_terms, primary)
    tags = [term for term in all_terms if not taxonomies.is_place(term)]
    return Filed(
        _parent(item, export, found),
        _order(item, found),
        tuple(term.key for term in places),
        tuple(dict.fromkeys(taxonomies.declared_name(term) for term in tags)),
    )


def number_above(item: Element) -> str:
    """The number of the page above it, "" for none."""
    return item.value("post_parent").lstrip("0")


def _parent(item: Element, export: Export, found: Survey) -> str:
    if not (number := number_above(item)):
        return ""
    row = found.index.one(
        "select key, is_coming from page where id = ? order by type = ? desc, rowid limit 1",
        export.prefix + number,
        type_of(item),
    )
    return row[0] if row and row[1] else ""


def _order(item: Element, found: Survey) -> int | None:
    """Only where somebody gave pages of its type an order at all."""
    order = item.value("menu_order").removeprefix("-") or "0"
    if type_of(item)[:60] not in found.ordered or not order.isdecimal():
        return None
    number = min(int(order[:9]), _HIGHEST)
    return -number if item.value("menu_order").startswith("-") else number
