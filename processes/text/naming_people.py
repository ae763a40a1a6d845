"""Where a text names people: “@Name” or “@e-mail”. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

LONGEST_NAME = 80  # characters looked at behind a sign
MOST_SIGNS = 100  # of one text

# Not within an address: the sign stands alone before a letter.
_SIGN = re.compile(r"(?<![\w@.+-])@(?=\w)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WORD = re.compile(r"[^\s@,;:!?()<>]+")
_END = re.compile(r"(?<=\S)(?!\w)")


@dataclass(frozen=True, slots=True)
class Named:
    """A place in a text, sign included, and what is written there behind the sign."""

    start: int
    end: int
    written: str


def named(text: str, is_name: Callable[[str], bool]) -> Iterator[Named]:
    """Each place where an @ stands before a name or an address.

    The longest words for which `is_name` is true are the name (“@Anna Maria” before “@Anna”); of
    what nobody is called, the first word. At most LONGEST_NAME characters of one line are looked
    at, and MOST_SIGNS signs.
    """
    for count, sign in enumerate(_SIGN.finditer(text)):
        if count == MOST_SIGNS:
            return
        start = sign.end()
        if email := _EMAIL.match(text, start, start + 254):
            end = email.end()
        else:
            line = text[start : start + LONGEST_NAME].split("\n")[0]
            end = start + (_longest(line, is_name) or len(_first_word(line)))
        yield Named(sign.start(), end, text[start:end])


def _longest(line: str, is_name: Callable[[str], bool]) -> int:
    ends = [found.start() for found in _END.finditer(line)]
    return next((end for end in reversed(ends) if is_name(line[:end])), 0)


def _first_word(line: str) -> str:
    word = _WORD.match(line)
    return word[0].rstrip(".'’”\"") if word else line
