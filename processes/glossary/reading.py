"""The glossary as one person may read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models.query import QuerySet

from accounts.models import User
from processes.models import Term
from processes.text.rendering import fold

ELSE = "0–9"  # the letter of whatever begins with none


def readable_by(user: User) -> QuerySet[Term]:
    """The terms of the departments that this person may read."""
    return Term.objects.exclude(department__in=user.departments.hidden_from(user))


def matching(terms: Iterable[Term], text: str) -> list[Term]:
    """Those that say `text`, whatever its case and accents: the best first, that is by name, by
    another spelling or a word to avoid, in the definition. All of them where it is empty.

    In memory: neither database folds accents, and no company has more than some thousand terms.
    """
    key = fold(text)
    if not key:
        return list(terms)
    ranked = [(rank, term) for term in terms if (rank := _rank(term, key)) is not None]
    return [term for _, term in sorted(ranked, key=lambda pair: pair[0])]


def letter_of(term: Term) -> str:
    """Under which it stands in the glossary."""
    first = term.name_key[:1]
    return first.upper() if first.isalpha() else ELSE


def letters(terms: Iterable[Term]) -> list[str]:
    """Under which terms stand, in order, ELSE last."""
    return sorted({letter_of(term) for term in terms}, key=lambda letter: (letter == ELSE, letter))


def in_words(words: Iterable[str]) -> list[str]:
    """A list as somebody typed it: without blanks and doubles, in its order."""
    tidy = [" ".join(word.split()) for word in words]
    return list({fold(word): word for word in reversed(tidy) if fold(word)}.values())[::-1]


def _rank(term: Term, key: str) -> int | None:
    says: Sequence[Sequence[str]] = ([term.name_key], term.also, term.avoid, [term.definition])
    if term.name_key.startswith(key):
        return 0
    return next(
        (rank for rank, texts in enumerate(says, 1) if any(key in fold(text) for text in texts)),
        None,
    )
