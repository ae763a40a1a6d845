"""Takes links out of a finished page, for a reader who may not follow them.

Works on nothing but what `sanitizing` wrote: every `<` and every `>` of such a text belongs to a
tag, every attribute stands in double quotes, and no link lies within another. So a link is its two
tags, and without them the rest is as safe as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import unquote

# An address of the site itself. Browsers skip blanks before it.
_LOCAL = re.compile(r'<a(?: [a-z-]+="[^"]*")*? href="(\s*/[^"]*)"')
# Any tag, so that nothing within a quoted attribute is taken for one.
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)(?: ?/)?>')
# Nor do browsers see these within an address.
_SKIPPED = str.maketrans("", "", "\t\n\r")
SHUT = "a page that you may not open"
_END = re.compile(r"[/?#\\]")


def for_reader(
    html: str, may_open: Callable[[str], bool], may_tell: Callable[[str, str], bool] | None = None
) -> str:
    """Return the page with only those links into the site whose first part `may_open` allows.

    Of the others the label stays, unless `may_tell`, which is asked for each with its address and
    its label as plain text, does not allow it: then `SHUT` stands there. Links to other hosts and
    to headings of the page are left as they are. `may_open` is asked once for each different first
    part of an address.
    """
    parts = {address: _first_part(address) for address in set(_LOCAL.findall(html))}
    answers = {part: may_open(part) for part in set(parts.values()) - {""}}
    shut = {address for address, part in parts.items() if not answers.get(part, True)}
    return _without(html, shut, may_tell) if shut else html


def addresses(html: str) -> set[str]:
    """All addresses of the site itself that the page links to, as plain text."""
    return {unescape(address) for address in _LOCAL.findall(html)}


def _first_part(address: str) -> str:
    """What stands between the first two slashes; "" of the start page and of another host."""
    plain = unquote(unescape(address).translate(_SKIPPED)).strip()
    return _END.split(plain[1:], maxsplit=1)[0]


def _without(html: str, shut: set[str], may_tell: Callable[[str, str], bool] | None) -> str:
    kept: list[str] = []
    end, is_cut, address = 0, False, ""
    for tag in _TAG.finditer(html):
        if tag[2] != "a":
            continue
        closes = bool(tag[1])
        if not closes:
            local = _LOCAL.match(tag.group())
            is_cut = local is not None and local[1] in shut
            address = local[1] if local else ""
        if is_cut:
            label = html[end : tag.start()]
            is_told = not closes or may_tell is None or may_tell(unescape(address), _plain(label))
            kept.append(label if is_told else SHUT)
            end = tag.end()
        is_cut = is_cut and not closes
    return "".join([*kept, html[end:]])


def _plain(label: str) -> str:
    return unescape(_TAG.sub("", label)).strip()
