"""How far down the right page stands, and what share of them is near the top."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from processes import search
from tests.relevance.loading import Loaded
from tests.relevance.questions import Question

LOOKED_AT = 10  # results; nobody looks further down
NEAR_THE_TOP = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """`place` counts from 1; None: not among the results that are looked at."""

    typed: str
    place: int | None
    titles: tuple[str, ...]
    snippet: str

    def is_within(self, places: int) -> bool:
        return self.place is not None and self.place <= places


def ask(question: Question, wiki: Loaded) -> Answer:
    """What the reader gets for what they typed. The snippet is the first result's."""
    hits = search.find(question.typed, wiki.reader).page(1, LOOKED_AT)
    files = [wiki.files[hit.article.pk] for hit in hits]
    right = [number for number, file in enumerate(files, start=1) if file in question.finds]
    titles = tuple(hit.article.title for hit in hits)
    return Answer(question.typed, min(right, default=None), titles, _marked(hits))


def share(answers: Iterable[Answer], places: int) -> float:
    """The share of answers whose right page is within so many places, from 0 to 1."""
    found = [answer.is_within(places) for answer in answers]
    return sum(found) / len(found)


def _marked(hits: list[search.Hit]) -> str:
    pieces = hits[0].snippet if hits else []
    return "".join(f"[{text}]" if is_marked else text for text, is_marked in pieces)
