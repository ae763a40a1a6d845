"""Definition lists and abbreviations: python-markdown's own, where they hold against any text."""

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.abbr import AbbrBlockprocessor, AbbrTreeprocessor
from markdown.extensions.def_list import DefListIndentProcessor, DefListProcessor
from markdown.util import ETX, STX

from processes.text.rendering.lists import MAX_DEPTH

MAX_ABBREVIATIONS = 200  # each is looked for in every word of the text


class DefinitionProcessor(DefListProcessor):
    """`Term`, then `: what it means`. Needs a term: elsewhere a colon is a colon."""

    def test(self, parent: etree.Element, block: str) -> bool:
        match = self.RE.search(block)
        if match is None or len(self.parser.state) >= MAX_DEPTH:
            return False
        before = self.lastChild(parent)
        if block[: match.start()].strip():
            return True
        if before is None:
            return False
        return before.tag == "dl" or (
            before.tag == "p" and not len(before) and bool((before.text or "").strip(f"{STX} \n"))
        )


class DefinitionIndentProcessor(DefListIndentProcessor):
    """More paragraphs of a definition. Items of lists are the business of lists.py."""

    ITEM_TYPES = ["dd"]
    LIST_TYPES = ["dl"]


class AbbreviationBlockProcessor(AbbrBlockprocessor):
    """`*[HTML]: what it is short for`, each on a line of its own."""

    RE = re.compile(
        r"^[*]\[(?P<abbr>[^\\\]\n]{1,80})\][ ]?:[ ]*(?P<title>\S.{0,299})$", re.MULTILINE
    )

    def test(self, parent: etree.Element, block: str) -> bool:
        return len(self.abbrs) < MAX_ABBREVIATIONS and "*[" in block


class AbbreviationTreeprocessor(AbbrTreeprocessor):
    """Marks the short forms in the text, but not in the places others marked for themselves."""

    def run(self, root: etree.Element) -> None:
        if self.abbrs:
            words = "|".join(re.escape(key) for key in sorted(self.abbrs, key=len, reverse=True))
            self.RE = re.compile(rf"(?<![\w{STX}])(?:{words})(?![\w{ETX}])")
            self.iter_element(root)


def register(md: Markdown) -> None:
    """Add both to `md`."""
    parser = md.parser
    abbreviations: dict[str, str] = {}
    processors: list[tuple[BlockProcessor, str, float]] = [
        (DefinitionIndentProcessor(parser), "defindent", 85),
        (DefinitionProcessor(parser), "deflist", 25),
        (AbbreviationBlockProcessor(parser, abbreviations), "abbr", 79),
    ]
    for processor, name, priority in processors:
        parser.blockprocessors.register(processor, name, priority)
    md.treeprocessors.register(AbbreviationTreeprocessor(md, abbreviations), "abbr", 7)
