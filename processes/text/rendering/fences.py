"""Fenced code, wherever it stands: in lists (on the marker's line too), quotes, paragraphs.

A preprocessor takes the code out before anything else reads the text and leaves one line in
its place. By its source, pymdownx.superfences leaves a fence alone when one of its lines is
indented less than the fence, or when it starts on the line of a list marker.
"""

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor, CodeBlockProcessor
from markdown.preprocessors import Preprocessor
from markdown.util import ETX, STX

from processes.text.rendering.code import code_box
from processes.text.rendering.diagrams import diagram
from processes.text.rendering.stash import PLACEHOLDER, CodeHtml

STASHED_LINE = re.compile(rf"(?:^|\n) {{0,3}}{STX}wzxhzdk:\d+{ETX} *(?=\n|$)")

_OPENING = re.compile(
    r"(?P<prefix>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)]) {1,4})*)"
    r"(?P<fence>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)"
)


class FencePreprocessor(Preprocessor):
    """Replace each fenced block by a placeholder line with the same prefix.

    Runs before tabs become blanks, so that a Makefile in a box can still be copied.
    """

    def run(self, lines: list[str]) -> list[str]:
        kept: list[str] = []
        position = 0
        while position < len(lines):
            opening = _OPENING.match(lines[position])
            if opening is None:
                kept.append(lines[position])
                position += 1
            else:
                end = _end_of_fence(lines, position + 1, opening)
                kept.append(opening["prefix"] + self._stash(opening, lines[position:end]))
                position = end
        return kept

    def _stash(self, opening: re.Match[str], block: list[str]) -> str:
        closed = len(block) > 1 and _closes(block[-1], opening)
        inner = block[1:-1] if closed else block[1:]
        width = len(opening["prefix"].expandtabs(4))
        code = "\n".join(_without_prefix(line, width, _signs(opening)) for line in inner)
        info = opening["info"]
        html = CodeHtml(diagram(code, info) or code_box(code, info))
        html.source = "\n".join(block)
        return self.md.htmlStash.store(html)


def _end_of_fence(lines: list[str], start: int, opening: re.Match[str]) -> int:
    """Return the index after the block. Unclosed, it runs to the end of the text or quote."""
    quoted = ">" in _signs(opening)
    for index in range(start, len(lines)):
        if quoted and not lines[index].lstrip().startswith(">"):
            return index
        if _closes(lines[index], opening):
            return index + 1
    return len(lines)


def _closes(line: str, opening: re.Match[str]) -> bool:
    fence = opening["fence"]
    bare = line.lstrip(_signs(opening)).rstrip()
    return len(bare) >= len(fence) and set(bare) == {fence[0]}


def _signs(opening: re.Match[str]) -> str:
    """Return what may stand before the code on each line: blanks, in a quote also >."""
    return " \t>" if ">" in opening["prefix"] else " \t"


def _without_prefix(line: str, width: int, signs: str) -> str:
    """Remove up to `width` columns of indentation and quote signs."""
    column = 0
    for index, char in enumerate(line):
        if column >= width or char not in signs:
            return line[index:]
        column += 4 - column % 4 if char == "\t" else 1
    return ""


class StashedBlockProcessor(BlockProcessor):
    """Make a placeholder line a block of its own, even in the middle of a paragraph."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return STASHED_LINE.search(block) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> bool:
        match = STASHED_LINE.search(blocks[0])
        if match is None:
            return False
        block = blocks.pop(0)
        if before := block[: match.start()]:
            self.parser.parseBlocks(parent, [before])
        etree.SubElement(parent, "p").text = match.group().strip()
        if after := block[match.end() :].lstrip("\n"):
            blocks.insert(0, after)
        return True


class IndentedCodeProcessor(CodeBlockProcessor):
    """Indented code. A fence inside it is part of the code, so its lines come back."""

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        blocks[0] = PLACEHOLDER.sub(self._source, blocks[0])
        super().run(parent, blocks)

    def _source(self, match: re.Match[str]) -> str:
        stash = self.parser.md.htmlStash.rawHtmlBlocks
        html = stash[int(match[1])]
        return html.source.lstrip(" ") if isinstance(html, CodeHtml) else match.group()


def register(md: Markdown) -> None:
    """Add fenced and indented code to `md`."""
    md.preprocessors.register(FencePreprocessor(md), "fences", 40)
    md.parser.blockprocessors.register(IndentedCodeProcessor(md.parser), "code", 80)
    md.parser.blockprocessors.register(StashedBlockProcessor(md.parser), "stashed", 74)
