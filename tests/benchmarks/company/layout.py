"""Which departments and pages there are, where they stand and how far they came: no texts yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from random import Random

from processes.text import page_order
from processes.text.rendering import fold, slugify
from tests.benchmarks.company import words

IN_DEPARTMENTS = (60, 440, 250, 250)  # pages, in turn
SHELVES = (*[("process", "")] * 6, *page_order.SHELVES[1:5])
VERSIONS = ((1, 2, 3, 4, 5), (45, 25, 15, 10, 5))
MANAGER, OWNERS, PEOPLE = 0, 3, 24  # of each department: the first manages, the next three own
WAITING_FOR_LEAD = 40
LEAD_DEPARTMENT = 2  # whose manager has as many waiting in every company; the reader works there
TOOLS = 30


@dataclass(slots=True, eq=False)
class Place:
    """A department; numbers count from 0, ids from 1."""

    number: int
    pages: list[Page] = field(default_factory=list)

    @property
    def pk(self) -> int:
        return self.number + 1

    @property
    def slug(self) -> str:
        return f"team-{self.number}"

    @property
    def parent(self) -> int | None:
        """The id of the one above: poles of twenty, in groups of four."""
        if self.number % 20 == 0:
            return None
        return self.number - self.number % (20 if self.number % 4 == 0 else 4) + 1

    @property
    def is_closed(self) -> bool:
        return self.number % 8 == 3

    def person(self, number: int) -> int:
        """The id of its how-manieth person."""
        return self.number * PEOPLE + number + 1


@dataclass(slots=True, eq=False)
class Page:
    number: int
    place: Place
    title: str
    slug: str
    kind: str
    topic: str
    parent: Page | None
    owner: int
    versions: int  # 0 = never published
    is_imported: bool
    is_archived: bool
    waits: bool  # somebody's proposal
    days_ago: int  # since its last version
    tools: list[int]
    links: list[Page]
    key: bytes = b""

    @property
    def pk(self) -> int:
        return self.number + 1

    @property
    def address(self) -> str:
        return f"/{self.place.slug}/{self.slug}/"

    @property
    def is_live(self) -> bool:
        return self.versions > 0 and not self.is_archived

    def random(self, what: str) -> Random:
        return Random(f"{what} {self.number}")


class Layout:
    def __init__(self, size: int) -> None:
        self.places: list[Place] = []
        self.pages: list[Page] = []
        while len(self.pages) < size:
            place = Place(len(self.places))
            self.places.append(place)
            self._fill(place, size)

    def _fill(self, place: Place, size: int) -> None:
        taken: set[str] = set()
        wanted = IN_DEPARTMENTS[place.number % len(IN_DEPARTMENTS)]
        for number in range(len(self.pages), min(size, len(self.pages) + wanted)):
            page = self._page(number, place, taken)
            place.pages.append(page)
            self.pages.append(page)

    def _page(self, number: int, place: Place, taken: set[str]) -> Page:
        random = Random(f"page {number}")
        parent = _parent(random, place)
        kind, topic = (parent.kind, parent.topic) if parent else random.choice(SHELVES)
        title, slug = _named(random, taken)
        versions = 0 if random.random() < 0.02 else random.choices(*VERSIONS)[0]
        page = Page(
            number=number,
            place=place,
            title=title,
            slug=slug,
            kind=kind,
            topic=topic,
            parent=parent,
            owner=place.person(random.randrange(OWNERS + 1)),
            versions=versions,
            is_imported=random.random() < 0.2,
            is_archived=versions > 0 and random.random() < 0.03,
            waits=versions > 0 and random.random() < 0.015,
            days_ago=random.randrange(420),
            tools=random.sample(range(1, TOOLS + 1), random.choice((0, 0, 0, 0, 1, 3))),
            links=self._links(random, place),
        )
        if place.number == LEAD_DEPARTMENT and page.is_live:
            page.waits = len(place.pages) < WAITING_FOR_LEAD * 1.2
            page.owner = place.person(MANAGER) if page.waits else page.owner
        page.waits = page.waits and page.is_live
        if page.is_live:
            above = parent.key if parent else page_order.top(kind, topic)
            page.key = page_order.below(above, None, fold(title), page.pk)
        return page

    def _links(self, random: Random, place: Place) -> list[Page]:
        """To earlier pages, two thirds of them of the same department."""
        found: dict[int, Page] = {}
        for _ in range(random.choice((0, 0, 0, 1, 2, 3, 4, 5, 6, 7))):
            near = place.pages and random.random() < 0.66
            candidates: Sequence[Page] = place.pages if near else self.pages
            page = random.choice(candidates) if candidates else None
            if page and page.is_live and (page.place is place or not page.place.is_closed):
                found[page.pk] = page
        return list(found.values())

    @cached_property
    def live(self) -> list[Page]:
        return [page for page in self.pages if page.is_live]


def _parent(random: Random, place: Place) -> Page | None:
    """Half of the pages are a part of another one, up to eight deep."""
    if not place.pages or random.random() < 0.5:
        return None
    page = random.choice(place.pages)
    return page if page.is_live and page_order.depth(page.key) < 8 else None


def _named(random: Random, taken: set[str]) -> tuple[str, str]:
    while True:
        chosen = words.naming().choose(random, random.choice((2, 3, 3, 4, 5)))
        title = " ".join(chosen).capitalize()
        slug = slugify(title)[:80].strip("-")
        if slug not in taken:
            taken.add(slug)
            return title, slug
