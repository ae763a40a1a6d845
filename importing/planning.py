"""Decides what an import will do, and writes nothing. Pure: data in, data out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from importing.addresses import AddressBook, folders_of
from importing.assets import AssetFinder
from importing.departments import plan_departments
from importing.model import (
    Note,
    Place,
    Plan,
    PlannedDepartment,
    PlannedPage,
    Source,
    SourcePage,
    Topic,
)
from importing.rewriting import Map, Rewriter
from importing.site import KnownArticle, Site, marker
from processes.publishing import SLUG_LENGTH, title_key
from processes.text.rendering import slugify


def plan_import(
    source: Source, site: Site, *, department: str, hosts: Iterable[str], assets: AssetFinder
) -> Plan:
    """Where each page will stand and what its links become.

    `hosts` are names under which the old site was known. Raises AmbiguousDepartment.
    """
    pages = [page for page in source.pages if not page.redirect_to]
    departments = plan_departments(department, folders_of(pages), pages, site)
    markers = {page.path: marker(departments[""].slug, source.name, page.path) for page in pages}
    places = _Places(site, departments, markers).plan(pages)
    book = AddressBook(source.pages, hosts, assets)
    there = Map(places, departments, *_count_titles(places.values(), site))
    rewriters = [Rewriter(book, there, page) for page in pages]
    planned = [_planned(one, places, markers) for one in rewriters]
    notes = [*source.notes, *_clashes(book)]
    counts: Counter[str] = Counter()
    for one in rewriters:
        notes += one.notes
        counts += one.counts
    return Plan(tuple(departments.values()), tuple(_targets_first(planned)), tuple(notes), counts)


class _Places:
    """Finds each page a free address, or the article that an earlier import made of it."""

    def __init__(
        self, site: Site, departments: dict[str, PlannedDepartment], markers: dict[str, str]
    ) -> None:
        self.site = site
        self.departments = departments
        self.markers = markers
        self.taken = set(site.by_address)
        self.claimed = {site.by_marker[one].pk for one in markers.values() if one in site.by_marker}

    def plan(self, pages: Sequence[SourcePage]) -> dict[str, Place]:
        return {page.path: self._place(page) for page in pages}

    def _place(self, page: SourcePage) -> Place:
        department = self.departments[page.folder].slug
        known = self._known(page, department)
        if known:
            return Place(page.folder, known.department, known.slug, page.title, known.pk)
        slug = self._free_slug(department, page.title)
        return Place(page.folder, department, slug, page.title)

    def _known(self, page: SourcePage, department: str) -> KnownArticle | None:
        if known := self.site.by_marker.get(self.markers[page.path]):
            return known
        known = self.site.by_title.get((department, title_key(page.title)))
        if known is None or known.pk in self.claimed:
            return None
        self.claimed.add(known.pk)
        return known

    def _free_slug(self, department: str, title: str) -> str:
        base = slugify(title)[:SLUG_LENGTH].strip("-")
        slug, number = base, 1
        while (department, slug) in self.taken:
            number += 1
            slug = f"{base}-{number}"
        self.taken.add((department, slug))
        return slug


def _count_titles(
    places: Iterable[Place], site: Site
) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    titles, own_titles = Counter(site.titles), Counter(site.own_titles)
    for place in places:
        if place.article is None:
            titles[title_key(place.title)] += 1
            own_titles[place.department, title_key(place.title)] += 1
    return titles, own_titles


def _planned(rewriter: Rewriter, places: dict[str, Place], markers: dict[str, str]) -> PlannedPage:
    page, text = rewriter.page, rewriter.rewrite()
    leads_to = frozenset(rewriter.leads_to)
    return PlannedPage(page, places[page.path], text, leads_to, markers[page.path])


def _clashes(book: AddressBook) -> list[Note]:
    return [
        Note(
            Topic.WARNING,
            page.path,
            f"has the old address {address}, as {first.path} has, to which links lead.",
        )
        for address, first, page in book.clashes
    ]


def _targets_first(pages: Sequence[PlannedPage]) -> list[PlannedPage]:
    """Pages that others link to come before those, as far as links run one way.

    A page is drawn again whenever a page it waits for appears; this order spares most of that.
    """
    by_path = {page.source.path: page for page in pages}
    ordered: dict[str, PlannedPage] = {}
    begun: set[str] = set()
    for page in pages:
        stack = [page.source.path]
        while stack:
            path = stack[-1]
            further = sorted((by_path[path].leads_to & by_path.keys()) - begun)
            if path not in begun:
                begun.add(path)
            if further:
                stack.append(further[0])
            else:
                ordered.setdefault(path, by_path[path])
                stack.pop()
    return list(ordered.values())
