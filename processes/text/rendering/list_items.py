"""Cut the lines of a list into items, each without the indentation it has in the list."""

import re
from dataclasses import dataclass, field

from markdown.util import STX

_MARKER = re.compile(r"( *)([-+*]|\d{1,9}[.)])( +|$)")
_FIRST = re.compile(r" {0,3}(?:[-+*]|\d{1,9}[.)])(?: |$)")
_DIGITS = re.compile(r" *(\d+)")
# Within a paragraph only a filled item, numbered 1: "in\n1986. A good year" is no list.
_INTERRUPTING = re.compile(r"^ {0,3}(?:[-+*]|1[.)]) +\S.*$", re.MULTILINE)
_STARTS_BLOCK = re.compile(rf" {{0,3}}(?:#{{1,6}} |>|{STX})")


@dataclass(slots=True)
class Item:
    """One item: where its marker and its text start, and its lines."""

    indent: int
    offset: int
    lines: list[str] = field(default_factory=list)
    fixed: bool = False

    def owns(self, indent: int) -> bool:
        return indent >= min(self.offset, self.indent + 2)

    def add(self, line: str) -> None:
        """Take a line in, without the indentation its first indented line has."""
        indent = indent_of(line)
        if not self.fixed and self.owns(indent):
            tight_child = bool(self.lines and self.lines[-1] and match_marker(line))
            self.offset = indent if tight_child else min(self.offset, indent)
            self.fixed = True
        self.lines.append(line[min(indent, self.offset) :])


def start_of_list(block: str) -> int | None:
    """Return where in `block` a list starts, or None."""
    if _FIRST.match(block) and not is_rule(block.partition("\n")[0]):
        return 0
    for match in _INTERRUPTING.finditer(block):
        if not is_rule(match.group()):
            return match.start()
    return None


def take_items(block: str, blocks: list[str]) -> tuple[list[Item], int | None]:
    """Take the items off the blocks; return them and the first number (None for bullets)."""
    digits = _DIGITS.match(block)
    ordered = digits is not None
    number = int(digits[1]) if digits else None
    items: list[Item] = []
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


def _take_lines(lines: list[str], items: list[Item], ordered: bool) -> int:
    """Put lines into items; return how many belong to the list."""
    for index, line in enumerate(lines):
        if items and (not line.strip() or items[-1].owns(indent_of(line))):
            items[-1].add(line)
        elif marker := match_marker(line):
            if items and marker[2][0].isdigit() != ordered:
                return index
            items.append(_new_item(line, marker))
        elif items[-1].lines[-1] and _is_lazy(line, items[-1].lines[-1]):
            items[-1].lines.append(line.lstrip())
        else:
            return index
    return len(lines)


def _new_item(line: str, marker: re.Match[str]) -> Item:
    blanks = len(marker[3]) if 1 <= len(marker[3]) <= 4 else 1
    item = Item(len(marker[1]), len(marker[1]) + len(marker[2]) + blanks)
    item.lines.append(line[marker.end() :])
    return item


def _continues(block: str, item: Item, ordered: bool) -> bool:
    """Say whether a block after a blank line still belongs to the list."""
    line = next((line for line in block.split("\n") if line.strip()), "")
    if not line or item.owns(indent_of(line)):
        return True
    marker = match_marker(line)
    return marker is not None and marker[2][0].isdigit() == ordered


def match_marker(line: str) -> re.Match[str] | None:
    return None if is_rule(line) else _MARKER.match(line)


def indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_lazy(line: str, previous: str) -> bool:
    """Say whether an unindented line goes on with the paragraph of the line before."""
    if STX in previous or is_rule(line):
        return False
    return _STARTS_BLOCK.match(line) is None


def is_rule(line: str) -> bool:
    """Say whether a line is a horizontal rule: three or more of one of - * _."""
    signs = line.replace(" ", "")
    return len(signs) > 2 and signs[0] in "-*_" and set(signs) == {signs[0]}
