"""The report of an import: as data, as JSON that is written while it is read, as lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.db.models.query import QuerySet

from importing.departments import Departments
from importing.models import Format, Import, ImportNote, ImportPage, Topic

FORMAT = 1
LONG = ("body", "headings", "anchors", "more")
# Where links lead, and what else is counted of a text: one of it, several.
LED = {
    "page": ("link reaches another page", "links reach another page"),
    "itself": ("link stays within its page", "links stay within their page"),
    "folder": ("link reaches a department", "links reach a department"),
    "file": ("link reaches a file", "links reach a file"),
    "redirected": ("link led on to another site", "links led on to another site"),
    "broken": ("link leads nowhere", "links lead nowhere"),
    "fragment": ("link names a section", "links name a section"),
}


@dataclass(frozen=True, slots=True)
class Report:
    """`counts` of each stage as `Import.counts` has them; `pages` and `notes` are not read yet."""

    run: Import
    counts: Mapping[str, Any]
    topics: Mapping[str, int]
    pages: QuerySet[ImportPage]
    notes: QuerySet[ImportNote]


def report(run: Import) -> Report:
    """Everything about an import (one query; pages and notes ask theirs when they are read)."""
    topics = dict(run.notes.values_list("topic").annotate(Count("pk")).order_by())
    pages = run.pages.defer(*LONG).select_related("article__department")
    return Report(run, run.counts, topics, pages, run.notes.select_related("page").defer(
        *(f"page__{name}" for name in LONG)
    ))  # fmt: skip


def as_json(run: Import) -> Iterator[str]:
    """Pieces of one JSON object, never all of it in memory."""
    told = report(run)
    head = {
        "format": FORMAT,
        "name": run.name,
        "source": run.source,
        "read_as": run.format,
        "stage": run.stage,
        "made_at": run.made_at.isoformat(),
        "applied_at": run.applied_at.isoformat() if run.applied_at else None,
        "counts": run.counts,
        "topics": dict(told.topics),
    }
    yield _dumped(head)[:-1] + ', "pages": ['
    for number, page in enumerate(told.pages.iterator(500)):
        yield (", " if number else "") + _dumped(_page(page))
    yield '], "notes": ['
    for number, note in enumerate(told.notes.iterator(500)):
        yield (", " if number else "") + _dumped(_note(note))
    yield "]}\n"


def lines(run: Import, stage: str = "apply") -> Iterator[str]:
    """For a terminal: counts of a stage (“check” or “apply”), then all that is worth a look."""
    counts = run.counts.get(stage, {})
    if stage == "apply":
        yield from _brought(counts)
    else:
        yield _line(counts["pages"].get("new", 0), "page to import", "pages to import")
        yield _line(counts["departments"], "department to create", "departments to create")
    links = counts.get("links", {})
    for name, (one, many) in LED.items():
        yield _line(links.get(name, 0), one, many)
    here = links.get("images here", 0)
    yield _line(links.get("images", 0), "image", "images") + f", of which {here} found here"
    yield from _topics(run)


def places(run: Import, departments: Departments) -> Iterator[str]:
    """Where each page goes, or is."""
    for page in run.pages.defer(*LONG).select_related("article__department").iterator(500):
        planned = departments.planned.get(page.place_key)
        if page.article is not None:
            where, state = page.article.get_absolute_url(), "exists"
        elif page.slug and planned:
            where, state = f"/{planned.slug}/{page.slug}/", "new"
        else:
            continue
        yield f"Page {page.key} → {where}  {page.title}  ({state})"


def _brought(counts: Mapping[str, Any]) -> Iterator[str]:
    pages = counts.get("pages", {})
    yield _line(
        pages.get("imported", 0), "page imported, never reviewed", "pages imported, never reviewed"
    )
    if same := pages.get("same", 0):
        yield _line(same, "page was there already", "pages were there already")
    yield _line(counts.get("departments", 0), "department created", "departments created")
    yield _line(counts.get("files", 0), "file stored", "files stored")


def _topics(run: Import) -> Iterator[str]:
    for topic in Topic:
        found = run.notes.filter(topic=topic)
        if not (count := found.count()):
            continue
        yield ""
        yield f"{topic.label} ({count})"
        told = found.order_by("where", "pk").values_list(
            "where", "text", "page__key", "page__title"
        )
        for where, text, key, title in told.iterator(500):
            yield f"  {_called(run, key, title) if where == key else where}: {text}"


def _called(run: Import, key: str, title: str) -> str:
    """Numbers of the old wiki say nothing to people; the path of a file says more than a title."""
    return key if run.format == Format.MARKDOWN else f"“{title}” ({key})"


def _page(page: ImportPage) -> dict[str, Any]:
    return {
        "key": page.key,
        "title": page.title,
        "form": page.form,
        "state": page.state,
        "address": page.article.get_absolute_url() if page.article else None,
        "old_addresses": page.addresses,
        "before": page.before,
        "after": page.after,
        "links": page.links,
    }


def _note(note: ImportNote) -> dict[str, Any]:
    return {
        "topic": note.topic,
        "where": note.where,
        "text": note.text,
        "page": note.page.key if note.page else None,
    }


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _line(number: int, one: str, many: str) -> str:
    return f"{number:>6} {one if number == 1 else many}"
