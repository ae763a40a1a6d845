"""Which blocks of two pages stayed, changed, moved, went and came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from processes.text.matching import opcodes
from processes.text.page_diff.model import Block, Token
from processes.text.pairing import aligned, pair

MOVED_WORDS = 4  # fewer, and the same words in another place are chance
MOVED_BLOCKS = 400  # on each side; beyond it nothing is told as moved

RowKind = Literal["same", "changed", "removed", "added", "moved-away", "moved-here"]


@dataclass(frozen=True, slots=True)
class Row:
    """One block of the comparison. A changed one has both sides; moved ones share a number."""

    kind: RowKind
    old: Block | None
    new: Block | None
    move: int = 0


def compare_blocks(old: list[Block], new: list[Block]) -> list[Row]:
    """All blocks of both pages in the order of the new one, removed ones where they stood."""
    rows: list[Row] = []
    for tag, i1, i2, j1, j2 in opcodes([_key(b) for b in old], [_key(b) for b in new], _is_empty):
        if tag == "equal":
            rows += (Row("same", a, b) for a, b in zip(old[i1:i2], new[j1:j2], strict=True))
        else:
            rows += _replaced(old[i1:i2], new[j1:j2])
    return _moved(rows)


def _key(block: Block) -> str:
    """What must be the same for nothing to have changed; numbers of items and tables may."""
    around = [name.partition("-")[0] if "table" in name else name for name in block.place.around]
    sign = block.place.sign if block.place.sign in "☑☐" else ""
    says = block.text or any(token.image for cell in block.cells for token in cell)
    return repr((block.kind, block.level, around, sign, block.cells)) if says else block.kind


def _is_empty(key: str) -> bool:
    return key in ("code", "rule")


def _replaced(old: list[Block], new: list[Block]) -> Iterator[Row]:
    for before, after in aligned(old, new, _pairs(old, new)):
        kind: RowKind = "removed" if after is None else "added" if before is None else "changed"
        yield Row(kind, before, after)


def _pairs(old: list[Block], new: list[Block]) -> list[tuple[int, int]]:
    """Blocks that share their words; and between those, images in the order they stand in."""
    pairs: list[tuple[int, int]] = []
    i = j = 0
    alike = pair([block.words for block in old], [block.words for block in new])
    for a, b in [*alike, (len(old), len(new))]:
        before = [k for k in range(i, a) if old[k].kind == "image"]
        after = [k for k in range(j, b) if new[k].kind == "image"]
        pairs += zip(before, after, strict=False)
        pairs += [(a, b)] if a < len(old) else []
        i, j = a + 1, b + 1
    return pairs


def _moved(rows: list[Row]) -> list[Row]:
    """Tell what went from one place and came in another as moved."""
    gone: dict[str, list[int]] = defaultdict(list)
    came = [k for k, row in enumerate(rows) if row.kind == "added"]
    removed = [k for k, row in enumerate(rows) if row.kind == "removed"]
    if max(len(came), len(removed)) > MOVED_BLOCKS:
        return rows
    for k in removed:
        if (block := rows[k].old) and len(block.words) >= MOVED_WORDS:
            gone[block.text.casefold()].append(k)
    number = 0
    for k in came:
        block = rows[k].new
        if block and (origins := gone.get(block.text.casefold())):
            number += 1
            origin = origins.pop(0)
            rows[k] = Row("moved-here", rows[origin].old, block, number)
            rows[origin] = replace(rows[origin], kind="moved-away", move=number)
    return rows


def cells_of(row: Row) -> list[tuple[tuple[Token, ...], tuple[Token, ...]]]:
    """The cells of a changed block side by side; where columns came or went, one is empty."""
    old = row.old.cells if row.old else ()
    new = row.new.cells if row.new else ()
    if len(old) == len(new):
        return list(zip(old, new, strict=True))
    alike = pair([_bag(cell) for cell in old], [_bag(cell) for cell in new])
    return [(before or (), after or ()) for before, after in aligned(old, new, alike)]


def _bag(cell: tuple[Token, ...]) -> frozenset[str]:
    return frozenset(token.text for token in cell if not token.is_blank)
