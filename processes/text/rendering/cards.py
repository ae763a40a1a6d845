"""A link alone on its line to a host we may show becomes a card; the frame waits for a click.

A link with a title has to be a paragraph of its own: where people wrap lines by hand, one stands
alone on a line by chance, in the middle of a sentence: in public handbooks, on every second page.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor

from processes.text.embeds import Embed, find_embed

_LINE = re.compile(
    r"^ {0,3}(?:<(?P<auto>https://[^\s<>]+)>|(?P<bare>https://[^\s<>]+)"
    r"|\[(?P<title>[^\[\]\n]{1,300})\]\(<?(?P<href>https://[^\s<>()]+)>?\)) *$",
    re.MULTILINE,
)


class CardProcessor(BlockProcessor):
    """Make a card of such a line; a bare address may also stand in the middle of a paragraph."""

    def __init__(self, md: Markdown, hosts: frozenset[str]) -> None:
        super().__init__(md.parser)
        self.hosts = hosts

    def test(self, parent: etree.Element, block: str) -> bool:
        return "https://" in block and next(self._find(parent, block), None) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        position = 0
        for match, embed in list(self._find(parent, block)):
            if before := block[position : match.start()].strip("\n"):
                self.parser.parseBlocks(parent, [before])
            _add_card(parent, match, embed)
            position = match.end()
        if after := block[position:].lstrip("\n"):
            blocks.insert(0, after)

    def _find(self, parent: etree.Element, block: str) -> Iterator[tuple[re.Match[str], Embed]]:
        # An item that is a link stays one: a list of recordings is a list.
        begins_item = parent.tag == "li" and not len(parent)
        is_alone = not _LINE.sub("", block).strip()
        for match in _LINE.finditer(block):
            if (match["title"] and not is_alone) or (begins_item and match.start() == 0):
                continue
            if embed := find_embed(_address(match), self.hosts):
                yield match, embed


def _address(match: re.Match[str]) -> str:
    return match["auto"] or match["bare"] or match["href"]


def _add_card(parent: etree.Element, match: re.Match[str], embed: Embed) -> None:
    card = etree.SubElement(parent, "figure", {"class": "embed", "data-embed": embed.frame})
    etree.SubElement(card, "figcaption").text = embed.provider
    link = etree.SubElement(etree.SubElement(card, "p"), "a", {"href": _address(match)})
    link.text = match["title"] or embed.title


def register(md: Markdown, hosts: frozenset[str]) -> None:
    """Add cards for pages of these hosts to `md`."""
    if hosts:
        md.parser.blockprocessors.register(CardProcessor(md, hosts), "card", 73)
