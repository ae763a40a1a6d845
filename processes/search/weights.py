"""What counts how much in the order of results; tests/benchmarks/relevance.py measures it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """Points. The first of each group are for the whole query, shared out among its words."""

    in_title: float = 40
    in_alias: float = 32
    in_summary: float = 18
    in_heading: float = 14
    in_text: float = 5

    # How good a match of one word is.
    as_stem: float = 0.95
    as_beginning: float = 0.75
    as_part: float = 0.4  # “list” in “checklist”: less than the summary's saying “list”
    as_slip: float = 0.7  # times how close it is

    whole_title: float = 30
    whole_alias: float = 20
    begins_title: float = 6
    in_a_row_in_title: float = 4  # who types a piece of a title means that page
    title_said: float = 14  # how much of the title was typed
    small_words: float = 3
    nearness: float = 5
    near_in_head: float = 4  # within the summary or the headings
    # More than one word of two in a summary brings: a text that says all of them often or together.
    text_rank: float = 10

    own_department: float = 1.5
    overdue: float = -2
    never_approved: float = -1
    archived: float = -1_000


WEIGHTS = Weights()
