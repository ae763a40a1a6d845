"""Finding people by what others call them: a name, an e-mail address, or both.

Capitals and accents make no difference. No database folds letters as people do, so names are
compared here: all of a company's are read in one query, and each is folded once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from accounts.models import User

SHOWN = 8
LONGEST_QUERY = 100  # characters
MOST_REMEMBERED = 50_000  # names

_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
    | dict.fromkeys("’ʼ‘`´", "'")
    | dict.fromkeys("‐‑‒–", "-")
)
_WORD = re.compile(r"[^\s\-'.,()@]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A person in the directory. `label` tells them from everybody else of the same name."""

    pk: int
    name: str
    email: str
    job_title: str
    is_active: bool

    @property
    def called(self) -> str:
        """As `str(person)`: a person without a name is called by their address."""
        return self.name or self.email

    @property
    def label(self) -> str:
        return label(self)


class Directory:
    """Everybody, as they were when it was loaded."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = list(entries)

    @classmethod
    def load(
        cls,
        *,
        only_active: bool = False,
        known_to: User | None = None,
        besides: Collection[int] = (),
    ) -> Directory:
        """One query. Only people whom `known_to` may look up, and those numbered in `besides`, who
        are named before them already."""
        people = User.objects.active() if only_active else User.objects.colleagues()
        if known_to is not None and known_to.is_guest:
            people = people.known_to(known_to) | people.filter(pk__in=besides)
        rows = people.order_by("name", "email").values_list(
            "pk", "name", "email", "job_title", "is_active"
        )
        return cls(Entry(*row) for row in rows)

    @cached_property
    def by_email(self) -> dict[str, Entry]:
        return {entry.email.lower(): entry for entry in self.entries}

    @cached_property
    def by_name(self) -> dict[str, list[Entry]]:
        """Under the folded name."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(fold(entry.called), []).append(entry)
        return found

    def matching(self, query: str, most: int = SHOWN) -> list[Entry]:
        """Those whose name or address goes with every word typed, the likeliest first."""
        typed = fold(query[:LONGEST_QUERY])
        words = _words(typed)
        if not words:
            return []
        ranked = [
            (not fold(entry.called).startswith(typed), place, entry)
            for place, entry in enumerate(self.entries)
            if _goes_with(entry, typed, words)
        ]
        return [entry for *_, entry in sorted(ranked, key=lambda found: found[:2])[:most]]

    def meant_by(self, text: str) -> list[Entry]:
        """Whom “Name”, “e-mail” or “Name (e-mail)” stands for: nobody, one, or several namesakes.

        Where somebody active has the name, those who left are not meant.
        """
        _, email = _apart(text)
        if entry := self.by_email.get(email.lower()):
            return [entry]
        namesakes = self.by_name.get(fold(text), [])
        return [entry for entry in namesakes if entry.is_active] or namesakes


def label(person: User | Entry) -> str:
    """“Name (e-mail)”, which fields for people understand; the address alone without a name."""
    return f"{person.name} ({person.email})" if person.name else person.email


@lru_cache(maxsize=MOST_REMEMBERED)
def fold(name: str) -> str:
    """A name without capitals, accents and doubled blanks, under which names are compared."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(plain.translate(_LETTERS).split())


def option(value: str, about: str, plain: str, typed: str) -> dict[str, str]:
    """What a list under a field shows for `value`: `about` beside it. A browser shows only what
    holds the very letters that were typed, so `plain` stands there where the value does not."""
    is_there = typed.strip().lower() in value.lower()
    return {"value": value, "label": about if is_there else plain}


def is_named(entry: Entry, text: str) -> bool:
    """Whether the name in “Name (e-mail)” is this person's own."""
    name, _ = _apart(text)
    return fold(name) in (fold(entry.called), fold(entry.email))


def _apart(text: str) -> tuple[str, str]:
    """“Name (e-mail)” as both; of anything else, each is the whole."""
    text = text.strip()
    for opening, closing in ("()", "<>"):
        name, found, email = text.removesuffix(closing).rpartition(opening)
        if found and text.endswith(closing) and "@" in email:
            return name.strip(), email.strip()
    return text, text


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)))


def _goes_with(entry: Entry, typed: str, words: tuple[str, ...]) -> bool:
    if "@" in typed:
        return entry.email.lower().startswith(typed) or typed in fold(entry.label)
    own = _own_words(entry.name, entry.email)
    return all(f" {word}" in own for word in words)


@lru_cache(maxsize=MOST_REMEMBERED)
def _own_words(name: str, email: str) -> str:
    """Each after a blank; without the part behind the @, which everybody shares."""
    return "".join(f" {word}" for word in (*_words(name), *_words(email.partition("@")[0])))
