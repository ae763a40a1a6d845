"""Signs of a text that would become Markdown; no more backslashes than that takes."""

from __future__ import annotations

import re

# Wherever they stand. A `_` within a word, and a bracket that makes no link, mean nothing.
_ANYWHERE = re.compile(
    r"""\\(?=[!-/:-@\[-`{-~])   # an escape
    |[*`]
    |(?<![^\W_])_|_(?![^\W_])
    |~~|==
    |\[(?=\[|\^|[^\[\]]{0,200}\][(\[:])
    |<(?=[a-zA-Z/!?])""",
    re.VERBOSE,
)
_ENTITY = re.compile(r"&(?=#?\w{1,31};)")
# At the beginning of a line. “- item” and “2. item” stay: who typed them meant a list.
_IN_FRONT = re.compile(r"(?=#{1,6}(?:\s|$)|>|(?:-{2,}|={1,})\s*$|\|)")
_YEAR = re.compile(r"(\d{3,9})([.)]\s)")


def escape(text: str) -> str:
    """A piece of text that stays as it is."""
    if text.isalnum():
        return text
    return _ENTITY.sub("&amp;", _ANYWHERE.sub(r"\\\g<0>", text))


def escape_line(line: str) -> str:
    """As `escape`, already done, for a line of a paragraph."""
    if _IN_FRONT.match(line):
        return "\\" + line
    return _YEAR.sub(r"\1\\\2", line, count=1) if _YEAR.match(line) else line
