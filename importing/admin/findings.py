"""What the trial found, or the import brought: counts against the old wiki, each page, each line
worth a look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from importing.models import Form, Import, ImportChoice, ImportNote, ImportPage, PageState, Topic

PAGES = 50  # in a table
NOTES = 100
MOST_NOTES = 20  # of one page
MEASURES = {
    "words": "Words",
    "paragraphs": "Paragraphs",
    "headings": "Headings",
    "items": "List items",
    "cells": "Table cells",
    "code": "Code blocks",
    "pictures": "Pictures",
    "links": "Links",
}
SIGNS = {
    PageState.NEW: ("New", "accent"),
    PageState.IMPORTED: ("Imported", "good"),
    PageState.SAME: ("Here already, the same", "plain"),
    PageState.DIFFERENT: ("Here already, different", "warn"),
    PageState.LEFT_OUT: ("Left out", "warn"),
    PageState.READ: ("Not there yet", "plain"),
}
# Of lines that stand under “Worth a look”.
TOPICS = {Topic.PERSON: "Authors", Topic.WARNING: "Other remarks"}
# Where the links of a page lead, in words.
LED = {
    "page": "to other pages",
    "itself": "within the page",
    "folder": "to departments",
    "file": "to files",
    "redirected": "to other sites",
    "broken": "nowhere",
}
WORTH, LOSS = "worth", "fewer"


@dataclass(frozen=True)
class Measure:
    """One count, there and here."""

    name: str
    before: int
    after: int

    @property
    def is_same(self) -> bool:
        return self.before == self.after

    @property
    def is_less(self) -> bool:
        return self.after < self.before

    @property
    def distance(self) -> int:
        return abs(self.after - self.before)


@dataclass
class Line:
    page: ImportPage
    word: str
    look: str
    measures: list[Measure]
    links: list[tuple[str, int]] = field(default_factory=list)
    notes: list[ImportNote] = field(default_factory=list)
    department: str = ""

    @property
    def changed(self) -> list[Measure]:
        return [one for one in self.measures if not one.is_same]


def states(run: Import) -> list[tuple[str, str, int]]:
    """How many pages came to what: value, word, count."""
    counts = _counted(run).get("pages", {})
    return [(one.value, SIGNS[one][0], counts[one]) for one in SIGNS if counts.get(one)]


def totals(run: Import) -> list[Measure]:
    """Of all pages that come in, or are in, what their texts hold there and here."""
    counted = _counted(run)
    before, after = counted.get("before", {}), counted.get("after", {})
    return [
        Measure(name, before.get(key, 0), after.get(key, 0))
        for key, name in MEASURES.items()
        if before.get(key) or after.get(key)
    ]


def _counted(run: Import) -> dict[str, dict[str, int]]:
    """What the last stage has counted; that stays when the pages are gone."""
    return run.counts.get("apply") or run.counts.get("check") or {}


def topics(run: Import) -> list[tuple[str, str, int]]:
    """What the lines are about: value, heading, how many."""
    counts = dict(run.notes.values_list("topic").annotate(Count("pk")).order_by())
    return [
        (one.value, TOPICS.get(one, one.label), counts[one]) for one in Topic if counts.get(one)
    ]


def notes(run: Import, topic: str, number: str | None) -> Page[ImportNote]:
    """The lines about one thing."""
    found = run.notes.filter(topic=topic).select_related("page").defer("page__body")
    return Paginator(found.order_by("pk"), NOTES).get_page(number)


def table(run: Import, only: str, words: str, number: str | None) -> Page[Any]:
    """The pages, each with its counts and what is to be said of it (three queries)."""
    found = _asked(run, only).defer("body", "headings", "anchors", "more", "addresses")
    if words:
        found = found.filter(title__icontains=words)
    page = Paginator(
        found.select_related("article__department", "run__department"), PAGES
    ).get_page(number)
    page.object_list = _lines(page.object_list)
    return page


def _asked(run: Import, only: str) -> QuerySet[ImportPage]:
    pages = run.pages.exclude(form=Form.REDIRECT)
    if only in PageState.values:
        return pages.filter(state=only)
    if only == LOSS:
        return pages.alias(**_numbers()).filter(_fewer())
    if only == WORTH:
        told = Exists(ImportNote.objects.filter(page=OuterRef("pk")))
        return pages.alias(**_numbers()).filter(Q(told) | _fewer())
    return pages


def _fewer() -> Q:
    """Less of anything here than there; of pages with the numbers of `_numbers`."""
    less = Q()
    for key in MEASURES:
        less |= Q(**{f"after_{key}__lt": F(f"before_{key}")})
    return less


def _numbers() -> dict[str, Cast]:
    """Each count of a page as a number that the database compares."""
    return {
        f"{when}_{key}": Cast(KT(f"{when}__{key}"), IntegerField())
        for key in MEASURES
        for when in ("before", "after")
    }


def _lines(pages: Iterable[ImportPage]) -> list[Line]:
    shown = list(pages)
    told: dict[int, list[ImportNote]] = {}
    for note in ImportNote.objects.filter(page__in=shown).order_by("topic", "pk"):
        told.setdefault(note.page_id or 0, []).append(note)
    departments = _departments(shown)
    return [
        Line(
            one,
            *SIGNS[PageState(one.state)],
            _measures(one),
            [(word, one.links[key]) for key, word in LED.items() if one.links.get(key)],
            told.get(one.pk, [])[:MOST_NOTES],
            departments.get((one.run_id, one.place_key), "") if one.slug else "",
        )
        for one in shown
    ]


def _departments(pages: Iterable[ImportPage]) -> dict[tuple[int, str], str]:
    """The names of the departments that pages go to; "" is the place of the import's own one."""
    pages = list(pages)
    keys = {one.place_key for one in pages}
    rows = ImportChoice.objects.filter(
        run__in={one.run_id for one in pages}, is_author=False, key__in=keys
    ).select_related("department")
    found = {(one.run_id, one.key): str(one.department or one.new_name or one.name) for one in rows}
    for one in pages:
        found.setdefault((one.run_id, ""), str(one.run.department or ""))
    return found


def _measures(page: ImportPage) -> list[Measure]:
    """None where the page was not drawn."""
    if not page.after:
        return []
    return [
        Measure(name, page.before.get(key, 0), page.after.get(key, 0))
        for key, name in MEASURES.items()
    ]
