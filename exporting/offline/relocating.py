"""A stored page with addresses that work on a disk.

Works, as `processes.text.unlinking` does, on what the sanitizer wrote and nothing else: every `<`
belongs to a tag and every attribute stands in double quotes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

_TAG = re.compile(r'<([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)( ?/)?>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
# Other sizes of a picture, which an export has not; and what only scripts read.
_LEFT_OUT = frozenset({"srcset", "sizes", "data-embed"})

# The address on a disk; "" for none, so that the words stay and the link goes.
Moved = Callable[[str], str]


def relocated(html: str, moved: Moved, shown: Moved) -> str:
    """The page with every address of a link as `moved` gives it, of a picture as `shown` does."""
    return _TAG.sub(lambda tag: _tag(tag, moved, shown), html)


def _tag(tag: re.Match[str], moved: Moved, shown: Moved) -> str:
    name, attributes, end = tag[1], tag[2], tag[3] or ""
    if name == "source":
        return ""
    if name not in ("a", "img", "figure"):
        return tag.group()
    kept = []
    for attribute, value in _ATTRIBUTE.findall(attributes):
        if attribute in _LEFT_OUT:
            continue
        if attribute in ("href", "src"):
            address = (moved if name == "a" else shown)(unescape(value))
            kept += [f' {attribute}="{escape(address)}"'] if address else []
        else:
            kept.append(f' {attribute}="{value}"')
    return f"<{name}{''.join(kept)}{end}>"
