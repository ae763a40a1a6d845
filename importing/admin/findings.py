"""What the trial found, or the import brought: counts against the old wiki, and each page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from importing.models import Form, Import, ImportChoice, ImportNote, ImportPage, PageState
from importing.summing import MAY_BE_DRAFTS

PAGES = 50  # in a table
MOST_NOTES = 20  # of one page
LONG = ("body", "headings", "anchors", "more", "addresses")
LONG_OF_ARTICLE = ("article__body", "article__html", "article__text")
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
# Where the links of a page lead, in words.
LED = {
    "page": "to other pages",
    "itself": "within the page",
    "folder": "to departments",
    "file": "to files",
    "redirected": "to other sites",
    "broken": "nowhere",
}
WORTH, LOSS, AS_DRAFT = "worth", "fewer", "-draft"


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
    """How many pages came to what: value, word, count. Drafts are told apart from what everybody
    may read."""
    counts = dict(_counted(run).get("pages", {}))
    drafts = _counted(run).get("drafts", {})
    found = []
    for one, (word, _) in SIGNS.items():
        hidden = min(drafts.get(one, 0), counts.get(one, 0))
        if readable := counts.get(one, 0) - hidden:
            found.append((one.value, word, readable))
        if hidden:
            as_drafts = "as a draft" if hidden == 1 else "as drafts"
            found.append((f"{one.value}{AS_DRAFT}", f"{word}, {as_drafts}", hidden))
    return found


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


def table(run: Import, only: str, words: str, number: str | None) -> Page[Any]:
    """The pages, each with its counts and what is to be said of it (four queries); those that
    need an eye first. Only their numbers are sorted: rows are long."""
    found = _asked(run, only).order_by(_need_of_an_eye(), "position")
    if words:
        found = found.filter(title__icontains=words)
    page = Paginator(found.values_list("pk", flat=True), PAGES).get_page(number)
    numbers = list(page.object_list)
    rows = ImportPage.objects.select_related("article__department", "run__department")
    shown = rows.defer(*LONG, *LONG_OF_ARTICLE).in_bulk(numbers)
    page.object_list = _lines(shown[pk] for pk in numbers if pk in shown)
    return page


def _asked(run: Import, only: str) -> QuerySet[ImportPage]:
    pages = run.pages.exclude(form=Form.REDIRECT)
    state = only.removesuffix(AS_DRAFT)
    if state in MAY_BE_DRAFTS:
        are_drafts = ~Q(form=Form.PUBLISHED)
        return pages.filter(are_drafts if only != state else ~are_drafts, state=state)
    if only in PageState.values:
        return pages.filter(state=only)
    if only == LOSS:
        return pages.alias(**_numbers()).filter(_fewer())
    if only == WORTH:
        return pages.alias(**_numbers()).filter(Q(_told()) | _fewer())
    return pages


def _need_of_an_eye() -> Case:
    """Pages that do not come in stand above those that something is said of, and above the rest."""
    return Case(
        When(state=PageState.LEFT_OUT, then=0),
        When(state=PageState.DIFFERENT, then=1),
        When(_told(), then=2),
        default=3,
    )


def _told() -> Exists:
    return Exists(ImportNote.objects.filter(page=OuterRef("pk")))


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
