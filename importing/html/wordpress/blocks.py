"""The editor's blocks: `<!-- wp:name {"key": 1} -->…<!-- /wp:name -->`.

What a block shows stands between its comments, but for those the site itself writes when a page
is shown (`/-->`), and for text that was there before there were blocks.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from html import escape
from typing import Any

_COMMENT = re.compile(r"<!--\s+(?P<end>/)?wp:(?P<name>[a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)\s")
# They show nothing, or only what is shown anyway.
_SILENT = frozenset(
    "spacer nextpage more template-part post-title shortcode post-date post-author post-author-name"
    " post-featured-image post-excerpt post-terms post-navigation-link read-more site-title"
    " site-logo site-tagline query-title table-of-contents loginout comments".split()
)
# In these stands how something is drawn that only the old site knows.
_DRAWN = frozenset(
    "post-template comment-template term-template query-pagination query-no-results"
    " comments-pagination woocommerce/product-template".split()
)
_LISTS = frozenset({"query", "comments", "terms-query", "woocommerce/product-collection"})
FOOTNOTES = "<!-- footnotes -->"  # where the editor's footnotes stand


def has_blocks(text: str) -> bool:
    """Whether the text was written with the editor of blocks."""
    return "<!-- wp:" in text


def without_comments(
    text: str, loose: Callable[[str], str], inside: Callable[[str], str], told: Counter[str]
) -> str:
    """The HTML of all blocks, through `inside`; text outside of them, and in old ones, goes
    through `loose`."""
    pieces: list[str] = []
    depth = 0
    position = 0
    classic = False
    ends = cache(lambda name: text.rfind(f"<!-- /wp:{name} "))
    drawn: list[str] = []  # what is open of what is only drawn, from its outermost
    for match in _COMMENT.finditer(text):
        end = text.find("-->", match.end())
        if end < 0:
            break
        between = text[position : match.start()]
        if not drawn:
            pieces.append((loose if depth == 0 or classic else inside)(between))
        position = end + 3
        settings = text[match.end() : end].strip()
        name = match["name"].removeprefix("core/")
        is_single, is_end = settings.endswith("/"), match["end"] is not None
        if is_single and not drawn and name in _LISTS:
            pieces.append(_kept(name, text[match.start() + 4 : end].strip(), told))
        elif drawn or (name in _DRAWN and not is_end and not is_single and ends(name) > end):
            _follow(drawn, name, is_single=is_single, is_end=is_end)
            depth += 0 if is_single else -1 if is_end else 1
        elif is_single:
            raw = text[match.start() + 4 : end].strip()
            pieces.append(_dynamic(name, _settings(settings[:-1]), raw, told))
        elif match["end"]:
            depth = max(0, depth - 1)
            classic = False
        else:
            depth += 1
            if name in _LISTS:
                pieces.append(_kept(name, text[match.start() + 4 : end].strip(), told))
            classic = name in ("freeform", "classic", "shortcode")
    rest = text[position:]
    pieces.append((loose if depth == 0 else inside)(rest))
    return "".join(pieces)


def _follow(drawn: list[str], name: str, *, is_single: bool, is_end: bool) -> None:
    """Notes what opens and closes of what is only drawn."""
    if is_end and name in drawn:
        del drawn[len(drawn) - 1 - drawn[::-1].index(name) :]
    elif not is_single and not is_end:
        drawn.append(name)


def _settings(told: str) -> dict[str, Any]:
    try:
        found = json.loads(told.strip() or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _dynamic(name: str, settings: dict[str, Any], raw: str, told: Counter[str]) -> str:
    """A block that the site itself would write."""
    address = settings.get("url") or settings.get("src")
    if name in _SILENT:
        return ""
    if isinstance(address, str) and ("embed" in name or name in ("video", "audio")):
        return f"\n<p>{escape(address)}</p>\n"
    if name == "social-link" and isinstance(address, str):
        label = settings.get("label") or settings.get("service") or address
        return f'<li><a href="{escape(address)}">{escape(str(label))}</a></li>'
    if name == "footnotes":
        return FOOTNOTES
    return _kept(name, raw, told)


def _kept(name: str, raw: str, told: Counter[str]) -> str:
    told[f"block “{name}”, which only the old site could fill (it is kept as code)"] += 1
    return f"\n<p><code>{escape(raw, quote=False)}</code></p>\n"
