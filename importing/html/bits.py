"""Pieces of a line before they are Markdown: blanks joined, breaks in their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from importing.html.formats import Marks

_BLANKS = re.compile(r"[ \t\r\n\f\v\u00a0\u2028\u2029\u0085]+")
_NARROW = re.compile(r"(?<=[«„‹])\u00a0(?=\S)|(?<=\S)\u00a0(?=[»:;!?%€›])")
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff")) | dict.fromkeys(
    (*range(9), *range(14, 32), 127)
)
_BEGINS = re.compile(r"https?://", re.IGNORECASE)
_ENDS = re.compile(r"https?://[^\s<>]+$", re.IGNORECASE)
_KEPT = "\ue000"  # stands for a blank that is kept, while the others are joined


@dataclass(frozen=True, slots=True)
class Bit:
    """A piece of a line that is not Markdown yet: text, code, an address that is a link, a break;
    or Markdown already (`done`)."""

    kind: str
    text: str
    marks: Marks


def tidy(bits: Iterable[Bit]) -> list[Bit]:
    """Joins blanks, also over bits; none beside a break or at an edge; code by code is one."""
    tidy: list[Bit] = []
    after_blank = True
    for bit in bits:
        if bit.kind in ("text", "code"):
            text = _one_blank(bit.text)
            if after_blank:
                text = text.lstrip(" ")
            if not text:
                continue
            after_blank = text.endswith(" ")
            is_same = bool(tidy) and (tidy[-1].kind, tidy[-1].marks) == (bit.kind, bit.marks)
            if is_same and not (bit.marks and _is_beside_address(tidy[-1].text, text)):
                text = tidy.pop().text + text
            tidy.append(replace(bit, text=text))
        elif bit.kind == "break":
            _strip_end(tidy)
            tidy.append(bit)
            after_blank = True
        elif bit.text:
            tidy.append(bit)
            after_blank = False
    _strip_end(tidy)
    return tidy


def _is_beside_address(text: str, after: str) -> bool:
    """Whether one of two texts that touch would be taken for a part of an address in the other."""
    if text.endswith(" ") or after.startswith(" "):
        return False
    return _BEGINS.match(after) is not None or _ENDS.search(text[-2000:]) is not None


def _one_blank(text: str) -> str:
    if "\u00a0" in text:
        text = _NARROW.sub(_KEPT, text)
    return _BLANKS.sub(" ", text).replace(_KEPT, "\u00a0")


def _strip_end(bits: list[Bit]) -> None:
    while bits and bits[-1].kind in ("text", "code"):
        last = bits.pop()
        if text := last.text.rstrip(" "):
            bits.append(replace(last, text=text))
            return


def parted(bits: Sequence[Bit]) -> list[list[Bit]]:
    """Cut where two or more breaks follow each other."""
    parts: list[list[Bit]] = [[]]
    for at, bit in enumerate(bits):
        is_break = bit.kind == "break"
        if is_break and (not parts[-1] or (at + 1 < len(bits) and bits[at + 1].kind == "break")):
            if parts[-1]:
                parts.append([])
        else:
            parts[-1].append(bit)
    return parts


def without_edges(bits: Sequence[Bit]) -> list[Bit]:
    """Without the line breaks at both ends."""
    start, end = 0, len(bits)
    while start < end and bits[start].kind == "break":
        start += 1
    while end > start and bits[end - 1].kind == "break":
        end -= 1
    return bits[start:end]
