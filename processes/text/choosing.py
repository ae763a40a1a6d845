"""A change cut into parts that can be taken one by one: block by block of the Markdown."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from processes.text.matching import opcodes
from processes.text.pairing import aligned, bags, pair

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
# A line that stands for itself: an item, a row, a heading, the beginning of a quote or a footnote.
_OWN = re.compile(r"\s*(?:[-*+]\s|\d{1,9}[.)]\s|\||#{1,6}\s|\[\^|:\s)")


@dataclass(frozen=True, slots=True)
class Change:
    """One block that came (`old` is ""), went (`new` is "") or became another.

    Numbers count from 1; line numbers too, of the line where the block stands or stood.
    """

    number: int
    old: str
    new: str
    old_line: int
    new_line: int


def changes(old: str, new: str) -> tuple[Change, ...]:
    """The parts of the change from one text to another, in the order of the text.

    Line ends are "\\n". Bounded on any input; raises nothing.
    """
    return tuple(row for row in _rows(old, new) if isinstance(row, Change))


def take(old: str, new: str, numbers: Collection[int]) -> str:
    """The old text with the changes of these numbers made, the others not.

    All numbers give the new text, none the old one. Raises ValueError for a number that is none.
    """
    rows = list(_rows(old, new))
    known = {row.number for row in rows if isinstance(row, Change)}
    if unknown := set(numbers) - known:
        raise ValueError(f"There is no change {min(unknown)}.")
    chosen = set(numbers)
    if chosen == known:
        return new
    if not chosen:
        return old
    taken = "".join(
        (row.new if row.number in chosen else row.old) if isinstance(row, Change) else row
        for row in rows
    )
    return taken if (new or old).endswith("\n") else taken.removesuffix("\n")


def _rows(old: str, new: str) -> Iterator[Change | str]:
    """Yield what stayed as text, and the changes between."""
    number = 0
    old_line = new_line = 1
    for before, after in _joined(_side_by_side(_blocks(_ended(old)), _blocks(_ended(new)))):
        if before == after:
            yield after
        else:
            number += 1
            yield Change(number, before, after, old_line, new_line)
        old_line += before.count("\n")
        new_line += after.count("\n")


def _ended(text: str) -> str:
    """Without a line end, a last line that got a neighbour would be another line."""
    return text if not text or text.endswith("\n") else f"{text}\n"


def _joined(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Blank lines that came or went are no change of their own, but part of the one beside."""
    last: tuple[str, str] | None = None
    for sides in pairs:
        if last and _differs(last) and _differs(sides) and (_is_blank(last) or _is_blank(sides)):
            last = (last[0] + sides[0], last[1] + sides[1])
            continue
        if last:
            yield last
        last = sides
    if last:
        yield last


def _differs(sides: tuple[str, str]) -> bool:
    return sides[0] != sides[1]


def _is_blank(sides: tuple[str, str]) -> bool:
    return not "".join(sides).strip()


def _blocks(text: str) -> list[str]:
    """Cut a text into blocks; blank lines between them are blocks too."""
    blocks: list[str] = []
    fence = ""
    ended = True
    for line in text.splitlines(keepends=True):
        blank = not line.strip()
        if fence or not (ended or blank or _OWN.match(line)):
            blocks[-1] += line
        else:
            blocks.append(line)
        fence = _fence_after(line, fence)
        ended = blank and not fence
    return blocks


def _fence_after(line: str, fence: str) -> str:
    """Return the sign that ends the code we are in behind this line, "" outside code."""
    match = _FENCE.match(line)
    if not fence:
        return match[1] if match else ""
    closes = match and match[1].startswith(fence) and not line.strip().strip(fence[0])
    return "" if closes else fence


def _side_by_side(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    for tag, i1, i2, j1, j2 in opcodes(old, new, str.isspace):
        if tag == "equal":
            yield from zip(old[i1:i2], new[j1:j2], strict=True)
        else:
            yield from _replaced(old[i1:i2], new[j1:j2])


def _replaced(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    for before, after in aligned(old, new, pair(bags(old), bags(new))):
        yield before or "", after or ""
