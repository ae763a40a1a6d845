"""Putting one address in the place of another, in a text that otherwise stays as it is. Pure."""

from __future__ import annotations

import re
import uuid

# An address in Markdown or HTML ends at a blank, a bracket, a quote, or where its query begins;
# the signs behind it that end a sentence or an emphasis are no part of it.
SIGNS = r"\s()<>\[\]\"'`|\\?#"
REST = rf"(?:[^{SIGNS}]*[^{SIGNS}.,;:!*_~])?"


def replace_address(body: str, old: uuid.UUID, address: str) -> str:
    """The text with `address` wherever it names the attachment `old`, and nothing else changed.

    Every way of writing it counts: with the site before it (which stays), under another file
    name, or as one of its smaller sizes. `address` is a path, like `/attachments/<key>/box.png`.
    """
    pattern = re.compile(rf"/attachments/{re.escape(str(old))}/{REST}")
    return pattern.sub(lambda _found: address, body)
