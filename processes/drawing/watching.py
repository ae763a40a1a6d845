"""Sees what python-markdown is working on, by way of its own registries.

Each parser gets a block processor, an inline pattern and two tree processors more. They take note,
and leave the text to the others.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

Note = Callable[[str], None]

_FIRST = 10_000  # a priority before all others
_AFTER_INLINE = 19.99  # inline parsing has 20


def watch(note: Note) -> None:
    """From now on, `note` is called with each piece of text that any parser begins to work on.

    With "" where the parser is done with pieces and works on the whole.
    """
    build = Markdown.build_parser

    def build_and_watch(md: Markdown) -> Markdown:
        build(md)
        md.parser.blockprocessors.register(_Blocks(md.parser, note), "watching", _FIRST)
        md.inlinePatterns.register(_Pieces(md, note), "watching", _FIRST)
        md.treeprocessors.register(_Whole(md, note), "watching_blocks_end", _FIRST)
        md.treeprocessors.register(_Whole(md, note), "watching_pieces_end", _AFTER_INLINE)
        return md

    Markdown.build_parser = build_and_watch  # type: ignore[method-assign]


class _Blocks(BlockProcessor):
    def __init__(self, parser: object, note: Note) -> None:
        super().__init__(parser)
        self.note = note

    def test(self, parent: etree.Element, block: str) -> bool:
        self.note(block)
        return False


class _Pieces(InlineProcessor):
    """A pattern that is its own regular expression and matches nothing."""

    def __init__(self, md: Markdown, note: Note) -> None:
        super().__init__("", md)
        self.note = note

    def getCompiledRegExp(self) -> "_Pieces":  # noqa: N802 - python-markdown's name
        return self

    def finditer(self, data: str, start: int) -> Iterator[re.Match[str]]:
        self.note(data)
        return iter(())


class _Whole(Treeprocessor):
    def __init__(self, md: Markdown, note: Note) -> None:
        super().__init__(md)
        self.note = note

    def run(self, root: etree.Element) -> None:
        self.note("")
