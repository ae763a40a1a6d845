"""Which version brought each line of a text, carried on from one version to the next.

Kept as runs, `[[how many lines, version], …]`: a page of a thousand lines has a few dozen.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from processes.text.diffing import lines_of
from processes.text.matching import opcodes

Runs = list[list[int]]

# A shorter line that goes in one place and comes in another is chance: “---”, “Yes.”
MOVED_LENGTH = 20


def first(body: str, version: int) -> Runs:
    """All lines of a text are from this version."""
    return runs(version for _line in lines_of(body))


def carried_on(old_body: str, old: Runs, body: str, version: int) -> Runs:
    """The origins of `body`, which followed `old_body` with the origins `old` as `version`.

    A line that stayed, or that only stands elsewhere now, keeps its origin; one in which a word
    changed is new. Bounded on any input, a few milliseconds for 60 KB. Raises ValueError where
    `old` does not fit the old text.
    """
    before, after = lines_of(old_body), lines_of(body)
    origins = spread(old)
    if len(origins) != len(before):
        raise ValueError(f"{len(origins)} origins for {len(before)} lines")
    found = [version] * len(after)
    gone: list[int] = []
    came: list[int] = []
    for tag, i1, i2, j1, j2 in opcodes(before, after, lambda line: not line.strip()):
        if tag == "equal":
            found[j1:j2] = origins[i1:i2]
        else:
            gone += range(i1, i2)
            came += range(j1, j2)
    for i, j in _moved(before, gone, after, came):
        found[j] = origins[i]
    return runs(found)


def spread(origins: Runs) -> list[int]:
    """The version of each line."""
    return [version for many, version in origins for _line in range(many)]


def runs(versions: Iterable[int]) -> Runs:
    """The same, as it is kept."""
    return [[sum(1 for _line in run), version] for version, run in groupby(versions)]


def _moved(
    before: list[str], gone: list[int], after: list[str], came: list[int]
) -> list[tuple[int, int]]:
    """Lines of some length that went once and came once."""
    left, right = _single(before, gone), _single(after, came)
    return [(left[line], right[line]) for line in left.keys() & right.keys()]


def _single(lines: list[str], numbers: list[int]) -> dict[str, int]:
    where: dict[str, list[int]] = {}
    for number in numbers:
        if len(lines[number].strip()) >= MOVED_LENGTH:
            where.setdefault(lines[number].strip(), []).append(number)
    return {line: found[0] for line, found in where.items() if len(found) == 1}
