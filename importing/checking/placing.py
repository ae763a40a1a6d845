"""Where each page goes, and which article it is already."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from importing.checking.known import Earlier, Here, address_of
from importing.counting import count_html
from importing.departments import Departments
from importing.models import Form, Import, ImportPage, PageState, Stage, Topic
from importing.noting import Notes
from importing.working import Beat
from processes.models import Alias, Article
from processes.publishing import SLUG_LENGTH
from processes.text.rendering import slugify

BATCH = 200
LONG = ("body", "headings", "anchors", "more", "before")
PLACED = ["state", "place_key", "slug", "article", "after"]
CLOSED_THERE = "It is not readable by everybody there: a draft here, for its author or owner alone."


def place_all(run: Import, departments: Departments, beat: Beat) -> None:
    """Gives all pages that are still to be tried their place; a second time it is the same one."""
    slugs = _Slugs(departments)
    earlier = Earlier(run, departments)
    taken = run.pages.exclude(slug="").exclude(state=PageState.READ)
    for place, slug in taken.values_list("place_key", "slug").iterator(2000):
        slugs.claim(place, slug)
    for pages in in_batches(run):
        notes = Notes(run, Stage.CHECKING)
        here = earlier.of(pages)
        with transaction.atomic():
            for page in pages:
                _place(page, departments, here.get(page.key), slugs, notes)
            ImportPage.objects.bulk_update(pages, PLACED, BATCH)
            notes.write()
        beat.step(0)


def in_batches(run: Import) -> Iterator[list[ImportPage]]:
    """All pages that are still to be tried, without their long texts."""
    last = -1
    while True:
        waiting = run.pages.filter(state=PageState.READ, position__gt=last).defer(*LONG)
        pages = list(waiting.order_by("position")[:BATCH])
        if not pages:
            return
        yield pages
        last = pages[-1].position


def _place(
    page: ImportPage, departments: Departments, here: Here | None, slugs: _Slugs, notes: Notes
) -> None:
    if page.form == Form.REDIRECT:
        page.state = PageState.LEFT_OUT
        return
    filed = departments.file(page.places)
    page.place_key = filed.place or ""
    if here is not None:
        _is_here(page, here, notes)
        return
    if filed.place is None:
        page.state = PageState.LEFT_OUT
        notes.add(Topic.LEFT_OUT, page.key, filed.why, page.pk)
        return
    page.slug = slugs.free(filed.place, page.title)
    if page.form == Form.CLOSED:
        notes.add(Topic.CLOSED, page.key, CLOSED_THERE, page.pk)


def _is_here(page: ImportPage, here: Here, notes: Notes) -> None:
    """What another import brought is told apart by its digest, all else by its text, later on."""
    page.article, page.slug = here.article, here.article.slug
    if not here.digest:
        return
    page.after = count_html(here.article.html).told()
    page.state = PageState.SAME if here.digest == page.digest else PageState.DIFFERENT
    if page.state == PageState.DIFFERENT:
        notes.add(Topic.DIFFERENT, page.key, address_of(here.article), page.pk)


class _Slugs:
    """Last parts of addresses that are taken, or will be."""

    def __init__(self, departments: Departments) -> None:
        self.departments = departments
        self.taken: dict[str, set[str]] = {}

    def claim(self, place: str, slug: str) -> None:
        if planned := self.departments.planned.get(place):
            self._in(planned.slug, planned.pk).add(slug)

    def free(self, place: str, title: str) -> str:
        planned = self.departments.planned[place]
        taken = self._in(planned.slug, planned.pk)
        base = slugify(title)[:SLUG_LENGTH].strip("-")
        slug, number = base, 1
        while slug in taken:
            number += 1
            slug = f"{base}-{number}"
        taken.add(slug)
        return slug

    def _in(self, address: str, pk: int | None) -> set[str]:
        if address not in self.taken:
            self.taken[address] = _slugs_of(pk) if pk else set()
        return self.taken[address]


def _slugs_of(department: int) -> set[str]:
    return {
        *Article.objects.filter(department=department).values_list("slug", flat=True),
        *Alias.objects.filter(department=department).values_list("slug", flat=True),
    }
