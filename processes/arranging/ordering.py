"""The order of pages beside each other, by hand."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from accounts.models import Department, User
from processes.arranging.guards import lock
from processes.arranging.keeping import FIELDS, KEPT, move_below, place_below
from processes.arranging.refusals import NotHere
from processes.models import Article
from processes.text import page_order

LAST = b"\xff\xff\xff"  # no piece of a key begins so: a title holds no such byte


@transaction.atomic
def order(department: Department, parent: Article | None, ids: Sequence[int], by: User) -> None:
    """Puts the pages right below another, or at the top of a shelf (None), into this order.

    `ids` are pages of one shelf or parent; what stands beside them and is not named follows by
    title, what does not stand there is passed over. Raises NotAllowed.
    """
    lock(department, by)
    named = Article.objects.filter(department=department, pk__in=ids).published().only(*FIELDS)
    first = next((page for page in named if _is_below(page, parent)), None)
    if first is None:
        return
    beside = {page.pk: page for page in _beside(first)}
    chosen = [pk for pk in dict.fromkeys(ids) if pk in beside]
    _take(beside, {pk: position for position, pk in enumerate(chosen)})


@transaction.atomic
def move(department: Department, page: Article, by: User, *, to: int) -> tuple[int, int]:
    """Puts a page at a place among those beside it, from 0, as near as there is one; the others
    keep their order. Returns its place and how many they are.

    Raises NotAllowed, NotHere where the page is not in use in the department.
    """
    lock(department, by)
    beside = _beside(_fresh(department, page))
    return _put(beside, page, to)


@transaction.atomic
def shift(department: Department, page: Article, by: User, *, steps: int) -> tuple[int, int]:
    """The same, some steps down, or up where they are negative."""
    lock(department, by)
    beside = _beside(_fresh(department, page))
    now = next(n for n, other in enumerate(beside) if other.pk == page.pk)
    return _put(beside, page, now + steps)


@transaction.atomic
def by_title(department: Department, page: Article, by: User) -> None:
    """Takes back what was ordered by hand among a page and those beside it: they follow each other
    by title. Raises NotAllowed, NotHere."""
    lock(department, by)
    _take({other.pk: other for other in _beside(_fresh(department, page))}, {})


def _fresh(department: Department, page: Article) -> Article:
    live = Article.objects.published().filter(department=department, pk=page.pk)
    found = live.only(*FIELDS).first()
    if found is None or not found.place:
        raise NotHere("This page is not in use here any more.")
    return found


def _is_below(page: Article, parent: Article | None) -> bool:
    if not page.place:
        return False
    return page_order.above(bytes(page.place))[-1:] == ([parent.pk] if parent else [])


def _beside(page: Article) -> list[Article]:
    """A page and those that stand below the same, in their order, locked."""
    above = page_order.parent(bytes(page.place))
    pages = Article.objects.published().filter(department=page.department_id)
    near = pages.filter(place__gt=above, place__lt=above + LAST).order_by()
    found = [pk for pk, key in near.values_list("pk", "place") if _stands(key, above)]
    locked = pages.filter(pk__in=found).order_by("pk").select_for_update(no_key=True, of=("self",))
    # Whoever gave the page above another title had these first: what they say now is right.
    return sorted(locked.only(*FIELDS), key=lambda other: bytes(other.place))


def _stands(key: bytes, above: bytes) -> bool:
    return page_order.parent(bytes(key)) == above


def _put(beside: Sequence[Article], page: Article, to: int) -> tuple[int, int]:
    others = [other.pk for other in beside if other.pk != page.pk]
    place = max(0, min(to, len(others)))
    others.insert(place, page.pk)
    rows = {other.pk: other for other in beside}
    _take(rows, {pk: position for position, pk in enumerate(others)})
    return place, len(others)


def _take(beside: dict[int, Article], positions: dict[int, int]) -> None:
    """Writes the places of pages that share a parent, and of all below them."""
    moved = []
    for page in beside.values():
        before, page.position = bytes(page.place), positions.get(page.pk)
        page.place = place_below(page, page_order.parent(before))
        if page.place != before:
            moved.append(page)
    Article.objects.bulk_update(moved, KEPT)
    move_below(moved)
