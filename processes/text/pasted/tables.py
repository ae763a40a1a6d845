"""Tables as a plain grid that Markdown can write: no merged cells, nothing but lines in a cell."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from bs4 import BeautifulSoup, NavigableString, Tag

_BLOCKS = ["p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "dt", "dd"]
_BOXES = ["ul", "ol", "dl", "section", "article", "header", "footer", "figure", "details"]
_MOST_CELLS = 20_000
_WIDEST = 100

Grid = list[list[Tag | None]]


def tidy(soup: BeautifulSoup) -> None:
    """In place; the innermost first, so that a table within a table of layout stays one."""
    left = _MOST_CELLS
    for table in reversed(soup.find_all("table")):
        grid = _grid(table, left)
        left -= sum(map(len, grid))
        if _is_layout(table, grid):
            _unwrap(table, soup)
        else:
            _write(table, grid, soup)


def _is_layout(table: Tag, grid: Grid) -> bool:
    """Only put side by side or in a box by it: said so, one row or column, or holding a table."""
    if table.get("role") in ("presentation", "none"):
        return True
    return len(grid) < 2 or max(map(len, grid)) < 2 or table.find("table") is not None


def _unwrap(table: Tag, soup: BeautifulSoup) -> None:
    for part in table.find_all(["caption", "td", "th"]):
        if part.find_parent("table") is table:
            part.name, part.attrs = "div", {}
    for part in [
        *table.find_all(["colgroup", "col"]),
        *table.find_all(["thead", "tbody", "tfoot", "tr"]),
    ]:
        if part.find_parent("table") is table:
            part.unwrap()
    table.name, table.attrs = "div", {}


def _grid(table: Tag, most: int) -> Grid:
    """Row for row the cell that covers each place: a cell over two rows says its words in both,
    one over two columns in the first."""
    rows: Grid = []
    held: dict[tuple[int, int], Tag] = {}
    for y, row in enumerate(_rows(table)):
        line: list[Tag | None] = []
        for cell in row.find_all(["td", "th"], recursive=False):
            _fill(line, y, held)
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for below in range(1, high):
                held[y + below, len(line)] = cell
                held.update({(y + below, len(line) + n): _EMPTY for n in range(1, wide)})
            line += [cell, *[None] * (wide - 1)]
        _fill(line, y, held)
        if any(cell and (cell.get_text(strip=True)) for cell in line):
            rows.append(line)
        most -= len(line)
        if most < 0:
            break
    return rows


_EMPTY = Tag(name="td")


def _fill(line: list[Tag | None], y: int, held: dict[tuple[int, int], Tag]) -> None:
    """Places in this row that a cell of a row above covers."""
    for x in count(len(line)):
        cell = held.pop((y, x), None)
        if cell is None:
            return
        line.append(None if cell is _EMPTY else cell)


def _rows(table: Tag) -> Iterator[Tag]:
    for row in table.find_all("tr"):
        if row.find_parent("table") is table:
            yield row


def _span(cell: Tag, name: str) -> int:
    told = str(cell.get(name) or "")
    return min(max(int(told[:4]), 1), _WIDEST) if told.isdecimal() else 1


def _write(table: Tag, grid: Grid, soup: BeautifulSoup) -> None:
    """The first row is the head: Markdown has no table without one."""
    caption = table.find("caption")
    width = max(map(len, grid))
    texts: dict[int, str] = {}
    made = soup.new_tag("table")
    for number, line in enumerate(grid):
        row = soup.new_tag("tr")
        for cell in [*line, *[None] * (width - len(line))]:
            box = soup.new_tag("td" if number else "th")
            if cell is not None:
                if id(cell) not in texts:
                    _flatten(cell, soup)
                    texts[id(cell)] = cell.decode_contents()
                box.extend(BeautifulSoup(texts[id(cell)], "html.parser").contents[:])
            for strong in box.find_all("strong") if number == 0 else ():
                strong.unwrap()  # a head is bold by itself
            row.append(box)
        made.append(row)
    if caption is not None and caption.get_text(strip=True):
        caption.name = "p"
        table.insert_before(caption.extract())
    table.replace_with(made)


def _flatten(cell: Tag, soup: BeautifulSoup) -> None:
    """Blocks become lines; an item of a list keeps its sign."""
    for block in cell.find_all(_BLOCKS):
        if block.name == "li":
            block.insert(0, NavigableString("• "))
        block.insert_before(soup.new_tag("br"))
        block.append(soup.new_tag("br"))
    for box in cell.find_all([*_BLOCKS, *_BOXES]):
        box.unwrap()
    for rule in cell.find_all("hr"):
        rule.decompose()
