"""What a person typed, taken apart: words, phrases, what shall not be there, and filters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from processes.search.analysis import WORD, stems, words, words_of_folded
from processes.search.stopping import SMALL_WORDS
from processes.search.terms import Term
from processes.text.rendering import fold

LONGEST_QUERY = 400  # characters; what comes after is not read
MOST_TERMS, MOST_PHRASES, MOST_OF_A_FILTER = 12, 4, 8
FILTERS = ("owner", "in", "kind", "tool", "tag", "is")

_QUOTES = str.maketrans("“”„‟«»″", '"' * 7)
_PIECE = re.compile(
    rf'(?P<no>(?<!\S)-)?(?:(?P<name>{"|".join(FILTERS)}):)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))',
    re.I,
)


@dataclass(frozen=True)
class Query:
    """`words` is what was typed without filters; `terms` are asked for, `small` only liked.

    Each phrase and each of `without` is words in a row. `filters` has what was typed behind each
    prefix.
    """

    typed: str = ""
    words: str = ""
    terms: tuple[Term, ...] = ()
    small: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[Term, ...] = ()
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def words_key(self) -> str:
        """The words as typed, folded: a title is compared with it."""
        return fold(self.words)

    @property
    def has_words(self) -> bool:
        """Whether there is anything to look for in titles and texts."""
        return bool(self.terms or self.phrases)

    @property
    def is_empty(self) -> bool:
        return not self.has_words and not self.filters

    @property
    def is_small(self) -> bool:
        """Whether all that was typed are small words (“how we do it”)."""
        return bool(self.small) and all(term.typed in self.small for term in self.terms)

    def matches(self, word: str) -> bool:
        """Whether a word of a text is one that was asked for."""
        known = self._known
        if word not in known:
            known[word] = any(self._asks_for(one) for one in words(word))
        return known[word]

    @cached_property
    def _known(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _forms(self) -> frozenset[str]:
        said = {form for term in self.terms for form in (*term.row, *term.forms)}
        return frozenset(said | {word for phrase in self.phrases for word in phrase})

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        """The first letters of all that `matches` says yes to, folded. A stem has those of its
        word."""
        whole = {form[:3] for form in self._forms}
        return tuple(sorted({one[:2] if len(one) > 2 and one[2] in "+#" else one for one in whole}))

    def _asks_for(self, word: str) -> bool:
        # Most words of a text begin otherwise: those need no stems.
        if not word.startswith(self.beginnings):
            return False
        if word in self._forms or not self._forms.isdisjoint(stems(word)):
            return True
        return bool(self._half) and word.startswith(self._half)

    @cached_property
    def _half(self) -> str:
        """What may be half a word."""
        last = self.terms[-1] if self.terms else None
        return last.row[-1] if last and last.is_last else ""


def parse(typed: str) -> Query:
    """Takes apart what was typed. Raises nothing: what means nothing is left out."""
    clean = typed.replace("\x00", " ").encode("utf-8", "ignore").decode()[:LONGEST_QUERY]
    plain: list[str] = []
    phrases: dict[tuple[str, ...], None] = {}
    without: list[Term] = []
    filters: dict[str, list[str]] = {}
    pieces = list(_PIECE.finditer(clean.translate(_QUOTES)))
    for piece in pieces:
        text = piece["quoted"] if piece["quoted"] is not None else piece["bare"]
        if piece["name"] and text.strip():
            _add(filters.setdefault(piece["name"].lower(), []), text)
        elif piece["no"]:
            without += _excluded(text)
        elif piece["quoted"] is not None:
            if row := tuple(words(text)):
                phrases[row] = None
        else:
            plain.append(piece[0])
    wanted, small = _terms(" ".join(plain), is_open=_ends_open(clean, pieces))
    return Query(
        " ".join(clean.split()),
        " ".join(_without_filters(pieces)),
        wanted,
        small,
        tuple(phrases)[:MOST_PHRASES],
        tuple(without[:MOST_TERMS]),
        {name: tuple(values[:MOST_OF_A_FILTER]) for name, values in filters.items()},
    )


def _add(values: list[str], text: str) -> None:
    value = " ".join(text.split())
    if value not in values:
        values.append(value)


def _excluded(text: str) -> list[Term]:
    term = Term.of(fold(text))
    return [term] if term else []


def _ends_open(clean: str, pieces: list[re.Match[str]]) -> bool:
    """Whether the last thing typed is a word that may not be finished."""
    last = pieces[-1] if pieces else None
    return bool(last and last["bare"] and not last["name"] and not last["no"]) and (
        clean[-1:] == last[0][-1:]
    )


def _terms(text: str, *, is_open: bool) -> tuple[tuple[Term, ...], tuple[str, ...]]:
    """The terms asked for, and the small words among those typed."""
    typed = dict.fromkeys(_typed_words(text))
    small = tuple(word for word in typed if word in SMALL_WORDS)
    wanted = [word for word in typed if word not in small] or list(typed)
    last = next(reversed(typed), "") if is_open else ""
    found = [Term.of(word, is_last=word == last) for word in wanted[:MOST_TERMS]]
    return tuple(term for term in found if term), small


def _typed_words(text: str) -> Iterator[str]:
    """Words as typed, folded: parts joined by signs stay together, those of an elision do not."""
    for chunk in fold(text).split():
        held = words_of_folded(chunk)
        if len(held) > 1 and "'" in chunk:
            yield from (word for word in held if len(word) > 1)
        elif len(held) > 1 and len(held) <= 6 and WORD.match(chunk):
            yield chunk.strip(".,;:!?()[]{}/\\-_&|*~^'`")
        else:
            yield from held


def _without_filters(pieces: list[re.Match[str]]) -> Iterator[str]:
    return (
        piece[0] for piece in pieces if not (piece["name"] and (piece["quoted"] or piece["bare"]))
    )
