"""Sentences of a text, with how long they are for a reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from processes.text.masking import MASK
from processes.text.source.model import Block, Sentence

WORD = re.compile(rf"[^\W_]+(?:['’.@/-]+[^\W_]+)*|{MASK}+")
# A stop with what closes after it, before a blank and no small letter; or a line that is broken.
_END = re.compile(r"[.!?…][)\]\"”’'*_]*(?=\s+[^\sa-z]|\s*$)|(?:  |\\)\n")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-Z]|e\.g|i\.e|etc|cf|vs|approx|no|mr|mrs|ms|dr|st)$", re.I
)
_BEFORE = " \t\n>"  # blanks, and the signs of a quote that goes on
_READ = ("paragraph", "item", "numbered")


def sentences_of(prose: str, blocks: Iterable[Block]) -> Iterator[Sentence]:
    """Sentences with at least one word, in order. Headings and tables have none."""
    for block in blocks:
        if block.kind in _READ:
            yield from _of_block(prose[block.start : block.end], block)


def words_in(text: str) -> int:
    return sum(1 for _ in WORD.finditer(text))


def _of_block(text: str, block: Block) -> Iterator[Sentence]:
    position = 0
    for end in [*_ends(text), len(text)]:
        piece = text[position:end]
        words = words_in(piece)
        if words:
            before = len(piece) - len(piece.lstrip(_BEFORE))
            start, end_of_words = position + before, position + len(piece.rstrip())
            yield Sentence(block, block.start + start, block.start + end_of_words, words)
        position = end


def _ends(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        if match.group().startswith(".") and _ABBREVIATION.search(
            text[match.start() - 8 : match.start()]
        ):
            continue
        yield match.end()
