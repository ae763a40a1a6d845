"""The rule about the language of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from processes.text.languages import LANGUAGES, other_language, words_of
from processes.text.writing_rules.model import Finding, Page


def house_language(page: Page, parameters: Mapping[str, Any]) -> Iterator[Finding]:
    """The page is in the language that all read; code and quotes may be in any."""
    expected = parameters["language"]
    prose = page.source.prose
    blocks = [block for block in page.source.blocks if not block.is_quoted]
    by_block = [(block, words_of(prose[block.start : block.end])) for block in blocks]
    other = other_language((word for _, words in by_block for word in words), expected)
    if other and blocks:
        message = f"This page is in {LANGUAGES[other]}: write it in {LANGUAGES[expected]}."
        yield Finding(message, "body", blocks[0].start, blocks[-1].end)
        return
    for block, words in by_block:
        if other := other_language(words, expected):
            message = (
                f"This is in {LANGUAGES[other]}: write it in {LANGUAGES[expected]}, or quote it."
            )
            yield Finding(message, "body", block.start, block.end)
