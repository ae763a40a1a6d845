"""The pages of a department as one reads them: by shelf, each below the page it is a part of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from processes.models import Article, Kind, Topic
from processes.text import page_order

SHOWN = 24  # lines of a shelf before anything is unfolded; more at its top make it an index


@dataclass(slots=True)
class Line:
    """A page, `parts` on all steps below it. Where it has none, `closes` lists end after it."""

    article: Article
    above: Line | None
    depth: int
    parts: int = 0
    is_open: bool = False
    closes: range = range(0)


@dataclass(slots=True)
class Shelf:
    """Processes, or the expertise of a topic; `lines` top down, in groups by letter where they
    are many and nobody has put them in another order."""

    slug: str
    label: str
    lines: list[Line] = field(default_factory=list)

    @property
    def is_index(self) -> bool:
        return sum(line.depth == 0 for line in self.lines) > SHOWN

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        by_hand = any(line.depth == 0 and line.article.position is not None for line in self.lines)
        if not self.is_index or by_hand:
            return [("", self.lines)]
        groups: dict[str, list[Line]] = {}
        letter = ""
        for line in self.lines:
            letter = _letter(line.article) if line.depth == 0 else letter
            groups.setdefault(letter, []).append(line)
        return sorted(groups.items())

    @property
    def none_approved(self) -> bool:
        """All as they were imported: said once, not on each."""
        return len(self.lines) > 1 and all(line.article.was_never_reviewed for line in self.lines)


def shelves(pages: Iterable[Article]) -> list[Shelf]:
    """Pages of one department, ordered by `place`, as shelves; empty ones are left out."""
    ordered = list(pages)
    known = {page.pk for page in ordered}
    found = [Shelf(*_called(kind, topic)) for kind, topic in page_order.SHELVES]
    open_lines: dict[int, Line] = {}
    for page in ordered:
        place = _place(page)
        above = [pk for pk in page_order.above(place) if pk in known and pk in open_lines]
        parent = open_lines[above[-1]] if above else None
        line = Line(page, parent, parent.depth + 1 if parent else 0)
        open_lines[page.pk] = line
        found[min(place[0], len(found) - 1)].lines.append(line)
    for shelf in found:
        _count(shelf.lines)
        _unfold(shelf.lines)
    return [shelf for shelf in found if shelf.lines]


def _called(kind: str, topic: str) -> tuple[str, str]:
    if kind == Kind.PROCESS:
        return "processes", "Processes"
    if not topic:
        return "expertise", "Other expertise"
    return f"expertise-{topic}", f"{Topic(topic).label} expertise"


def _place(page: Article) -> bytes:
    """A page that has no place (yet) is shown all the same, at the top."""
    shelf = page_order.top(page.kind, page.topic)
    return bytes(page.place) or page_order.below(shelf, None, page.title_key, page.pk)


def _count(lines: Sequence[Line]) -> None:
    following = [*(line.depth for line in lines[1:]), 0]
    for line, after in zip(lines, following, strict=False):
        line.closes = range(max(0, line.depth - after))
        above = line.above
        while above is not None:
            above.parts += 1
            above = above.above


def _unfold(lines: Sequence[Line]) -> None:
    """Step by step down, as long as all that is shown can be taken in at a glance."""
    shown = depth = 0
    while step := [line for line in lines if line.depth == depth]:
        shown += len(step)
        if depth and shown <= SHOWN:
            for line in step:
                line.above.is_open = True
        elif depth:
            return
        depth += 1


def _letter(page: Article) -> str:
    first = next((sign for sign in page.title_key if sign.isalnum()), "")
    return first.upper() if first.isalpha() else "0–9"
