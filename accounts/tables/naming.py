"""Which department a line speaks of: by a path, or by a name and what it lies below."""

from __future__ import annotations

from accounts.tables import cells
from accounts.tables.places import split
from accounts.tables.reading import Line


def named(line: Line) -> str:
    return "/".join(filter(None, (above(line), own(line))))


def own(line: Line) -> str:
    """Its name, of which a path is the last part."""
    if name := line.cells.get("name", ""):
        return name
    return (split(line.cells.get("path", "")) or [""])[-1]


def above(line: Line) -> str:
    """What it lies below, "" at the top: under “parent”, else the path without its last part."""
    if parent := line.cells.get("parent", ""):
        return "" if cells.is_dash(parent) else parent
    return "/".join(split(line.cells.get("path", ""))[:-1])
