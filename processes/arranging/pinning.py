"""The pages that a department shows before all others."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Department, User
from processes.arranging.guards import lock
from processes.arranging.refusals import NotHere, TooMany
from processes.models import Article
from processes.models.reading import Pin

MOST_PINS = 12


@transaction.atomic
def pin(department: Department, article: Article, by: User) -> None:
    """A department shows a page first, after those pinned already. The caller fetched `article`
    with the permission of `by`; it may be one of another department. Twice is once.

    Raises NotAllowed, NotHere for a page that is not in use, TooMany from `MOST_PINS` on.
    """
    lock(department, by)
    if not article.is_published or article.is_archived:
        raise NotHere("Only a page in use can be pinned.")
    pins, hidden = _pins(department, by)
    if any(pin.article_id == article.pk for pin in (*pins, *hidden)):
        return
    if len(pins) >= MOST_PINS:
        raise TooMany(f"{MOST_PINS} pages are pinned already. Take one away first.")
    last = max((pin.position for pin in (*pins, *hidden)), default=-1)
    Pin.objects.create(department=department, article=article, position=last + 1)


@transaction.atomic
def unpin(department: Department, article: Article, by: User) -> None:
    """It is not shown first any more. Nothing to take away is fine. Raises NotAllowed."""
    lock(department, by)
    Pin.objects.filter(department=department, article=article).delete()


@transaction.atomic
def move_pin(department: Department, article: Article, by: User, *, to: int) -> tuple[int, int]:
    """Puts a pinned page at a place among the pinned ones, from 0, as near as there is one.
    Returns its place and how many they are. Raises NotAllowed, NotHere."""
    lock(department, by)
    pins, hidden = _pins(department, by)
    return _put(pins, hidden, _at(pins, article), to)


@transaction.atomic
def shift_pin(department: Department, article: Article, by: User, *, steps: int) -> tuple[int, int]:
    """The same, some steps down, or up where they are negative."""
    lock(department, by)
    pins, hidden = _pins(department, by)
    now = _at(pins, article)
    return _put(pins, hidden, now, now + steps)


def _pins(department: Department, by: User) -> tuple[list[Pin], list[Pin]]:
    """The pins that this person sees, and those they do not: of a page that is archived, or went
    behind a door since. The latter are neither counted nor told of, and come last."""
    pins = list(Pin.objects.filter(department=department))
    shown = Article.objects.visible_to(by).published().order_by()
    seen = set(shown.filter(pins__department=department).values_list("pk", flat=True))
    return (
        [pin for pin in pins if pin.article_id in seen],
        [pin for pin in pins if pin.article_id not in seen],
    )


def _at(pins: list[Pin], article: Article) -> int:
    places = (n for n, pin in enumerate(pins) if pin.article_id == article.pk)
    if (place := next(places, None)) is None:
        raise NotHere("This page is not pinned any more.")
    return place


def _put(pins: list[Pin], hidden: list[Pin], now: int, to: int) -> tuple[int, int]:
    mine = pins.pop(now)
    place = max(0, min(to, len(pins)))
    pins.insert(place, mine)
    for position, pin in enumerate([*pins, *hidden]):
        pin.position = position
    Pin.objects.bulk_update([*pins, *hidden], ["position"])
    return place, len(pins)
