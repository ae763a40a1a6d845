"""Who knows about something: whoever is called so, and whoever owns or wrote what is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Q, Value, When

from accounts.models import User
from processes.finding.matching import Asked
from processes.models import Article, Proposal, State

SHOWN = 5
# Some of the likeliest have left; and of two hundred people called Anna, few can be shown.
LOOKED_AT = 20
MOST_PAGES = 50  # of those found, the best
OWNS, WROTE = 3, 1  # how much each counts


@dataclass(frozen=True, slots=True)
class Knowing:
    """A person, and why they are named: on how many of the pages found."""

    person: User
    is_called_so: bool
    owns: int
    wrote: int


def people(asked: Asked, found: Sequence[int], user: User) -> list[Knowing]:
    """At most five people: those who are called so, then those who know about the pages `found`
    (their numbers, the best first), by what they own of them and approved proposals they wrote.

    The caller found the pages through `visible_to(user)`, and names are looked up among those whom
    this person may look up; nothing else is asked. Two queries.
    """
    owns, wrote, weights = _parts(list(found[:MOST_PAGES]))
    likely = [pk for pk, _ in weights.most_common(LOOKED_AT)]
    named = _called(asked)
    if not likely and not named:
        return []
    is_likely = Q(pk__in=likely)
    wanted = User.objects.filter(is_likely)
    if named:
        wanted |= User.objects.known_to(user).filter(named)
    rows = wanted.active()
    likely_first = rows.order_by(Case(When(is_likely, then=0), default=1), "name", "pk")
    known = [
        Knowing(person, _is_called(person, asked), owns[person.pk], wrote[person.pk])
        for person in likely_first[: 2 * LOOKED_AT]
    ]
    known = [one for one in known if one.is_called_so or weights[one.person.pk]]
    return sorted(known, key=lambda one: (not one.is_called_so, -weights[one.person.pk]))[:SHOWN]


def _parts(pages: list[int]) -> tuple[Counter[int], Counter[int], Counter[int]]:
    """By person: how many of the pages they own, how many they wrote, and what that weighs: the
    better a page goes with the search, the more."""
    owns: Counter[int] = Counter()
    wrote: Counter[int] = Counter()
    weights: Counter[int] = Counter()
    if not pages:
        return owns, wrote, weights
    place = {pk: number for number, pk in enumerate(pages)}
    owners = Article.objects.filter(pk__in=pages).order_by()
    written = Proposal.objects.filter(article__in=pages, state=State.APPROVED).order_by()
    rows = owners.values_list("pk", "owner", Value(OWNS)).union(
        written.values_list("article", "author", Value(WROTE))
    )
    for page, person, part in rows:
        (owns if part == OWNS else wrote)[person] += 1
        # In thousandths, as counters hold whole numbers; the tenth page counts half of the first.
        weights[person] += part * 10_000 // (10 + place[page])
    return owns, wrote, weights


def _called(asked: Asked) -> Q | None:
    """Every word typed begins a part of the name. One letter is no name."""
    if not asked.is_a_name:
        return None
    named = Q()
    for word in asked.words:
        named &= Q(name__iregex=word.pattern)
    return named


def _is_called(person: User, asked: Asked) -> bool:
    return asked.is_a_name and asked.goes_with(person.name)
