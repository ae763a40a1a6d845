"""Signs of a text that would become Markdown; no more backslashes than that takes."""

from __future__ import annotations

import re

from processes.text.rendering.sanitizing import BARE_EMAIL, BARE_URL

# Wherever they stand. A `_` within a word, and a bracket that makes no link, mean nothing.
_ANYWHERE = re.compile(
    r"""\\(?=[!-/:-@\[-`{-~]|$)   # an escape
    |[*`]
    |(?<![^\W_])_|_(?![^\W_])
    |~(?=~)|=(?==)
    |\[(?=\[|\^|[ xX]\])
    |!(?=\[)
    |<(?=[a-zA-Z/!?])
    |(?<![\w:]):(?=[a-z0-9+-][a-z0-9_+-]{0,60}:)""",
    re.VERBOSE,
)
_LINKING = re.compile(r"\][(:]")
# Where a bracket begins a link, and within the words of one.
_OPENING = re.compile(rf"{_ANYWHERE.pattern}|\[", re.VERBOSE)
_BETWEEN = re.compile(rf"{_ANYWHERE.pattern}|[\[\]]|(?<=\]):", re.VERBOSE)
_ENTITY = re.compile(r"&(?=#?\w{1,31};)")
# At the beginning of a line.
_IN_FRONT = re.compile(r"(?=#{1,6}(?:\s|$)|>|[-+](?:\s|$)|(?:[-=]\s*)+$|\||:(?:\s|$)|: )")
_NUMBER = re.compile(r"(\d{1,9})([.)](?:\s|$))")
_TABLE_LINE = re.compile(r"[|: -]*-[|: -]*")
_AT_END = re.compile(r"#+$|\}$")


def escape(text: str, *, whole: str = "", brackets: bool = False) -> str:
    """A piece of the text `whole` that stays as it is; addresses in it too.

    `brackets`: it stands between brackets itself, so that its own have to be told apart.
    """
    pieces = []
    position = 0
    signs = _ANYWHERE if _LINKING.search(whole or text) is None else _OPENING
    signs = _BETWEEN if brackets else signs
    # Between brackets no address is a link of its own.
    for match in () if brackets else _addresses(text):
        pieces += [_escape(text[position : match[0]], signs), text[match[0] : match[1]]]
        position = match[1]
    return "".join([*pieces, _escape(text[position:], signs)])


def escape_line(line: str) -> str:
    """A line of a paragraph, escaped by `escape` already."""
    if _IN_FRONT.match(line) or _TABLE_LINE.fullmatch(line):
        return "\\" + line
    return _NUMBER.sub(r"\1\\\2", line, count=1) if _NUMBER.match(line) else line


def escape_end(heading: str) -> str:
    """The end of a heading: no signs that close it, no id."""
    return _AT_END.sub(lambda found: "\\" + found[0], heading)


def _addresses(text: str) -> list[tuple[int, int]]:
    if "://" not in text and "www." not in text.lower() and "@" not in text:
        return []
    found = [match.span() for match in BARE_URL.finditer(text)]
    mails = [match.span() for match in BARE_EMAIL.finditer(text)]
    inside = [one for one in mails if not any(a <= one[0] < b for a, b in found)]
    return sorted(found + inside)


def _escape(text: str, signs: re.Pattern[str]) -> str:
    if text.isalnum():
        return text
    return _ENTITY.sub("&amp;", signs.sub(r"\\\g<0>", text))
