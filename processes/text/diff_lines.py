"""Lines of two texts side by side: which stayed, went, came, and which changed inside."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from processes.text.diff_words import Segment, segments_of
from processes.text.matching import opcodes
from processes.text.pairing import bags, pair


@dataclass(frozen=True, slots=True)
class Line:
    """A line; a changed one stands for an old and a new line and holds the pieces of both."""

    kind: Literal["same", "removed", "added", "changed"]
    old_no: int | None
    new_no: int | None
    segments: tuple[Segment, ...]


def diff_lines(old: list[str], new: list[str]) -> Iterator[Line]:
    """Yield all lines of both texts in order."""
    for tag, i1, i2, j1, j2 in opcodes(old, new, lambda line: not line.strip()):
        if tag == "equal":
            for offset in range(i2 - i1):
                yield _line("same", i1 + offset, j1 + offset, old[i1 + offset])
        else:
            yield from _replaced(old, new, range(i1, i2), range(j1, j2))


def _line(
    kind: Literal["same", "removed", "added"], i: int | None, j: int | None, text: str
) -> Line:
    return Line(
        kind, None if i is None else i + 1, None if j is None else j + 1, (Segment(kind, text),)
    )


def _replaced(old: list[str], new: list[str], i_range: range, j_range: range) -> Iterator[Line]:
    """Yield changed lines where an old and a new one are alike, the others around them."""
    i, j = i_range.start, j_range.start
    pairs = pair(bags([old[k] for k in i_range]), bags([new[k] for k in j_range]))
    for a, b in [*pairs, (len(i_range), len(j_range))]:
        yield from (_line("removed", k, None, old[k]) for k in range(i, i_range.start + a))
        yield from (_line("added", None, k, new[k]) for k in range(j, j_range.start + b))
        i, j = i_range.start + a, j_range.start + b
        if i < i_range.stop and j < j_range.stop:
            yield Line("changed", i + 1, j + 1, segments_of(old[i], new[j]))
            i, j = i + 1, j + 1
