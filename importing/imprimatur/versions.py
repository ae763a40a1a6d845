"""The versions of one page, as the workflow adopts them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.utils import timezone

from accounts.models import User
from importing.files import Files
from importing.imprimatur import format as names
from importing.imprimatur import parsing
from importing.imprimatur.parsing import Told, line_of
from importing.imprimatur.people import People
from processes.models import Significance
from processes.models.article import SUMMARY_LENGTH, TITLE_LENGTH
from processes.publishing import Content
from processes.workflow import Brought

_MOST_MISSING = 1_000  # in a row; a file may claim to be version two thousand million

Facts = Callable[[object], dict[str, object]]


def read(files: Files, path: str, live: Told) -> list[Told]:
    """All that the export holds of this page, oldest first; the live one is the page's own file.

    Raises Unreadable.
    """
    folder = f"{names.HISTORY_FOLDER}/{path}/"
    number = live.number("version") or 1
    found: dict[int, Told] = {}
    for at in range(1, number + 1):
        name = f"{folder}{at:04}.md"
        if name in files:
            told = parsing.page(files, name)
            # The name of the file is believed: what it says itself may be there twice.
            found[at] = replace(told, values={**told.values, "version": at})
        elif at - max(found, default=0) > _MOST_MISSING:
            break
    # The live text is in the history as well, with what was said of it, unless it was edited since.
    if (number in found and found[number].body != live.body) or number not in found:
        found[number] = live
    return [found[at] for at in sorted(found)]


def brought(told: list[Told], path_in_words: str, people: People, facts: Facts) -> list[Brought]:
    """Under the numbers they had. A version without a date was published with the one after it."""
    rows = []
    at = timezone.now()
    for version in reversed(told):
        at = version.moment("at") or version.moment("published_at") or at
        rows.append(_brought(version, at, path_in_words, people, facts))
    return rows[::-1]


def content(told: Told, facts: Facts) -> Content:
    """What a version said, cut to what a page may say here."""
    title = line_of(told.values, "title", TITLE_LENGTH) or "Untitled"
    summary = " ".join(told.text("summary", SUMMARY_LENGTH).split())
    return Content(title, summary, told.body, facts(told.values.get("facts")))


def _brought(told: Told, at: object, wiki: str, people: People, facts: Facts) -> Brought:
    approver = people.person(told.values.get("approved_by"))
    author = people.person(told.values.get("author")) or approver
    author = author or people.person(told.values.get("created_by")) or people.by
    number = told.number("version") or 1
    significance = told.text("significance", 5)
    return Brought(
        number=number,
        content=content(told, facts),
        author=author,
        approved_by=approver,
        at=at,  # type: ignore[arg-type]
        said=_said(number, approver, wiki),
        note=told.text("note", 500),
        significance=significance if significance in Significance.values else "",
    )


def _said(number: int, approver: User | None, wiki: str) -> str:
    approved = f"approved there by {approver}" if approver else "nobody had approved it there"
    return f"Version {number} of {wiki}; {approved}."
