"""The text of each block as it is read, and the links that stand in it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import accumulate

from processes.text.rendering.links import PlacedLink
from processes.text.rendering.model import FoundLink

SENTENCE = 300  # characters around a link that are kept with it
_MARGIN = 2 * SENTENCE  # of the source, where blanks may be many
_MORE = "…"
_AROUND = " ·"  # blanks, and the sign between cells
_BLANKS = re.compile(r"\s+")


@dataclass(slots=True, eq=False)
class _Block:
    pieces: list[str] = field(default_factory=list)
    offsets: list[int] | None = None
    text: str = ""

    def lay_out(self, plain: Callable[[str], str]) -> None:
        """Join the pieces, once; the offset of each is kept."""
        if self.offsets is None:
            pieces = [plain(piece) for piece in self.pieces]
            self.offsets = [0, *accumulate(map(len, pieces))]
            self.text = "".join(pieces)


@dataclass(slots=True, eq=False)
class Slot:
    """A link's place: in which block, and which pieces are its label."""

    link: PlacedLink
    block: _Block
    start: int
    end: int | None = None


class Prose:
    """Collects pieces of text while the tree is walked; makes found links of them at the end."""

    def __init__(self) -> None:
        self._blocks = [_Block()]
        self._slots: list[Slot] = []

    def open(self) -> None:
        """Begin a block inside the present one."""
        self._blocks.append(_Block())

    def close(self) -> None:
        """End a block; the one around it goes on."""
        self._blocks.pop()
        self.add(" ")

    def restart(self) -> None:
        """Begin a block in place of the present one, where raw HTML says so."""
        self._blocks[-1] = _Block()

    def add(self, text: str | None) -> None:
        if text:
            self._blocks[-1].pieces.append(text)

    def start(self, link: PlacedLink) -> Slot:
        """Begin a link; the next pieces are its label."""
        block = self._blocks[-1]
        slot = Slot(link, block, len(block.pieces))
        self._slots.append(slot)
        return slot

    def end(self, slot: Slot) -> None:
        slot.end = len(slot.block.pieces)

    def found(self, plain: Callable[[str], str]) -> tuple[FoundLink, ...]:
        """Return all links in order; `plain` makes readable text of a piece."""
        return tuple(_found(slot, plain) for slot in self._slots)


def cut(text: str, start: int, end: int) -> str:
    """Return at most 300 characters of `text` around `start` to `end`, cut between words."""
    low, high = max(0, start - _MARGIN), end + _MARGIN
    before, label = _squash(text[low:start]), _squash(text[start:end])[: SENTENCE - 2]
    whole = before + label + _squash(text[end:high])
    at, to = len(before), len(before) + len(label)
    left, right = _shares(at, len(whole) - to, SENTENCE - 2 - len(label))
    begin, finish = at - left, to + right
    lead = trail = ""
    if begin or low:
        begin = max(begin, whole.find(" ", max(0, begin - 1), at) + 1)
        lead = _MORE
    if finish < len(whole) or high < len(text):
        blank = whole.rfind(" ", to, finish + 1)
        finish = blank if blank >= 0 else finish
        trail = _MORE
    return lead + whole[begin:finish].strip(_AROUND) + trail


def _shares(before: int, after: int, room: int) -> tuple[int, int]:
    """Share the room out to both sides; what one side does not need goes to the other."""
    left = min(before, max(room // 2, room - after))
    return left, min(after, room - left)


def _squash(text: str) -> str:
    return _BLANKS.sub(" ", text)


def _found(slot: Slot, plain: Callable[[str], str]) -> FoundLink:
    slot.block.lay_out(plain)
    offsets, text = slot.block.offsets or [0], slot.block.text
    start = offsets[slot.start]
    end = offsets[slot.end] if slot.end is not None else len(text)
    label = " ".join(text[start:end].split())
    link = slot.link
    sentence = cut(text, start, end)
    return FoundLink(link.request, link.resolved, label, link.href, link.section_id, sentence)
