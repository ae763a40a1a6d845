"""Lists as people write them: nested by 2 or 4 blanks, loose, right after a paragraph.

python-markdown nests by multiples of four only. Here, as in CommonMark, an item's own text
column decides, and its lines are parsed again without that indentation; two blanks more
than the marker are enough also below `1.`, where CommonMark asks for three.
"""

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor

from processes.text.rendering.list_items import (
    Item,
    indent_of,
    match_marker,
    start_of_list,
    take_items,
)

MAX_DEPTH = 30  # levels of lists and quotes; the parser is recursive

_TASK = re.compile(r" *\[([ xX])\] +")


class ListProcessor(BlockProcessor):
    """Parse a whole list, items and all they hold."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return len(self.parser.state) < MAX_DEPTH and start_of_list(block) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        start = start_of_list(block) or 0
        if before := block[:start].rstrip("\n"):
            self.parser.parseBlocks(parent, [before])
        items, number = take_items(block[start:], blocks)
        element = etree.SubElement(parent, "ul" if number is None else "ol")
        if number not in (None, 1):
            element.set("start", str(number))
        loose = _is_loose(items)
        for item in items:
            self._add_item(element, item, loose)

    def _add_item(self, parent: etree.Element, item: Item, loose: bool) -> None:
        li = etree.SubElement(parent, "li")
        self.parser.state.set("item")
        self.parser.parseChunk(li, "\n".join(item.lines).strip("\n"))
        self.parser.state.reset()
        _tick(parent, li)
        if not loose:
            _unwrap_paragraphs(li)


def _is_loose(items: list[Item]) -> bool:
    """Say whether blank lines part the items, or the blocks directly inside one."""
    apart = any(item.lines and not item.lines[-1].strip() for item in items[:-1])
    return apart or any(_has_blocks_apart(item.lines) for item in items)


def _has_blocks_apart(lines: list[str]) -> bool:
    after_blank = nested = False
    for line in lines[1:]:
        if not line.strip():
            after_blank = True
        elif indent_of(line) < 2:
            inside_list = nested and match_marker(line) is not None
            if after_blank and not inside_list:
                return True
            nested = nested or match_marker(line) is not None
            after_blank = False
        elif after_blank and not nested:
            return True
        else:
            after_blank = False
    return False


def _tick(parent: etree.Element, li: etree.Element) -> None:
    """Turn a leading [ ] or [x] into a read-only box with a name for screen readers."""
    first = li[0] if len(li) and li[0].tag == "p" else None
    match = _TASK.match(first.text or "") if first is not None else None
    if first is None or match is None:
        return
    parent.set("class", "task-list")
    li.set("class", "task-list-item")
    done = match[1] != " "
    box = etree.Element("input", type="checkbox", disabled="disabled")
    box.attrib |= {"checked": "checked", "aria-label": "Done"} if done else {"aria-label": "To do"}
    box.tail = " " + (first.text or "")[match.end() :]
    first.text = None
    first.insert(0, box)


def _unwrap_paragraphs(li: etree.Element) -> None:
    """Put the text of an item's own paragraphs right into the item, as in a tight list."""
    for child in [child for child in li if child.tag == "p"]:
        index = list(li).index(child)
        li.remove(child)
        _append_text(li, index, child.text)
        for grandchild in reversed(child):
            li.insert(index, grandchild)


def _append_text(li: etree.Element, index: int, text: str | None) -> None:
    if not text:
        return
    if index:
        li[index - 1].tail = f"{li[index - 1].tail or ''}\n{text}"
    else:
        li.text = f"{li.text}\n{text}" if li.text else text


def register(md: Markdown) -> None:
    """Replace python-markdown's lists by these."""
    for name in ("indent", "olist", "ulist"):
        md.parser.blockprocessors.deregister(name)
    md.parser.blockprocessors.register(ListProcessor(md.parser), "list", 75)
