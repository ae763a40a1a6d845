"""What the index keeps of an article, the same on both databases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from processes.search.analysis import LONGEST_WORD, ends, joined, kept_beside, words_of_folded
from processes.search.spelling import keys
from processes.text.rendering import fold

if TYPE_CHECKING:
    from processes.models import Article

BETWEEN = " | "  # old titles; no word of a text


@dataclass(frozen=True, slots=True)
class Words:
    """A text as words in their order, and what is kept of them beside."""

    row: list[str]
    beside: list[str]

    @classmethod
    def of(cls, text: str) -> Words:
        folded = fold(text)
        row = words_of_folded(folded)
        beside = [stem for word in row for stem in kept_beside(word)]
        return cls(row, [*beside, *joined(folded)])

    def __str__(self) -> str:
        return " ".join([*self.row, *self.beside])


@dataclass(frozen=True, slots=True)
class Document:
    """An article as the index keeps it.

    `marks` are stems, ends of compounds, pairs written as one and keys of likely slips, of the
    titles. `everything` is
    all that can be asked for: the title, old titles, summary, headings and text.
    """

    title: str
    aliases: str
    marks: str
    summary: str
    headings: str
    everything: Words

    @classmethod
    def of(cls, article: Article, old_titles: Iterable[str]) -> Document:
        title = Words.of(article.title)
        aliases = [Words.of(old) for old in sorted(filter(None, old_titles))]
        summary = Words.of(article.summary)
        headings = Words.of("\n".join(heading["text"] for heading in article.contents))
        text = Words.of(article.text)
        parts = [*_ends_of([title, *aliases]), *_pairs_of([title, *aliases])]
        all_of_it = [title, *aliases, summary, headings, text]
        return cls(
            " ".join(title.row),
            BETWEEN.join(" ".join(old.row) for old in aliases),
            " ".join([*_stems_of([title, *aliases]), *parts, *_keys_of([title, *aliases])]),
            str(summary),
            str(headings),
            Words(
                [word for part in all_of_it for word in part.row],
                [word for part in all_of_it for word in part.beside] + parts,
            ),
        )


def _stems_of(titles: Sequence[Words]) -> list[str]:
    return list(dict.fromkeys(word for title in titles for word in title.beside))


def _ends_of(titles: Sequence[Words]) -> list[str]:
    found = (end for title in titles for word in title.row for end in ends(word))
    return list(dict.fromkeys(found))


def _pairs_of(titles: Sequence[Words]) -> list[str]:
    """Two words as one: “setup” for “Set up”."""
    pairs = (before + after for title in titles for before, after in pairwise(title.row))
    return [word for word in dict.fromkeys(pairs) if word.isalpha() and len(word) <= LONGEST_WORD]


def _keys_of(titles: Sequence[Words]) -> list[str]:
    found = (key for title in titles for word in title.row for key in keys(word))
    return list(dict.fromkeys(found))
