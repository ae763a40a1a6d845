"""An import in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from importing.applying import Outcome
from importing.model import Note, Plan, Topic


def describe_plan(plan: Plan) -> Iterator[str]:
    """Every department and page that would be created."""
    for department in plan.departments:
        state = "exists" if department.pk else "new"
        yield f"Department /{department.slug}/  {department.name}  ({state})"
    for page in sorted(plan.pages, key=lambda page: page.source.path):
        state = "exists" if page.place.article else "new"
        place = page.place
        yield (
            f"Page {page.source.path} → /{place.department}/{place.slug}/  {place.title}  ({state})"
        )


def describe_outcome(plan: Plan, outcome: Outcome | None) -> Iterator[str]:
    """Counts, then everything that somebody should look at. No outcome: nothing was written."""
    yield from _counts(plan, outcome)
    yield from _notes([*plan.notes, *(outcome.notes if outcome else ())])


def _counts(plan: Plan, outcome: Outcome | None) -> Iterator[str]:
    counts = plan.counts
    if outcome:
        yield _line(
            outcome.pages, "page imported, never reviewed", "pages imported, never reviewed"
        )
        if outcome.unchanged:
            yield _line(outcome.unchanged, "page was there already", "pages were there already")
        yield _line(outcome.departments, "department created", "departments created")
        yield _line(outcome.files, "file stored", "files stored")
    else:
        new = sum(page.place.article is None for page in plan.pages)
        yield _line(new, "page to import", "pages to import")
        new = sum(department.pk is None for department in plan.departments)
        yield _line(new, "department to create", "departments to create")
    yield _line(counts["page"], "link reaches another page", "links reach another page")
    yield _line(counts["itself"], "link stays within its page", "links stay within their page")
    yield _line(counts["folder"], "link reaches a department", "links reach a department")
    yield _line(counts["file"], "link reaches a file", "links reach a file")
    yield _line(counts["redirected"], "link led on to another site", "links led on to another site")
    yield _line(counts["broken"], "link leads nowhere", "links lead nowhere")
    yield _line(counts["fragment"], "link names a section", "links name a section")
    yield (
        _line(counts["images"], "image", "images")
        + f", of which {counts['images here']} found here"
    )


def _notes(notes: Iterable[Note]) -> Iterator[str]:
    by_topic: dict[Topic, list[Note]] = {topic: [] for topic in Topic}
    for note in notes:
        by_topic[note.topic].append(note)
    for topic, found in by_topic.items():
        if found:
            yield ""
            yield f"{topic.value} ({len(found)})"
            yield from (f"  {note}" for note in sorted(found, key=lambda note: note.path))


def _line(number: int, one: str, many: str) -> str:
    return f"{number:>6} {one if number == 1 else many}"
