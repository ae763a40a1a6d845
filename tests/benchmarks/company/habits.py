"""What people read, keep at hand, follow, are told of and search for."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from random import Random

from django.db.models import Model

from accounts.models import Notification
from accounts.models.events import Event
from accounts.models.outgoing import Mail
from processes.models import Follow, Pin, Search, Star, Visit
from tests.benchmarks.company import words
from tests.benchmarks.company.layout import PEOPLE, Layout, Page, Place

VISITS, STARS, FOLLOWED, PINS, TOLD, UNREAD = 20, 3, 3, 4, 12, 3
NEAR = 1000  # pages that people of any company look at, beside those of their department


def of_place(place: Place, layout: Layout, now: datetime.datetime) -> Iterator[Model]:
    """All rows of the people of a department, and those of itself."""
    live = [page for page in place.pages if page.is_live]
    near = (page for page in layout.live[:NEAR] if page.place is not place)
    known = [*live, *(page for page in near if not page.place.is_closed)]
    for position, page in enumerate(live[:PINS]):
        yield Pin(department_id=place.pk, article_id=page.pk, position=position)
    for number in range(PEOPLE):
        random = Random(f"habits {place.number} {number}")
        yield from _of_person(place.person(number), place, _some(random, known, VISITS), now)
    random = Random(f"searches {place.number}")
    for number in range(len(place.pages) // 5):
        typed = " ".join(words.naming().choose(random, 2))
        at = now - datetime.timedelta(hours=number * 7)
        yield Search(words=typed, words_key=typed, department_id=place.pk, hits=number % 9, at=at)


def _of_person(
    person: int, place: Place, pages: list[Page], now: datetime.datetime
) -> Iterator[Model]:
    for number, page in enumerate(pages):
        at = now - datetime.timedelta(days=number)
        seen = max(1, page.versions - number % 2)
        yield Visit(person_id=person, article_id=page.pk, version=seen, at=at)
    for page in pages[:STARS]:
        yield Star(person_id=person, article_id=page.pk)
    for page in pages[:FOLLOWED]:
        yield Follow(person_id=person, article_id=page.pk)
    yield Follow(person_id=person, department_id=place.pk)
    for number, page in enumerate(pages[:TOLD]):
        at = now - datetime.timedelta(days=number * 3)
        yield Notification(
            user_id=person,
            event=Event.PUBLISHED,
            title=page.title,
            text="Has a new version.",
            url=page.address,
            created_at=at,
            read_at=None if number < UNREAD else at,
            mail=Mail.NONE,
        )


def _some(random: Random, pages: list[Page], number: int) -> list[Page]:
    return random.sample(pages, min(number, len(pages)))
