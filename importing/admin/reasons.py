"""The lines worth a look: by what they are about, then by their reason, counted together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Max, Min, QuerySet, Window
from django.db.models.functions import RowNumber

from importing.models import Import, ImportNote, Topic
from importing.models.note import REASON_LENGTH

REASONS = 25  # on a page
FOLDED = 10  # lines of a reason that are shown with it
NOTES = 100  # of one reason, on a page
LONG = ("body", "headings", "anchors", "more", "before", "after", "links", "needs")


@dataclass
class Reason:
    """`text` is what all its lines say, or what they have in common; `notes` the first of them."""

    value: str
    text: str
    count: int
    notes: list[ImportNote] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.notes)


def topics(run: Import) -> list[tuple[str, str, int]]:
    """What the lines are about, what needs an eye first: value, heading, how many."""
    counts = dict(run.notes.values_list("topic").annotate(Count("pk")).order_by())
    return [(one.value, one.label, counts[one]) for one in Topic if counts.get(one)]


def reasons(run: Import, topic: str, number: str | None) -> Page[Any]:
    """Those of a topic, the most frequent first, each with its first lines (three queries)."""
    found = (
        run.notes.filter(topic=topic)
        .values("reason")
        .annotate(count=Count("pk"), one=Min("text"), other=Max("text"))
        .order_by("-count", "reason")
    )
    page = Paginator(found, REASONS).get_page(number)
    shown = {
        row["reason"]: Reason(
            row["reason"],
            row["one"] if row["one"] == row["other"] else row["reason"],
            row["count"],
        )
        for row in page.object_list
    }
    for note in _first_lines(run, topic, list(shown)):
        shown[note.reason].notes.append(note)
    page.object_list = list(shown.values())
    return page


def lines(run: Import, topic: str, reason: str, number: str | None) -> Page[ImportNote]:
    """All lines of one reason."""
    found = run.notes.filter(topic=topic, reason=reason.replace("\x00", "")[:REASON_LENGTH])
    return Paginator(_with_pages(found.order_by("pk")), NOTES).get_page(number)


def _first_lines(run: Import, topic: str, shown: list[str]) -> QuerySet[ImportNote]:
    numbered = ImportNote.objects.filter(run=run, topic=topic, reason__in=shown).annotate(
        number=Window(RowNumber(), partition_by=F("reason"), order_by=F("pk").asc())
    )
    return _with_pages(numbered.filter(number__lte=FOLDED).order_by("pk"))


def _with_pages(found: QuerySet[ImportNote]) -> QuerySet[ImportNote]:
    return found.select_related("page").defer(*(f"page__{name}" for name in LONG))
