"""The first of two readings: is every file whole, and what must be known before pages are read."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from importing.files import Files
from importing.source import Unreadable
from importing.wordpress import addresses, dates, forums, media, people, terms, uploads
from importing.wordpress.archives import root_of
from importing.wordpress.decoding import decoder_for
from importing.wordpress.elements import Element
from importing.wordpress.exports import (
    Export,
    Survey,
    digest,
    identity,
    key_of,
    known_key,
    number_of,
)
from importing.wordpress.index import Index
from importing.wordpress.kinds import (
    PUBLISHED,
    Kind,
    content_of,
    form_of,
    is_page,
    kind_of,
    type_of,
)
from importing.wordpress.parsing import elements

_BY_NUMBER = re.compile(r"[?&](?:p|page_id)=(\d+)")


def survey(files: Files, names: list[str], index: Index) -> Survey:
    """Reads all exports once. Raises Unreadable if one is not wholly sound."""
    found = Survey(index)
    for name in names:
        decoder = decoder_for(name, lambda name=name: files.open(name))
        export = Export(name, decoder)
        found.exports.append(export)
        with files.open(name) as file:
            for element in elements(decoder.pieces(file), name):
                _note(element, export, found)
        if not (export.version or found.tally.items):
            raise Unreadable(name, "This is a feed, but no WordPress export.")
    return found


def _note(element: Element, export: Export, found: Survey) -> None:
    name = element.name
    if name == "item":
        _note_item(element, export, found)
    elif name in ("category", "tag", "term") and element.space:
        terms.declare(element, found.index)
        found.tally.term(element)
    elif name == "author" and element.children:
        people.declare(element, found.index)
    else:
        _note_channel(element, export, found)


def _note_channel(element: Element, export: Export, found: Survey) -> None:
    name, text = element.name, element.text
    if name == "wxr_version":
        export.version = text[:20]
    elif name == "base_blog_url":
        export.address = text[:500]
    elif not element.space and name in ("title", "link", "generator"):
        setattr(export, name, text[:500])
    if name in ("base_blog_url", "link"):
        export.prefix = _prefix(export, found)


def _prefix(export: Export, found: Survey) -> str:
    sites = list(dict.fromkeys(one.site for one in found.exports if one.site))
    place = sites.index(export.site) if export.site in sites else 0
    return f"{place}:" if place else ""


def _note_item(item: Element, export: Export, found: Survey) -> None:
    index, kind = found.index, kind_of(item)
    found.tally.item(item)
    if (offset := dates.offset_of(item)) is not None and len(found.offsets) < 100:
        found.offsets[offset] += 1
    if creator := item.value("creator"):
        index.write("insert or ignore into creator values (?)", creator)
    if kind is Kind.FILE:
        uploads.note(item, number_of(item), export.prefix, export.base, index)
    elif kind is Kind.BLOCK and number_of(item) and form_of(item)[0] == PUBLISHED:
        index.write(
            "insert or ignore into block values (?, ?)",
            export.prefix + number_of(item),
            content_of(item),
        )
    elif kind is Kind.ANSWER and form_of(item)[0] == PUBLISHED:
        forums.note_answer(item, export, index)
    if kind in (Kind.BLOCK, Kind.ANSWER) or is_page(item):
        _note_media(item, index)
    if is_page(item):
        _note_page(item, export, found)


def _note_media(item: Element, index: Index) -> None:
    talk = (comment.value("comment_content") for comment in item.all("comment"))
    for text in (content_of(item), *talk):
        for address in media.used(text):
            index.write("insert or ignore into used values (?, null)", address)


def _note_page(item: Element, export: Export, found: Survey) -> None:
    index, guid = found.index, item.plain("guid")
    number = export.prefix + number_of(item) if number_of(item) else ""
    form, _ = form_of(item)
    index.write(
        "insert or ignore into page values (?,?,?,?,?,?,?,?)",
        number,
        *identity(item),
        _free_key(item, export, index),
        bool(form),
        form,
    )
    if item.value("menu_order") not in ("", "0"):
        found.ordered.add(type_of(item)[:60])
    if not form:
        return
    addresses.note_own(item, index)
    people.note_use(item, index)
    root = root_of(item.plain("link"), export.base) if type_of(item) not in ("post", "page") else ""
    for term in terms.terms_of(item):
        terms.note_use(term, index)
        if root:
            index.write("insert or ignore into root values (?, ?)", term.taxonomy, root)
    told = _BY_NUMBER.search(guid)
    if told and told[1] == number_of(item) and (host := _host(guid)):
        index.write(
            "insert into host (name, what) values (?, 'guid')"
            " on conflict do update set uses = uses + 1",
            host,
        )


def _free_key(item: Element, export: Export, index: Index) -> str:
    """Two items with one number are told apart by their `guid`, else by name and title both; the
    first keeps the plain key."""
    key, guid = key_of(item, export), item.plain("guid")
    row = index.one("select guid from page where key = ?", key)
    if row is None or not number_of(item):
        return key
    told = guid if row[0] != guid else "\n".join(identity(item))
    return known_key(item, export, index) or f"{key}#{digest(told)}"


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""
