"""The places of all pages of a department, worked out anew from what they follow from."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models.query import QuerySet

from accounts.models import Department
from processes.arranging.keeping import FIELDS, place_below
from processes.models import Article

BATCH = 500


def mend() -> int:
    """Puts right what people changed at the same moment; returns how many pages stood elsewhere.

    One query for each department; where something is to be mended, it is read again under lock.
    """
    departments = Department.objects.order_by("pk").values_list("pk", flat=True)
    return sum(_mend(pk) for pk in list(departments) if misplaced(_pages(pk)))


def misplaced(pages: Iterable[Article]) -> list[Article]:
    """Those of a department's live pages that stand elsewhere than they should. Their `place` is
    the right one then."""
    rows = {page.pk: page for page in pages}
    places: dict[int, bytes] = {}
    for page in rows.values():
        _work_out(page, rows, places)
    moved = [page for page in rows.values() if bytes(page.place) != places[page.pk]]
    for page in moved:
        page.place = places[page.pk]
    return moved


@transaction.atomic
def _mend(department_id: int) -> int:
    locked = _pages(department_id).select_for_update(no_key=True, of=("self",))
    moved = misplaced(locked)
    Article.objects.bulk_update(moved, ["place"], batch_size=BATCH)
    return len(moved)


def _pages(department_id: int) -> QuerySet[Article]:
    return Article.objects.filter(department=department_id).published().order_by("pk").only(*FIELDS)


def _work_out(page: Article, rows: dict[int, Article], places: dict[int, bytes]) -> None:
    """Of a page and all above it, from the top. A circle is cut where it is met."""
    if page.pk in places:
        return
    line = [page]
    seen = {page.pk}
    while (parent := rows.get(line[-1].parent_id or 0)) and parent.pk not in seen | places.keys():
        line.append(parent)
        seen.add(parent.pk)
    for current in reversed(line):
        places[current.pk] = place_below(current, places.get(current.parent_id or 0, b""))
