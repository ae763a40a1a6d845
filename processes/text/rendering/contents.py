"""`[TOC]` alone in a paragraph: a list of the page's headings, with the ids they have."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.util import AMP_SUBSTITUTE, AtomicString

from processes.text.rendering.allowlist import CONTENTS_LABEL
from processes.text.rendering.model import Heading

# The second is what GitLab and Azure DevOps write.
_MARKER = re.compile(r" {0,3}(?:\[TOC\]|\[\[_TOC_\]\]) *", re.IGNORECASE)
_NAV = {"class": "toc", "aria-label": CONTENTS_LABEL}


class ContentsProcessor(BlockProcessor):
    """Marks where the list goes; it is filled in when all headings are known."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return _MARKER.fullmatch(block) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        blocks.pop(0)
        etree.SubElement(parent, "nav", dict(_NAV))


def fill_contents(root: etree.Element, headings: Iterable[Heading]) -> None:
    """Write the headings into the first marked place; take the others away."""
    if next(root.iter("nav"), None) is None:
        return
    places = [(parent, child) for parent in root.iter() for child in parent if child.tag == "nav"]
    found = list(headings)
    if places and found:
        _, nav = places.pop(0)
        _write(nav, found)
    for parent, nav in places:
        parent.remove(nav)


def _write(nav: etree.Element, headings: list[Heading]) -> None:
    """Nest the headings by their levels, whichever levels the page uses."""
    open_lists: list[tuple[int, etree.Element]] = []
    for heading in headings:
        while len(open_lists) > 1 and open_lists[-2][0] >= heading.level:
            open_lists.pop()
        if not open_lists or open_lists[-1][0] < heading.level:
            holder = open_lists[-1][1][-1] if open_lists else nav
            open_lists.append((heading.level, etree.SubElement(holder, "ul")))
        _, entries = open_lists.pop()
        open_lists.append((heading.level, entries))
        link = etree.SubElement(etree.SubElement(entries, "li"), "a", {"href": f"#{heading.id}"})
        link.text = AtomicString(heading.text.replace("&", f"{AMP_SUBSTITUTE}amp;"))


def register(md: Markdown) -> None:
    """Add the list of headings to `md`."""
    md.parser.blockprocessors.register(ContentsProcessor(md.parser), "contents", 82)
