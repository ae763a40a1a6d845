"""Tables as plain grids: one line for each row, no cells over several places."""

from __future__ import annotations

import re
from itertools import count

from importing.html.formats import Marks
from importing.html.inline import Line, line
from importing.html.shapes import Work
from importing.html.tree import Node

_MOST_CELLS = 200_000
_WIDEST = 1000
_ALIGNED = re.compile(r"text-align\s*:\s*(left|center|right)", re.IGNORECASE)
_BY_CLASS = re.compile(r"(?:has-text-align|align|text)-?(left|center|right)")
_RULES = {"left": ":--", "center": ":-:", "right": "--:", "": "---"}
_IN_CELL = Line(stop="<br>", in_cell=True)
_BREAKS = re.compile(r"(?:\s*<br>\s*)+$|^(?:\s*<br>\s*)+")
_MANY_BREAKS = re.compile(r"(?:\s*<br>\s*){3,}")
_BOXES = frozenset({"ul", "ol", "menu", "dir"})

Grid = list[list[Node | None]]


def is_layout(node: Node) -> bool:
    """Whether it only puts things beside each other: said so, one cell, or a table in it."""
    if node.attrs.get("role") in ("presentation", "none"):
        return True
    cells = 0
    for one in node.walk():
        cells += one.name in ("td", "th")
        if one.name == "table":
            return True
    return cells < 2


def cells_of_layout(node: Node) -> list[Node]:
    """Caption and cells in their order, each a box of its own."""
    found: list[Node] = []
    waiting = [*reversed(node.children)]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            if one.strip():  # what was too deep to have a cell of its own
                found.append(Node("td", {}, [one]))
        elif one.name in ("td", "th", "caption", "table"):
            found.append(one)
        elif one.children:
            waiting.extend(reversed(one.children))
        else:
            found.append(Node("td", {}, [one]))
    return found


def caption_of(node: Node) -> Node | None:
    """The element that says what a table shows."""
    return next((one for one in node.elements() if one.name == "caption"), None)


def table(node: Node, work: Work, marks: Marks) -> str:
    """The grid; "" where nothing is in it."""
    rows, heads = _rows(node)
    grid = _grid(rows, work)
    written = [[_cell(cell, work, marks, is_head=not at) for cell in row]
               for at, row in enumerate(grid)]  # fmt: skip
    filled = [at for at, row in enumerate(written) if any(row)]
    if not filled:
        return ""
    head = written[filled[0]]
    body = [written[at] for at in filled[1:]]
    width = max(len(row) for row in written)
    if _is_body(grid[filled[0]], heads) and len(filled) > 1:
        head, body = [], [written[at] for at in filled]
    aligned = _alignment(grid, width)
    lines = [_row(head, width), "| " + " | ".join(_RULES[one] for one in aligned) + " |"]
    return "\n".join([*lines, *(_row(row, width) for row in body)])


def _rows(node: Node) -> tuple[list[Node], int]:
    """Head first, foot last; and how many say that they are heads."""
    parts: dict[str, list[Node]] = {"thead": [], "tbody": [], "tfoot": []}
    for child in node.elements():
        if child.name == "tr":
            parts["tbody"].append(child)
        elif child.name in parts:
            parts[child.name] += [one for one in child.elements() if one.name == "tr"]
    return [*parts["thead"], *parts["tbody"], *parts["tfoot"]], len(parts["thead"])


def _is_body(row: list[Node | None], heads: int) -> bool:
    """Whether the first row is none of heads: its first cell alone is one."""
    cells = [cell for cell in row if cell is not None]
    if heads or len(cells) < 2:
        return False
    return cells[0].name == "th" and all(cell.name == "td" for cell in cells[1:])


def _grid(rows: list[Node], work: Work) -> Grid:
    """Row for row the cell that begins in each place; None where one from beside or above goes
    on."""
    grid: Grid = []
    held: dict[int, int] = {}  # columns a cell above covers, and for how many more rows
    left = _MOST_CELLS
    for row in rows:
        line_: list[Node | None] = []
        for cell in row.elements():
            if cell.name not in ("td", "th"):
                continue
            _fill(line_, held)
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            if (wide > 1 or high > 1) and left > 0:
                work.tell("cell over several rows or columns, which is one cell now")
            wide = wide if left > 0 else 1
            if high > 1:
                held |= {len(line_) + n: high for n in range(wide)}
            line_ += [cell, *[None] * (wide - 1)]
        _fill(line_, held)
        held = {at: rows_ - 1 for at, rows_ in held.items() if rows_ > 1}
        left -= len(line_)
        grid.append(line_)
    return grid


def _fill(line_: list[Node | None], held: dict[int, int]) -> None:
    for at in count(len(line_)):
        if held.get(at, 0) < 1 or at >= _WIDEST:
            return
        line_.append(None)


def _span(cell: Node, name: str) -> int:
    told = cell.attrs.get(name, "")
    return min(max(int(told[:4]), 1), _WIDEST) if told.isdecimal() else 1


def _cell(cell: Node | None, work: Work, marks: Marks, *, is_head: bool) -> str:
    if cell is None:
        return ""
    work.meet_anchor(cell.attrs.get("id", ""))
    text = line([in_a_cell(cell, work, is_head=is_head)], work, _IN_CELL, marks)
    text = _MANY_BREAKS.sub("<br><br>", _BREAKS.sub("", text))
    return text.strip()


def in_a_cell(cell: Node, work: Work, *, is_head: bool) -> Node:
    """Its blocks as what can stand in one line."""
    made: list[Node | str] = []
    for child in cell.children:
        if isinstance(child, str):
            made.append(child)
        elif child.name == "pre":
            made += [Node("br"), *_code_lines(child), Node("br")]
            work.tell("block of code in a table, which is lines of code now")
        elif child.name in _BOXES:
            made.append(_list(child, work))
        elif child.name == "p":
            inner = in_a_cell(child, work, is_head=is_head)
            made += [Node("br"), Node("br"), *inner.children, Node("br"), Node("br")]
        elif child.name in ("h1", "h2", "h3", "h4", "h5", "h6"):
            work.tell("heading in a table, which is bold text now")
            made += [Node("br"), Node("strong", child.attrs, child.children), Node("br")]
        elif child.is_block:
            inner = in_a_cell(child, work, is_head=is_head)
            made += [Node("br"), *inner.children, Node("br")]
        elif child.has_block:
            inner = in_a_cell(child, work, is_head=is_head)
            made.append(Node(child.name, child.attrs, inner.children))
        else:
            made.append(child)
    return Node("span", {}, made)


def _code_lines(node: Node) -> list[Node | str]:
    made: list[Node | str] = []
    for one in node.text().strip("\n").split("\n"):
        made += [Node("code", {}, [one]), Node("br")]
    return made[:-1]


def _list(node: Node, work: Work) -> Node:
    return Node("cell-list", {"kind": "ol" if node.name == "ol" else "ul"}, [
        Node("cell-item", one.attrs, in_a_cell(one, work, is_head=False).children)
        for one in node.elements() if not one.is_empty()
    ])  # fmt: skip


def _row(cells: list[str], width: int) -> str:
    return "| " + " | ".join([*cells, *[""] * (width - len(cells))]) + " |"


def _alignment(grid: Grid, width: int) -> list[str]:
    """What more than half of a column's cells say."""
    said = [dict.fromkeys(("left", "center", "right"), 0) for _ in range(width)]
    filled = [0] * width
    for row in grid:
        for at, cell in enumerate(row):
            if cell is not None:
                filled[at] += 1
                if side := _side(cell):
                    said[at][side] += 1
    return [
        next((side for side, number in column.items() if 2 * number > all_), "")
        for column, all_ in zip(said, filled, strict=True)
    ]


def _side(cell: Node) -> str:
    told = cell.attrs.get("align", "").lower()
    if told in ("left", "center", "right"):
        return told
    style, named = _ALIGNED.search(cell.attrs.get("style", "")), None
    if style is None:
        named = _BY_CLASS.search(cell.attrs.get("class", ""))
    found = style or named
    return found[1].lower() if found else ""
