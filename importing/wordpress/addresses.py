"""Under which addresses the old site showed a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote, urlsplit

from importing.wordpress.elements import Element
from importing.wordpress.index import Index
from processes.old_addresses.naming import key_of

_MOST = 50
_LONGEST = 1900
_DAY = re.compile(r"/\d{4}/\d{2}/\d{2}/")


def note_own(item: Element, index: Index) -> None:
    """Notes the address that is a page's own, whatever older ones of others say."""
    if link := _link(item):
        index.write("insert or ignore into link values (?)", _key(link))


def own_address(item: Element, number: str, base: str) -> str:
    """Where it stood, absolute; "" if nothing in the export tells."""
    return _link(item) or (f"{base}/?p={number}" if number and base else "")


def addresses_of(item: Element, number: str, base: str, index: Index) -> tuple[str, ...]:
    """Its own address first, then by its number, then those that it had before."""
    own = own_address(item, number, base)
    found = [own] if own else []
    if number and base:
        found += [f"{base}/?p={number}", f"{base}/?page_id={number}"]
    guid = item.plain("guid")
    if _is_web(guid) and _is_free(guid, index):
        found.append(guid)
    found += [old for old in _before(item) if _is_free(old, index)]
    return tuple(dict.fromkeys(found))[:_MOST]


def _link(item: Element) -> str:
    link = item.plain("link")
    return link if _is_web(link) else ""


def _before(item: Element) -> Iterator[str]:
    """Its address with names and days that it had before, where they stand in it at all."""
    link = _link(item)
    if not link or "?" in link:
        return
    head, _, last = link.rstrip("/").rpartition("/")
    slash = "/" if link.endswith("/") else ""
    if unquote(last).casefold() == unquote(item.value("post_name")).casefold():
        for slug in item.meta("_wp_old_slug"):
            yield f"{head}/{quote(unquote(slug))}{slash}"
    for day in item.meta("_wp_old_date"):
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
            yield _DAY.sub(f"/{day.replace('-', '/')}/", link, count=1)


def _is_free(address: str, index: Index) -> bool:
    """Whether no page stands there now: a `guid` may be another's address, or the front page's."""
    key = _key(address)
    if not key or len(address) > _LONGEST:
        return False
    return index.one("select 1 from link where key = ?", key) is None


def _is_web(address: str) -> bool:
    if not address.lower().startswith(("http://", "https://")) or len(address) > _LONGEST:
        return False
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:
        return False


def _key(address: str) -> str:
    try:
        return key_of(address)[1]
    except ValueError:
        return ""
