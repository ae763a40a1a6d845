"""A query as each database is asked it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType

from django.db import connection

from processes.search import postgres, sqlite
from processes.search.parsing import Query
from processes.search.spelling import keys
from processes.search.terms import Term, Way

SHORTEST_HALF_OF_A_TITLE = 1  # letters of half a word: there are few titles, and many texts
FEWEST_TO_LEAVE_ONE_OUT = 3


def backend() -> ModuleType:
    """The module for the database in use."""
    return postgres if connection.vendor == "postgresql" else sqlite


@dataclass(frozen=True, slots=True)
class Asked:
    """The expressions for titles, for heads and for whole texts; empty where nothing is asked.

    `most` leaves out one word.
    """

    titles: str = ""
    heads: str = ""
    texts: str = ""
    most: str = ""
    meant: tuple[str, ...] = ()

    @classmethod
    def of(cls, query: Query) -> Asked:
        """Every word as it was typed."""
        if not query.has_words:
            return cls()
        said = backend()
        titles = [_term(term, only_titles=True) for term in query.terms]
        titles += [said.say(Way(row), only_titles=True) for row in query.phrases]
        rows = [said.say(Way(row)) for row in query.phrases]
        heads = [_term(term, half=SHORTEST_HALF_OF_A_TITLE) for term in query.terms] + rows
        texts = said.all_of([*(_term(term) for term in query.terms), *rows])
        if len(query.terms) > 1 and not rows:
            texts = said.in_a_row(texts, Way(tuple(w for term in query.terms for w in term.row)))
        if query.without:
            # What shall not be there may be in the text, which titles do not know.
            excluded = [_term(term) for term in query.without]
            return cls(texts=said.without(texts, excluded))
        if query.is_small and not rows:
            return cls(titles=said.all_of(titles))
        most = ""
        if len(query.terms) >= FEWEST_TO_LEAVE_ONE_OUT and not rows:
            most = _all_but_one(heads)
        return cls(said.all_of(titles), said.all_of(heads), texts, most)

    @classmethod
    def forgiving(cls, query: Query, meant: Sequence[Query]) -> Asked:
        """Titles with slips of the words, what may have been meant, and pages with all words but
        one."""
        texts = tuple(asked.texts for one in meant if (asked := cls.of(one)).texts)
        if query.phrases or query.without or not query.terms:
            return cls(meant=texts)
        terms = [_term(term) for term in query.terms]
        most = _all_but_one(terms) if len(terms) > 1 else ""
        return cls(mistyping(query), most=most, meant=texts)

    @property
    def is_empty(self) -> bool:
        return not any((self.titles, self.heads, self.texts, self.most, self.meant))


def plainly(query: Query) -> str:
    """All words as they are, with their stems; empty where there are none."""
    if not query.has_words:
        return ""
    said = backend()
    terms = [[Way(term.row), *(Way((form,)) for form in term.stems)] for term in query.terms]
    parts = [said.one_of([said.say(way) for way in ways]) for ways in terms]
    return said.all_of([*parts, *(said.say(Way(row)) for row in query.phrases)])


def typing(query: Query) -> str:
    """Titles with all the words, each of which may be half typed."""
    said = backend()
    parts = [_beginning(term) for term in query.terms]
    parts += [said.say(Way(row), only_titles=True) for row in query.phrases]
    return said.all_of(parts)


def mistyping(query: Query) -> str:
    """Titles with all the words, or slips of them."""
    said = backend()
    return said.all_of([_slips(term) for term in query.terms])


def _term(term: Term, *, half: int | None = None, only_titles: bool = False) -> str:
    said = backend()
    half = SHORTEST_HALF_OF_A_TITLE if only_titles else half
    ways = term.ways() if half is None else term.ways(half=half)
    return said.one_of([said.say(way, only_titles=only_titles) for way in ways])


def _beginning(term: Term) -> str:
    said = backend()
    ways = [*term.ways(), Way(term.row, is_prefix=True)]
    return said.one_of([said.say(way, only_titles=True) for way in dict.fromkeys(ways)])


def _slips(term: Term) -> str:
    said = backend()
    ways = [*term.ways(), Way(term.row, is_prefix=True)]
    ways += [Way((key,)) for key in keys(term.typed)]
    return said.one_of([said.say(way, only_titles=True) for way in dict.fromkeys(ways)])


def _all_but_one(parts: list[str]) -> str:
    """All of them but any one."""
    said = backend()
    return said.one_of(
        [
            said.all_of([part for at, part in enumerate(parts) if at != left_out])
            for left_out in range(len(parts))
        ]
    )
