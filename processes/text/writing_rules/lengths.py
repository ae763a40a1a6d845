"""Rules about how much stands in one piece."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from processes.text.source import Block
from processes.text.writing_rules.model import Finding, Page


def paragraph_length(page: Page, parameters: Mapping[str, Any]) -> Iterator[Finding]:
    """A paragraph holds one thought."""
    most = parameters["words"]
    counted: dict[Block, int] = {}
    for sentence in page.source.sentences:
        counted[sentence.block] = counted.get(sentence.block, 0) + sentence.words
    for block, words in counted.items():
        if words > most:
            what = "paragraph" if block.kind == "paragraph" else "item"
            message = f"Cut this {what} in two, or make a list of it: it has {words} words."
            yield Finding(message, "body", block.start, block.end)


def sentence_length(page: Page, parameters: Mapping[str, Any]) -> Iterator[Finding]:
    """A sentence is understood when it is read once."""
    most = parameters["words"]
    for sentence in page.source.sentences:
        if sentence.words > most:
            message = f"Make two sentences of this one: it has {sentence.words} words."
            yield Finding(message, "body", sentence.start, sentence.end)
