"""Two rendered pages compared as readers see them: block by block, words marked inside.

Costly for long pages, so it is made once for a pair of texts and kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from processes.text.page_diff.comparing import Row, compare_blocks
from processes.text.page_diff.cutting import cut
from processes.text.page_diff.writing import write_rows

__all__ = ["PageDiff", "Part", "compare"]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of blocks that all stayed, or that all changed. `number` counts changes from 1."""

    kind: Literal["same", "change"]
    html: str
    blocks: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class PageDiff:
    """The parts in the order of the new page."""

    parts: tuple[Part, ...]

    @property
    def changes(self) -> int:
        return sum(part.kind == "change" for part in self.parts)


def compare(old_html: str, new_html: str) -> PageDiff:
    """What readers will find changed when `old_html` becomes `new_html`.

    Both are what the sanitizer wrote. Bounded on any input: what is too large to compare counts
    as replaced. The HTML of the parts is as safe as that of the pages. Raises nothing.
    """
    rows = compare_blocks(cut(old_html), cut(new_html))
    return PageDiff(tuple(_parts(rows)))


def _parts(rows: list[Row]) -> list[Part]:
    parts = []
    number = 0
    for is_same, run in groupby(rows, lambda row: row.kind == "same"):
        stretch = list(run)
        number += not is_same
        kind: Literal["same", "change"] = "same" if is_same else "change"
        parts.append(Part(kind, write_rows(stretch), len(stretch), 0 if is_same else number))
    return parts
