"""Lists as people write them: nested by 2 or 4 blanks, loose, right after a paragraph.

python-markdown nests by multiples of four only. Here, as in CommonMark, an item's own text
column decides, and its lines are parsed again without that indentation; two blanks more
than the marker are enough also below `1.`, where CommonMark asks for three.
"""

import re
import xml.etree.ElementTree as etree
from dataclasses import dataclass, field

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.util import STX

MAX_DEPTH = 30  # levels of lists and quotes; the parser is recursive

_MARKER = re.compile(r"( *)([-+*]|\d{1,9}[.)])( +|$)")
_FIRST = re.compile(r" {0,3}(?:[-+*]|\d{1,9}[.)])(?: |$)")
# Within a paragraph only a filled item, numbered 1: "in\n1986. A good year" is no list.
_INTERRUPTING = re.compile(r"^ {0,3}(?:[-+*]|1[.)]) +\S.*$", re.MULTILINE)
_STARTS_BLOCK = re.compile(rf" {{0,3}}(?:#{{1,6}} |>|{STX})")
_DIGITS = re.compile(r" *(\d+)")
_TASK = re.compile(r" *\[([ xX])\] +")


@dataclass(slots=True)
class _Item:
    indent: int
    offset: int
    lines: list[str] = field(default_factory=list)
    fixed: bool = False

    def owns(self, indent: int) -> bool:
        return indent >= min(self.offset, self.indent + 2)

    def add(self, line: str) -> None:
        """Take a line in, without the indentation its first indented line has."""
        indent = _indent(line)
        if not self.fixed and self.owns(indent):
            tight_child = bool(self.lines and self.lines[-1] and _match_marker(line))
            self.offset = indent if tight_child else min(self.offset, indent)
            self.fixed = True
        self.lines.append(line[min(indent, self.offset) :])


class ListProcessor(BlockProcessor):
    """Parse a whole list, items and all they hold."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return len(self.parser.state) < MAX_DEPTH and start_of_list(block) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        start = start_of_list(block) or 0
        if before := block[:start].rstrip("\n"):
            self.parser.parseBlocks(parent, [before])
        items, number = _take_items(block[start:], blocks)
        element = etree.SubElement(parent, "ul" if number is None else "ol")
        if number not in (None, 1):
            element.set("start", str(number))
        loose = _is_loose(items)
        for item in items:
            self._add_item(element, item, loose)

    def _add_item(self, parent: etree.Element, item: _Item, loose: bool) -> None:
        li = etree.SubElement(parent, "li")
        self.parser.state.set("item")
        self.parser.parseChunk(li, "\n".join(item.lines).strip("\n"))
        self.parser.state.reset()
        _tick(parent, li)
        if not loose:
            _unwrap_paragraphs(li)


def start_of_list(block: str) -> int | None:
    """Return where in `block` a list starts, or None."""
    if _FIRST.match(block) and not is_rule(block.partition("\n")[0]):
        return 0
    for match in _INTERRUPTING.finditer(block):
        if not is_rule(match.group()):
            return match.start()
    return None


def is_rule(line: str) -> bool:
    """Say whether a line is a horizontal rule: three or more of one of - * _."""
    signs = line.replace(" ", "")
    return len(signs) > 2 and signs[0] in "-*_" and set(signs) == {signs[0]}


def _take_items(block: str, blocks: list[str]) -> tuple[list[_Item], int | None]:
    """Take the items off the blocks; return them and the first number (None for bullets)."""
    digits = _DIGITS.match(block)
    ordered = digits is not None
    number = int(digits[1]) if digits else None
    items: list[_Item] = []
    lines = block.split("\n")
    while True:
        taken = _take_lines(lines, items, ordered)
        if taken < len(lines):
            blocks.insert(0, "\n".join(lines[taken:]))
            return items, number
        if not blocks or not _continues(blocks[0], items[-1], ordered):
            return items, number
        items[-1].lines.append("")
        lines = blocks.pop(0).split("\n")


def _take_lines(lines: list[str], items: list[_Item], ordered: bool) -> int:
    """Put lines into items; return how many belong to the list."""
    for index, line in enumerate(lines):
        if items and (not line.strip() or items[-1].owns(_indent(line))):
            items[-1].add(line)
        elif marker := _match_marker(line):
            if items and marker[2][0].isdigit() != ordered:
                return index
            items.append(_new_item(line, marker))
        elif items[-1].lines[-1] and _is_lazy(line, items[-1].lines[-1]):
            items[-1].lines.append(line.lstrip())
        else:
            return index
    return len(lines)


def _new_item(line: str, marker: re.Match[str]) -> _Item:
    blanks = len(marker[3]) if 1 <= len(marker[3]) <= 4 else 1
    item = _Item(len(marker[1]), len(marker[1]) + len(marker[2]) + blanks)
    item.lines.append(line[marker.end() :])
    return item


def _continues(block: str, item: _Item, ordered: bool) -> bool:
    """Say whether a block after a blank line still belongs to the list."""
    line = next((line for line in block.split("\n") if line.strip()), "")
    if not line or item.owns(_indent(line)):
        return True
    marker = _match_marker(line)
    return marker is not None and marker[2][0].isdigit() == ordered


def _match_marker(line: str) -> re.Match[str] | None:
    return None if is_rule(line) else _MARKER.match(line)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_lazy(line: str, previous: str) -> bool:
    """Say whether an unindented line goes on with the paragraph of the line before."""
    if STX in previous or is_rule(line):
        return False
    return _STARTS_BLOCK.match(line) is None


def _is_loose(items: list[_Item]) -> bool:
    """Say whether blank lines part the items, or the blocks directly inside one."""
    apart = any(item.lines and not item.lines[-1].strip() for item in items[:-1])
    return apart or any(_has_blocks_apart(item.lines) for item in items)


def _has_blocks_apart(lines: list[str]) -> bool:
    after_blank = nested = False
    for line in lines[1:]:
        if not line.strip():
            after_blank = True
        elif _indent(line) < 2:
            inside_list = nested and _match_marker(line) is not None
            if after_blank and not inside_list:
                return True
            nested = nested or _match_marker(line) is not None
            after_blank = False
        else:
            after_blank = after_blank and not nested
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
