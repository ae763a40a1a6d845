"""The same text twice: as its author wrote it, and with links that work outside the wiki. Pure.

A pair says that `shown` in the exported text stands for `written` in the wiki. Pairs are in the
order of the text; where `shown` stands there by itself too, a pair of the same twice counts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Pair(NamedTuple):
    shown: str
    written: str


class Edit(NamedTuple):
    """From, to (signs of the text), and what shall stand there. `for_good`: what stands there now
    is not to be told, so nothing leads back to it."""

    start: int
    end: int
    shown: str
    for_good: bool = False


def exported(text: str, edits: Iterable[Edit]) -> tuple[str, list[Pair]]:
    """The text with its edits, and the pairs by which `restored` undoes all but those for good.

    Of edits that lie in each other the first counts. Should a text be such that the pairs would
    not lead back exactly, it keeps its links as they are.
    """
    edits = sorted(edits)
    done, pairs = _edited(text, edits)
    for_good, _ = _edited(text, [edit for edit in edits if edit.for_good])
    return (done, pairs) if restored(done, pairs) == for_good else (for_good, [])


def restored(text: str, pairs: Sequence[Pair]) -> str:
    """What the author wrote. A pair whose words somebody took out meanwhile is passed over."""
    pieces: list[str] = []
    position = 0
    for shown, written in pairs:
        at = text.find(shown, position) if shown else -1
        if at >= 0:
            pieces += [text[position:at], written]
            position = at + len(shown)
    return "".join([*pieces, text[position:]])


def _edited(text: str, edits: Sequence[Edit]) -> tuple[str, list[Pair]]:
    pieces: list[str] = []
    pairs: list[Pair] = []
    position, since = 0, ""  # what was written since the last pair
    for edit in edits:
        if edit.start < position:
            continue
        since += text[position : edit.start]
        pieces += [text[position : edit.start], edit.shown]
        if edit.for_good:
            since += edit.shown
        else:
            by_itself = since.count(edit.shown)
            pairs += [Pair(edit.shown, edit.shown)] * by_itself
            pairs.append(Pair(edit.shown, text[edit.start : edit.end]))
            since = ""
        position = edit.end
    return "".join([*pieces, text[position:]]), pairs
