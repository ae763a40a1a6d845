"""A merge as people are asked about it: places to choose at, and the text between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from processes.text.diff_words import Segment, segments_of
from processes.text.merging import Agreed, Conflict, Merge

SHORT = 240  # characters; less is shown as it is, more is folded
FENCES = ("```", "~~~")

_SIGNS = "#>-*+ \t"  # what a line of Markdown may begin with


@dataclass(frozen=True, slots=True)
class Between:
    """Text that nobody disputes. `begins` is how it begins where it is long, else ""."""

    text: str
    lines: int
    begins: str


@dataclass(frozen=True, slots=True)
class Place:
    """One conflict to decide.

    `key` is the same as long as the author's own side of it is; `seen` as long as the live side
    is. `live` and `mine` are the two texts with the words that differ as "removed" and "added".
    `heading` is the nearest one above, in the live text.
    """

    key: str
    seen: str
    heading: str
    conflict: Conflict
    live: tuple[Segment, ...]
    mine: tuple[Segment, ...]

    @property
    def both_fit(self) -> bool:
        """Whether each only put something in, so that one text can follow the other."""
        return not self.conflict.base.strip()

    def own(self, written: str) -> str:
        """What somebody wrote for this place, with the line ends that its surroundings need."""
        written = written.strip("\n").rstrip()
        model = self.conflict.proposed or self.conflict.live
        if not written:
            return ""
        starts = len(model) - len(model.lstrip("\n"))
        return model[:starts] + written + model[len(model.rstrip()) :]


def laid_out(merge: Merge, name: str) -> Iterator[Between | Place]:
    """Yield the parts of a merge in the order of the text. `name` sets keys of texts apart."""
    heading = ""
    used: Counter[str] = Counter()
    for part in merge.parts:
        if isinstance(part, Agreed):
            yield _between(part.text)
            heading = _last_heading(part.text) or heading
            continue
        key = _hash(name, part.base, part.proposed)
        used[key] += 1
        yield _place(part, f"{name}-{key}-{used[key]}", heading)
        heading = _last_heading(part.live) or heading


def _between(text: str) -> Between:
    shown = text.strip("\n")
    lines = [line for line in shown.split("\n") if line.strip()]
    begins = lines[0].lstrip(_SIGNS)[:SHORT] if lines and len(shown) > SHORT else ""
    return Between(shown, len(lines), begins)


def _place(conflict: Conflict, key: str, heading: str) -> Place:
    live, mine = _marked(conflict.live.strip("\n"), conflict.proposed.strip("\n"))
    return Place(key, _hash(conflict.live), heading, conflict, live, mine)


def _marked(live: str, mine: str) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """Beside nothing, every word would be marked: that says nothing."""
    if not (live.strip() and mine.strip()):
        return (Segment("same", live),), (Segment("same", mine),)
    pieces = segments_of(live, mine)
    return (
        tuple(piece for piece in pieces if piece.kind != "added"),
        tuple(piece for piece in pieces if piece.kind != "removed"),
    )


def _last_heading(text: str) -> str:
    """The last heading of a text, without its signs; what stands in code is none."""
    found, in_code = "", False
    for line in text.split("\n"):
        if line.lstrip().startswith(FENCES):
            in_code = not in_code
        elif line.startswith("#") and not in_code:
            found = line.strip("# ") or found
    return found


def _hash(*texts: str) -> str:
    return blake2b("\0".join(texts).encode(), digest_size=6).hexdigest()
