"""What can only be done once all pages are in: parents that came later, addresses that lead on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from django.db import models, transaction
from django.utils import timezone

from accounts import auditing
from importing.addressing import public_addresses
from importing.applying.bringing import article_of
from importing.book import Book, Origin
from importing.collecting import open_files
from importing.departments import Departments
from importing.models import Form, Import, PageState, Stage, Topic
from importing.noting import Notes
from importing.summing import sum_up
from importing.targets import ToPage
from importing.working import Beat
from processes import arranging, old_addresses
from processes.models import Article, Tag
from processes.proposed_filing.filing import why_no_parent
from processes.text.tags import tag_key

BATCH = 200
Row = TypeVar("Row", bound=models.Model)


def complete(run: Import, departments: Departments, beat: Beat, made: int) -> None:
    """Each part may be done twice: nothing changes the second time."""
    notes = Notes(run, Stage.APPLYING)
    if run.applied_at is None:
        _join_families(run, notes, beat)
    _lead_on_redirects(run, departments, notes, beat)
    _lead_on_places(run, departments, beat)
    _lead_on_files(run, beat)
    _finish(run, departments, notes, beat, made)


def _join_families(run: Import, notes: Notes, beat: Beat) -> None:
    """Pages whose parent came in after them."""
    waiting = run.pages.filter(state=PageState.IMPORTED, article__parent=None)
    waiting = waiting.exclude(parent_key="").exclude(article=None).defer("body")
    for page in _each(waiting):
        with transaction.atomic():
            article = Article.objects.select_for_update(no_key=True).get(pk=page.article_id)
            beat.hold()
            parent = article_of(run, page.parent_key)
            if parent is None or not article.is_published:
                continue
            if why := why_no_parent(article, parent, article.department_id):
                said = f"it stood below “{parent.title}”. {why}"
                notes.add(Topic.WARNING, page.key, said, page.pk)
                continue
            article.parent = parent
            arranging.keep(article)
            article.save(update_fields=["parent", *arranging.KEPT])
        beat.step(0)


def _lead_on_redirects(run: Import, departments: Departments, notes: Notes, beat: Beat) -> None:
    """Pages that only led on go on doing so, with their own addresses."""
    redirects = run.pages.filter(form=Form.REDIRECT).defer("body")
    if not redirects.exists():
        return
    with open_files(run) as files:
        for page in _each(redirects):
            book = Book(run, departments, files)
            target = book.find(page.leads_to, Origin.of(page))
            article = target.page.article if isinstance(target, ToPage) else None
            if article is None:
                continue
            with transaction.atomic():
                beat.hold()
                leads_to = Article.objects.get(pk=article)
                if leads_to.is_published:
                    old_addresses.record(public_addresses(page), article=leads_to)
            beat.step(0)


def _lead_on_places(run: Import, departments: Departments, beat: Beat) -> None:
    by_place: dict[str, list[str]] = {}
    places = run.addresses.filter(is_public=True).exclude(place_key="").exclude(key="")
    for place, host, key in places.values_list("place_key", "host", "key").iterator(2000):
        by_place.setdefault(place, []).append(old_addresses.address_of(host, key))
    for place, addresses in by_place.items():
        with transaction.atomic():
            department = departments.now(place)
            beat.hold()
            if department is not None:
                old_addresses.record(addresses, department=department)
            elif (name := departments.tag_of(place)) and (tag := _tag(name)):
                old_addresses.record(addresses, tag=tag)
        beat.step(0)


def _tag(name: str) -> Tag | None:
    """The tag as pages have it by now; None where none of them does."""
    return Tag.objects.filter(slug=tag_key(name)).first()


def _lead_on_files(run: Import, beat: Beat) -> None:
    """With one of its addresses, a file has all of them."""
    shown = run.addresses.exclude(attachment=None).select_related("attachment")
    stored = {(row.file, row.url): row.attachment for row in shown}
    if not stored:
        return
    for rows in _batches(run.addresses.filter(page=None, place_key="", is_public=True)):
        by_file: dict[tuple[str, str], list[str]] = {}
        for row in rows:
            if (row.file, row.url) in stored:
                address = old_addresses.address_of(row.host, row.key)
                by_file.setdefault((row.file, row.url), []).append(address)
        with transaction.atomic():
            beat.hold()
            for file, addresses in by_file.items():
                old_addresses.record(addresses, attachment=stored[file])
        beat.step(0)


def _finish(run: Import, departments: Departments, notes: Notes, beat: Beat, made: int) -> None:
    with transaction.atomic():
        beat.hold()
        notes.drop_known()
        notes.write()
        before = run.counts.get("apply", {})
        counts = sum_up(run, departments)
        counts["departments"] = before.get("departments", 0) + made
        counts["files"] = run_files(run)
        run.counts = {**run.counts, "apply": counts}
        is_first = run.applied_at is None
        run.applied_at = run.applied_at or timezone.now()
        run.save(update_fields=["counts", "applied_at"])
        if is_first:
            told = {"pages": counts["pages"], "source": run.source, "format": run.format}
            auditing.record("imported", by=run.made_by, what=run, **told)


def run_files(run: Import) -> int:
    """How many pictures and files its pages show."""
    shown = run.pages.filter(state=PageState.IMPORTED, article__attachment_uses__isnull=False)
    return shown.values("article__attachment_uses__attachment__sha256").distinct().count()


def _each(rows: models.QuerySet[Row]) -> Iterator[Row]:
    for some in _batches(rows):
        yield from some


def _batches(rows: models.QuerySet[Row]) -> Iterator[list[Row]]:
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield some
        last = some[-1].pk
