"""The order of what was found: one function for both databases. Pure but for the page's day.

Every word asked for counts by the best place where a page says it; small things move a page up or
down among its equals.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import log

from processes.search.analysis import stems, words_of_folded
from processes.search.candidates import TEXTS, Candidate
from processes.search.document import BETWEEN
from processes.search.parsing import Query
from processes.search.spelling import CLOSE, closeness
from processes.search.stopping import SMALL_WORDS
from processes.search.terms import Term
from processes.search.weights import WEIGHTS

TOO_FAR = 3  # words between two of a query that stand near each other
LOOKED_INTO = 30  # candidates whose summary and headings are read word by word


@dataclass(frozen=True, slots=True)
class Asker:
    """Of whoever searches: their department, and today."""

    department: int | None
    day: date


def score(candidates: Sequence[Candidate], query: Query, asker: Asker) -> list[Candidate]:
    """The candidates with their scores, best first; equals by title."""
    highest = max((candidate.rank for candidate in candidates), default=0) or 1.0
    titles = {candidate.pk: words_of_folded(candidate.title_key) for candidate in candidates}
    shares = _shares(query, candidates, titles)
    for one in candidates:
        points = _standing(one, asker)
        if query.has_words:
            points += _words(one, query, shares, titles[one.pk])
            points += _title(one, query, titles[one.pk])
            points += WEIGHTS.text_rank * max(one.rank, 0.0) / highest
        one.score = points
    foremost = sorted(candidates, key=_place)[:LOOKED_INTO] if len(query.terms) > 1 else []
    for one in foremost:
        one.score += WEIGHTS.near_in_head * _near_in_head(one, query)
    return sorted(candidates, key=_place)


def _place(one: Candidate) -> tuple[float, str, int]:
    return -round(one.score, 6), one.title_key, one.pk


def fits(one: Candidate, query: Query) -> bool:
    """Whether its title or an old one has the beginning of every word."""
    words = f" {one.title_key} {one.aliases}".replace("-", " ").replace("/", " ")
    return all(
        f" {' '.join(term.row)}" in words
        or any(f" {form}" in words for form in term.forms)
        or (len(term.row[0]) > 3 and term.row[0] in words)
        for term in query.terms
    )


def _shares(
    query: Query, candidates: Sequence[Candidate], titles: dict[int, list[str]]
) -> list[float]:
    """How much each word of the query counts, together 1: rarer ones more."""
    counts = [
        sum(any(_is_said_by(word, forms) for word in titles[one.pk]) for one in candidates)
        for forms in map(_forms, query.terms)
    ]
    weights = [1 / (1 + log(1 + count)) for count in counts]
    total = sum(weights) or 1.0
    return [weight / total for weight in weights]


def _words(one: Candidate, query: Query, shares: list[float], title: list[str]) -> float:
    """Points for where each word stands; notes how many of them stand somewhere."""
    aliases = [words_of_folded(old) for old in one.aliases.split(BETWEEN)] if one.aliases else []
    summary, headings = f" {one.summary} ", f" {one.headings} "
    points = covered = 0.0
    for term, share in zip(query.terms, shares, strict=True):
        best = max(
            WEIGHTS.in_title * _among(term, title),
            WEIGHTS.in_alias * max((_among(term, old) for old in aliases), default=0.0),
            WEIGHTS.in_summary * _within(term, summary),
            WEIGHTS.in_heading * _within(term, headings),
        )
        if best or TEXTS in one.ways:
            covered += 1
        elif one.rank:
            covered += 0.5
        points += share * max(best, WEIGHTS.in_text if one.rank else 0.0)
    one.covered = covered
    return points


def _among(term: Term, title: list[str]) -> float:
    """How well a title says a word, between 0 and 1."""
    if len(term.row) > 1:
        said = " ".join(title)
        return (
            1.0
            if f" {' '.join(term.row)} " in f" {said} "
            or (term.also and not set(term.also).isdisjoint(title))
            else 0.0
        )
    typed = term.row[0]
    return max((_likeness(term, typed, word) for word in title), default=0.0)


def _likeness(term: Term, typed: str, word: str) -> float:
    if word == typed:
        return 1.0
    if _is_said_by(word, _forms(term)):
        return WEIGHTS.as_stem
    if word.startswith(typed):
        whole = len(typed) / len(word)
        least = WEIGHTS.as_beginning if term.is_last else WEIGHTS.as_part
        return least + (WEIGHTS.as_stem - least) * whole * whole
    if len(typed) >= 4 and typed in word:
        return WEIGHTS.as_part
    if abs(len(typed) - len(word)) <= 2 and len(typed) >= 4:
        close = closeness(typed, word)
        return WEIGHTS.as_slip * close if close >= CLOSE else 0.0
    return 0.0


def _within(term: Term, field: str) -> float:
    """The same of a field with its stems, a blank around each word."""
    if f" {' '.join(term.row)} " in field:
        return 1.0
    if any(f" {form} " in field for form in (*term.stems, *term.also)):
        return WEIGHTS.as_stem
    if term.is_last and f" {term.row[-1]}" in field:
        return WEIGHTS.as_beginning
    return 0.0


def _title(one: Candidate, query: Query, title: list[str]) -> float:
    """Points for a title as a whole."""
    typed = words_of_folded(" ".join([*(term.typed for term in query.terms)]))
    whole = words_of_folded(query.words_key)
    points = 0.0
    if title and title == whole:
        points += WEIGHTS.whole_title
    elif whole and whole in [words_of_folded(old) for old in one.aliases.split(BETWEEN)]:
        points += WEIGHTS.whole_alias
    elif whole and " ".join(title).startswith(" ".join(whole)):
        points += WEIGHTS.begins_title
    elif len(whole) > 1 and f" {' '.join(whole)}" in " ".join(title):
        points += WEIGHTS.in_a_row_in_title
    points += WEIGHTS.title_said * _said(title, query)
    if query.small:
        points += (
            WEIGHTS.small_words * sum(word in title for word in query.small) / len(query.small)
        )
    return points + WEIGHTS.nearness * _near(typed, title)


def _said(title: list[str], query: Query) -> float:
    """How much of a title was typed, times how much of what was typed it holds: a title of one
    word is wholly said by whoever types that word and three others. Small words do not count."""
    asked = [_forms(term) for term in query.terms]
    telling = [word for word in title if word not in SMALL_WORDS] or title
    if not telling or not asked:
        return 0.0
    typed = sum(any(_is_said_by(word, forms) for forms in asked) for word in telling)
    held = sum(any(_is_said_by(word, forms) for word in telling) for forms in asked)
    return typed / len(telling) * held / len(asked)


def _near(typed: list[str], title: list[str]) -> float:
    """1 where a title has the words in the same order and close together."""
    places = [title.index(word) for word in typed if word in title]
    if len(places) < 2:
        return 0.0
    steps = [after - before for before, after in itertools.pairwise(places)]
    return sum(0 < step <= TOO_FAR for step in steps) / len(steps)


def _near_in_head(one: Candidate, query: Query) -> float:
    """1 where the summary or a heading says two of the words close together, as a page does that
    is about both: “Submitting your timesheet” for “submit” and “timesheet”."""
    asked = [_forms(term) for term in query.terms]
    for field in (one.summary, one.headings):
        if sum(_within(term, f" {field} ") > 0 for term in query.terms) > 1:
            last: tuple[int, int] | None = None  # where, and which term
            for at, word in enumerate(field.split()):
                for number, forms in enumerate(asked):
                    if _is_said_by(word, forms):
                        if last and last[1] != number and at - last[0] <= TOO_FAR:
                            return 1.0
                        last = at, number
                        break
    return 0.0


def _standing(one: Candidate, asker: Asker) -> float:
    points = 0.0
    if one.department == asker.department:
        points += WEIGHTS.own_department
    if one.approved_by is None:
        points += WEIGHTS.never_approved
    elif one.review_due is not None and one.review_due < asker.day:
        points += WEIGHTS.overdue
    if one.archived_at is not None:
        points += WEIGHTS.archived
    return points


def _is_said_by(word: str, forms: frozenset[str]) -> bool:
    """Whether a word of a text, or one of its stems, is among the forms of a term."""
    return word in forms or not forms.isdisjoint(stems(word))


def _forms(term: Term) -> frozenset[str]:
    return frozenset((*term.row, *term.forms))
