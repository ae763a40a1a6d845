"""What begins a line of Markdown, and what it can be then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from processes.text.rendering.raw_html import BLOCKS, VERBATIM

_PREFIX = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$))*")
_RULE = re.compile(r"[ \t>]*([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_HTML = re.compile(rf"<!|</?(?:{BLOCKS}|{VERBATIM})(?=\s|/?>|$)", re.IGNORECASE)
_NOT_BLANK = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: where it starts, what stands before its words, its words.

    `is_first` says that no line of the same block goes before it.
    """

    start: int
    prefix: str
    words: str
    is_first: bool
    in_html: bool

    @property
    def at(self) -> int:
        """Where its words start."""
        return self.start + len(self.prefix)

    @property
    def end(self) -> int:
        return self.at + len(self.words)


def lines_of(masked: str) -> Iterator[Line | None]:
    """The lines of a text whose code and comments are hidden; None for a blank one."""
    position, is_first, in_html = 0, True, False
    for line in masked.split("\n"):
        if not _NOT_BLANK.search(line):
            is_first, in_html = True, False
            yield None
        else:
            prefix = "" if _RULE.match(line) else _end(line)
            words = line[len(prefix) :]
            in_html = in_html or _HTML.match(words) is not None
            yield Line(position, prefix, words, is_first, in_html)
            is_first = False
        position += len(line) + 1


def is_rule(words: str) -> bool:
    """Whether a line is a horizontal line: three or more of one of - * _."""
    return _RULE.match(words) is not None


def _end(line: str) -> str:
    match = _PREFIX.match(line)
    return match.group() if match else ""
