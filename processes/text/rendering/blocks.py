"""Headings, quotes and white space, where python-markdown differs from GitHub."""

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.blockprocessors import (
    BlockProcessor,
    BlockQuoteProcessor,
    SetextHeaderProcessor,
)
from markdown.preprocessors import Preprocessor

from processes.text.rendering.lists import MAX_DEPTH
from processes.text.rendering.titles import HEADING_PREFIX, heading_id

_CLOSING_SIGNS = re.compile(r"(?:^|(?<= ))#+$")
# As in kramdown and Pandoc; other attributes beside the id are dropped.
_CHOSEN_ID = re.compile(r"\{:? {0,3}#([\w.:-]{1,80})(?: [^{}]{0,200})?\}$")
_BLANK_LINE = re.compile(r"^ +$", re.MULTILINE)


class WhitespacePreprocessor(Preprocessor):
    """Expand tabs and empty blank lines, once fenced code is out of the way."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines).expandtabs(self.md.tab_length)
        return (_BLANK_LINE.sub("", text) + "\n\n").split("\n")


class HashHeadingProcessor(BlockProcessor):
    """`## Heading`, with the blank: "#42 is fixed" at the start of a line is no heading."""

    HEADING = re.compile(r"^ {0,3}(#{1,6}) +(\S.*)$", re.MULTILINE)

    def test(self, parent: etree.Element, block: str) -> bool:
        return self.HEADING.search(block) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> bool:
        match = self.HEADING.search(blocks[0])
        if match is None:
            return False
        block = blocks.pop(0)
        if before := block[: match.start()].rstrip("\n"):
            self.parser.parseBlocks(parent, [before])
        heading = etree.SubElement(parent, f"h{len(match[1])}")
        heading.text = _CLOSING_SIGNS.sub("", match[2].rstrip()).rstrip()
        _take_id(heading)
        heading.text = _CLOSING_SIGNS.sub("", heading.text).rstrip()
        if after := block[match.end() :].lstrip("\n"):
            blocks.insert(0, after)
        return True


def _take_id(heading: etree.Element) -> None:
    """Take `{#like-this}` off the end of a heading: its id, whatever its words become."""
    match = _CHOSEN_ID.search(heading.text or "")
    if match:
        heading.text = (heading.text or "")[: match.start()].rstrip()
        heading.set("id", heading_id(match[1].removeprefix(HEADING_PREFIX)))


class UnderlinedHeadingProcessor(SetextHeaderProcessor):
    """A line underlined with = or -, unless the line belongs to a quote."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return not block.lstrip(" ").startswith(">") and super().test(parent, block)

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        super().run(parent, blocks)
        _take_id(parent[-1])


class QuoteProcessor(BlockQuoteProcessor):
    """Quotes. A blank line between two makes two, or callouts in a row would be one."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return len(self.parser.state) < MAX_DEPTH and self.RE.search(block) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> bool:
        match = self.RE.search(blocks[0])
        if match is None:
            return False
        block = blocks.pop(0)
        if before := block[: match.start()]:
            self.parser.parseBlocks(parent, [before])
        lines = block[match.start() :].lstrip("\n").split("\n")
        quote = etree.SubElement(parent, "blockquote")
        self.parser.state.set("blockquote")
        self.parser.parseChunk(quote, "\n".join(self.clean(line) for line in lines))
        self.parser.state.reset()
        return True


def register(md: Markdown) -> None:
    """Replace python-markdown's headings, quotes and white space by these."""
    parser = md.parser
    md.preprocessors.register(WhitespacePreprocessor(md), "normalize_whitespace", 30)
    parser.blockprocessors.register(HashHeadingProcessor(parser), "hashheader", 70)
    parser.blockprocessors.register(UnderlinedHeadingProcessor(parser), "setextheader", 60)
    parser.blockprocessors.register(QuoteProcessor(parser), "quote", 20)
