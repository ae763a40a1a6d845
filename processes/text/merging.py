"""Three texts into one: what two people changed since the text they both began from.

Lines are compared first. Where both changed the same lines, the sentences in them are compared,
because a paragraph is one line: two typos at its two ends are no conflict. What is left over is
one: nobody but a person can say which of two sentences is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from processes.text.matching import Opcode, opcodes

# With the blanks behind it, so that the pieces joined are the text again.
_SENTENCE = re.compile(r".+?(?:[.!?:;…][\"'”’)*_\]]*\s+|\n|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Agreed:
    """A stretch that nobody changed, that one of them changed, or both in the same way."""

    text: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A stretch that both changed, each in their way; "" is what somebody took out."""

    base: str
    live: str
    proposed: str


Part = Agreed | Conflict


@dataclass(frozen=True, slots=True)
class Merge:
    """The parts in the order of the text; never two agreed ones side by side."""

    parts: tuple[Part, ...]

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        return tuple(part for part in self.parts if isinstance(part, Conflict))

    @property
    def text(self) -> str | None:
        """The merged text; None while there are conflicts."""
        return None if self.conflicts else self.resolved(())

    def resolved(self, choices: Sequence[str]) -> str:
        """The text with a choice in the place of each conflict, in order.

        Raises ValueError where there are fewer or more choices than conflicts.
        """
        if len(choices) != len(self.conflicts):
            raise ValueError(f"There are {len(self.conflicts)} conflicts to choose for.")
        chosen = iter(choices)
        return "".join(
            part.text if isinstance(part, Agreed) else next(chosen) for part in self.parts
        )


def merge(base: str, live: str, proposed: str) -> Merge:
    """Put the changes of two texts since `base` together.

    Line ends are "\\n". Bounded on any input: what is too large to compare counts as replaced, so
    at worst it is a conflict. Raises nothing.
    """
    parts = _merge(*(text.splitlines(keepends=True) for text in (base, live, proposed)))
    return Merge(tuple(_joined(finer for part in parts for finer in _by_sentence(part))))


def merge_whole(base: str, live: str, proposed: str) -> Merge:
    """Put together what is never cut into pieces, such as a title."""
    return Merge((_settle(base, live, proposed),))


def merge_pieces(base: list[str], live: list[str], proposed: list[str]) -> Merge:
    """As `merge`, of texts that the caller cut into pieces: nothing is cut further."""
    return Merge(tuple(_joined(_merge(base, live, proposed))))


def _by_sentence(part: Part) -> Iterable[Part]:
    if isinstance(part, Agreed):
        return [part]
    texts = (part.base, part.live, part.proposed)
    return _merge(*(_SENTENCE.findall(text) for text in texts))


def _merge(base: list[str], live: list[str], proposed: list[str]) -> Iterator[Part]:
    position = 0
    for stretch in _stretches(_changes(base, live), _changes(base, proposed)):
        yield Agreed("".join(base[position : stretch.start]))
        yield _settle(
            "".join(base[stretch.start : stretch.stop]),
            stretch.text_in(live, base, stretch.ours),
            stretch.text_in(proposed, base, stretch.theirs),
        )
        position = stretch.stop
    yield Agreed("".join(base[position:]))


@dataclass(slots=True)
class _Stretch:
    """A piece of the base, from `start` to before `stop`, and what each did to it, in order."""

    start: int
    stop: int
    ours: list[Opcode]
    theirs: list[Opcode]

    def clashes_with(self, start: int, stop: int) -> bool:
        """Side by side is no clash, except where one of the two only puts something in: then
        nobody knows which comes first."""
        inserts = start == stop or self.start == self.stop
        return start < self.stop or (start == self.stop and inserts)

    def text_in(self, new: list[str], base: list[str], changes: list[Opcode]) -> str:
        if not changes:
            return "".join(base[self.start : self.stop])
        (_, i1, _, j1, _), (_, _, i2, _, j2) = changes[0], changes[-1]
        return "".join(new[j1 - (i1 - self.start) : j2 + (self.stop - i2)])


def _changes(old: list[str], new: list[str]) -> list[Opcode]:
    return [code for code in opcodes(old, new, str.isspace) if code[0] != "equal"]


def _stretches(ours: list[Opcode], theirs: list[Opcode]) -> Iterator[_Stretch]:
    """Yield what somebody changed in the order of the base, changes that clash in one."""
    stretch: _Stretch | None = None
    for code, is_ours in sorted(
        [*((code, True) for code in ours), *((code, False) for code in theirs)],
        key=lambda change: change[0][1:3],
    ):
        _, start, stop, _, _ = code
        if stretch is None or not stretch.clashes_with(start, stop):
            if stretch:
                yield stretch
            stretch = _Stretch(start, stop, [], [])
        stretch.stop = max(stretch.stop, stop)
        (stretch.ours if is_ours else stretch.theirs).append(code)
    if stretch:
        yield stretch


def _settle(base: str, live: str, proposed: str) -> Part:
    if live == proposed or proposed == base:
        return Agreed(live)
    return Agreed(proposed) if live == base else Conflict(base, live, proposed)


def _joined(parts: Iterable[Part]) -> Iterator[Part]:
    text = ""
    for part in parts:
        if isinstance(part, Agreed):
            text += part.text
            continue
        if text:
            yield Agreed(text)
        yield part
        text = ""
    if text:
        yield Agreed(text)
