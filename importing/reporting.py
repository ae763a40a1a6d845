"""The report of an import: as data, as JSON that is written while it is read, as lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min
from django.db.models.query import QuerySet

from importing.departments import Departments
from importing.models import Format, Import, ImportNote, ImportPage, Topic

FORMAT = 1
FEW = 3  # lines of one reason; of more than these it is said how many there are
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
        "topics": _topics_of(told),
    }
    yield _dumped(head)[:-1] + ', "pages": ['
    for number, page in enumerate(told.pages.iterator(500)):
        yield (", " if number else "") + _dumped(_page(page))
    yield '], "notes": ['
    for number, note in enumerate(_by_topic(told)):
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


def _topics_of(told: Report) -> list[dict[str, Any]]:
    """What somebody should look at first stands first; the reasons of each, most frequent first."""
    rows = told.run.notes.values_list("topic", "reason").annotate(Count("pk"), Min("text"))
    reasons: dict[str, list[dict[str, Any]]] = {}
    for topic, reason, count, text in rows.order_by("-pk__count", "reason"):
        said = {"reason": reason or text, "count": count}
        reasons.setdefault(topic, []).append(said)
    return [
        {"topic": one, "heading": one.label, "count": told.topics[one], "reasons": reasons[one]}
        for one in Topic
        if one in reasons
    ]


def _by_topic(told: Report) -> Iterator[ImportNote]:
    for topic in Topic:
        yield from told.notes.filter(topic=topic).order_by("reason", "pk").iterator(500)


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
    drafts = counts.get("drafts", {}).get("imported", 0)
    readable = pages.get("imported", 0) - drafts
    yield _line(readable, "page imported, never reviewed", "pages imported, never reviewed")
    if drafts:
        yield _line(drafts, "draft imported", "drafts imported")
    if same := pages.get("same", 0):
        yield _line(same, "page was there already", "pages were there already")
    yield _line(counts.get("departments", 0), "department created", "departments created")
    yield _line(counts.get("files", 0), "file stored", "files stored")


def _topics(run: Import) -> Iterator[str]:
    for topic in Topic:
        found = run.notes.filter(topic=topic)
        counts = dict(found.values_list("reason").annotate(Count("pk")).order_by())
        if not counts:
            continue
        yield ""
        yield f"{topic.label} ({sum(counts.values())})"
        told = found.order_by("reason", "where", "pk").values_list(
            "reason", "where", "text", "page__key", "page__title"
        )
        before = None
        for reason, where, text, key, title in told.iterator(500):
            if reason != before and (count := counts[reason]) > FEW and reason:
                yield f"  {count} × {reason}"
            before = reason
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
        "where": note.page.title if note.page and note.where == note.page.key else note.where,
        "reason": note.reason,
        "text": note.text,
        "page": note.page.key if note.page else None,
    }


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _line(number: int, one: str, many: str) -> str:
    return f"{number:>6} {one if number == 1 else many}"
