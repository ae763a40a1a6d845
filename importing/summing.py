"""What a stage has found, in numbers."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Count

from importing.departments import Departments
from importing.models import Form, Import, PageState

SHOWN = (PageState.NEW, PageState.IMPORTED, PageState.SAME)
# Of these it is told how many are drafts here.
MAY_BE_DRAFTS = (PageState.NEW, PageState.IMPORTED)


def sum_up(run: Import, departments: Departments) -> dict[str, Any]:
    """JSON: pages by state and how many of them are drafts here, departments to be made, links by
    where they lead, counts there and here of the pages that come in, lines by topic."""
    before, after, links = Counter[str](), Counter[str](), Counter[str]()
    rows = run.pages.filter(state__in=SHOWN).exclude(form=Form.REDIRECT)
    for there, here, led in rows.values_list("before", "after", "links").iterator(1000):
        links.update(led)
        if here:
            before.update(there)
            after.update(here)
    return {
        "pages": counted(run, "state"),
        "drafts": drafts(run),
        "forms": counted(run, "form"),
        "departments": sum(one.pk is None for one in departments.planned.values()),
        "before": before,
        "after": after,
        "links": links,
        "notes": dict(run.notes.values_list("topic").annotate(Count("pk")).order_by()),
    }


def drafts(run: Import) -> dict[str, int]:
    """How many of the pages that come in, or came in, are drafts here, by state."""
    found = run.pages.filter(state__in=MAY_BE_DRAFTS, form__in=(Form.DRAFT, Form.CLOSED))
    return dict(found.values_list("state").annotate(Count("pk")).order_by())


def counted(run: Import, field: str) -> dict[str, int]:
    """How many pages have each value of a field; redirects have no state worth telling."""
    pages = run.pages.exclude(form=Form.REDIRECT) if field == "state" else run.pages.all()
    return dict(pages.values_list(field).annotate(Count("pk")).order_by())
