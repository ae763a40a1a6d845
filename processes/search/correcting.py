"""What somebody may have meant who typed a word that no page holds. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import islice, pairwise, product

from processes.search.analysis import words_of_folded
from processes.search.candidates import Candidate
from processes.search.document import BETWEEN
from processes.search.parsing import Query
from processes.search.spelling import CLOSE, closeness
from processes.text.rendering import fold

MOST = 3
_HALF = 0.99  # how close half a word is to the whole one
_WORD = re.compile(r"[^\W_]+")


def corrections(query: Query, others: dict[str, list[str]]) -> list[str]:
    """What may have been meant, by the site's words, likeliest first."""
    options = [others.get(term.typed) or [term.typed] for term in query.terms]
    found: dict[str, None] = {}
    for words in islice(product(*options), MOST * 2):
        changed = dict(zip((term.typed for term in query.terms), words, strict=True))
        text = corrected(query.typed, changed)
        if fold(text) != fold(query.typed):
            found[text] = None
    return list(found)[:MOST]


def by_title(query: Query, one: Candidate, known: Collection[str]) -> tuple[float, str]:
    """What was meant, if it was this title, and how likely that is; (0, "") where it is not
    like it at all. Words in `known` are no slips."""
    words = words_of_folded(f"{one.title_key} {one.aliases.replace(BETWEEN, ' ')}")
    words += [before + after for before, after in pairwise(words)]  # “setup” for “Set up”
    changed, total = {}, 0.0
    for term in query.terms:
        close, word = max(((_close(term.typed, word), word) for word in words), default=(0.0, ""))
        if close < (_HALF if term.typed in known else CLOSE):
            return 0.0, ""
        changed[term.typed] = term.typed if word.startswith(term.typed) else word
        total += close
    # Of equals the shorter title.
    return total / len(query.terms) - len(words) / 1000, corrected(query.typed, changed)


def corrected(typed: str, changed: dict[str, str]) -> str:
    """The text with each word exchanged, all else as it was typed."""
    return _WORD.sub(lambda found: changed.get(fold(found[0]), found[0]), typed)


def _close(typed: str, word: str) -> float:
    return _HALF if word != typed and word.startswith(typed) else closeness(typed, word)
