"""The editor's blocks: `<!-- wp:name {"key": 1} -->…<!-- /wp:name -->`.

What a block shows stands between its comments, but for those the site itself writes when a page
is shown (`/-->`), and for text that was there before there were blocks.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from html import escape
from typing import Any

_COMMENT = re.compile(r"<!--\s+(?P<end>/)?wp:(?P<name>[a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)\s")
# They show nothing, or only what is shown anyway.
_SILENT = frozenset(
    {"spacer", "nextpage", "more", "pattern", "template-part", "post-title", "shortcode"}
)


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
    for match in _COMMENT.finditer(text):
        end = text.find("-->", match.end())
        if end < 0:
            break
        between = text[position : match.start()]
        pieces.append((loose if depth == 0 or classic else inside)(between))
        position = end + 3
        settings = text[match.end() : end].strip()
        name = match["name"].removeprefix("core/")
        if settings.endswith("/"):
            raw = text[match.start() + 4 : end].strip()
            pieces.append(_dynamic(name, _settings(settings[:-1]), raw, told))
        elif match["end"]:
            depth = max(0, depth - 1)
            classic = False
        else:
            depth += 1
            classic = name in ("freeform", "classic", "shortcode")
    rest = text[position:]
    pieces.append((loose if depth == 0 else inside)(rest))
    return "".join(pieces)


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
    told[f"block “{name}”, which only the old site could fill (it is kept as code)"] += 1
    return f"\n<p><code>{escape(raw, quote=False)}</code></p>\n"
