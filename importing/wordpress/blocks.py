"""Blocks that pages share: a page only names their number, so their text is put where it stood."""

from __future__ import annotations

import json
import re

from importing.wordpress.index import Index

_SHARED = re.compile(r"<!--\s*wp:(?:core/)?block\s+(\{[^\n]{1,2000}?\})\s*/?-->")
_DEEPEST = 5
_MOST = 2_000_000  # characters that may come in this way: blocks may name each other


def with_shared(content: str, prefix: str, index: Index) -> tuple[str, int]:
    """The content with the blocks it names, and how many of them the export does not have."""
    missing = 0
    room = _MOST

    def fill(match: re.Match[str], depth: int) -> str:
        nonlocal missing, room
        number = _number(match[1])
        row = index.one("select content from block where id = ?", prefix + number)
        if row is None or depth > _DEEPEST or len(row[0]) > room:
            missing += 1
            return ""
        room -= len(row[0])
        return f"\n\n{_SHARED.sub(lambda inner: fill(inner, depth + 1), row[0])}\n\n"

    return _SHARED.sub(lambda match: fill(match, 1), content), missing


def _number(attributes: str) -> str:
    try:
        told = json.loads(attributes)
    except (ValueError, RecursionError):
        return ""
    return str(told.get("ref", "")) if isinstance(told, dict) else ""
