"""People's words, made fit for one line of a list, a subject or a header."""

from __future__ import annotations

import unicodedata

EXCERPT_LINES = 8
EXCERPT_WIDTH = 240
# Marks that turn the direction of what follows them: they would rearrange the words around them.
TURNING = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def one_line(text: str, width: int) -> str:
    """Without line breaks, control characters and doubled blanks, and no longer than `width`."""
    line = " ".join("".join(_harmless(text)).split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def some_lines(text: str) -> str:
    """The first lines that say something, each cut short; the sign of a diff stays before it."""
    lines = []
    for line in text.splitlines():
        sign = line[:2] if line[:2] in {"+ ", "- "} else ""
        if words := one_line(line[len(sign) :], EXCERPT_WIDTH):
            lines.append(sign + words)
    return "\n".join(lines[:EXCERPT_LINES])


def _harmless(text: str) -> list[str]:
    return [
        " " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c
        for c in text
        if c not in TURNING and unicodedata.category(c) != "Cs"
    ]
