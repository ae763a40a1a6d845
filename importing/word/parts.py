"""Of which parts a document is made. Pure."""

from __future__ import annotations

import re

TYPES = "[Content_Types].xml"
_MAIN = "word/document.xml"
_TYPE = re.compile(rb"<(?:\w+:)?Override\s[^<>]*wordprocessingml\.document\.main\+xml[^<>]*>")
_PART = re.compile(rb"\sPartName\s*=\s*[\"']/?([^\"'<>]{1,200})[\"']")


def main_part(types: bytes) -> str:
    """Where the text is, from the list of a document's parts: some programs call it otherwise."""
    told = _TYPE.search(types)
    part = _PART.search(told[0]) if told else None
    return part[1].decode("utf-8", "replace") if part else _MAIN
