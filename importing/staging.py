"""What a reader finds is put down in rows, a batch at a time.

Nobody looks at the rows before the whole of it is read: the stage of the import says so, and who
begins anew takes away first what a stopped or killed one left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from tempfile import TemporaryFile

from django.db import transaction

from importing import addressing
from importing.batches import in_batches
from importing.collecting import add_made
from importing.departments import TAG, root_slug
from importing.files import Files
from importing.models import Form, Import, ImportComment, ImportFile, ImportPage, Stage, Topic
from importing.noting import Notes
from importing.refusals import Refused
from importing.rows import UNTITLED, comment_of, page_key, place_key, row_of
from importing.shortening import clean, cut
from importing.source import About, Also, Author, File, Found, Label, Note, Page, Place
from importing.working import Beat
from processes.models.provenance import SOURCE_LENGTH

BATCH = 200
BATCH_CHARACTERS = 4_000_000
PLACE_LENGTH, NAME_LENGTH, EMAIL_LENGTH = 400, 300, 254
FORGOTTEN_AT_ONCE = 500


def stage(run: Import, found: Iterable[Found], beat: Beat) -> Staged:
    """Puts down all that is found; returns the places and authors, with how often each is used.

    Raises what the reader raises, and Refused where there is not one page.
    """
    staging = _Staging(run, beat)
    for one in found:
        staging.take(one)
    staging.finish()
    return staging.staged


def clear(run: Import) -> None:
    """Takes away all that was read, tried and told of a run; what it made stays."""
    while pks := list(run.pages.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE]):
        run.pages.filter(pk__in=pks).delete()
    run.addresses.all().delete()
    run.notes.all().delete()


def keep_made(run: Import, files: Files) -> None:
    """What the reader took out of other files is kept for the stages that follow."""
    with TemporaryFile() as made:
        if files.write_added(made):
            size = made.tell()
            made.seek(0)
            add_made(run, made, size)


def made_files(run: Import) -> Iterable[ImportFile]:
    """What `keep_made` has kept."""
    return run.files.filter(is_made=True)


class Staged:
    """The places and authors of the old wiki, each with how many pages name it."""

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}
        self.authors: dict[str, Author] = {}
        self.uses: Counter[str] = Counter()
        self.written: Counter[str] = Counter()


class _Staging:
    def __init__(self, run: Import, beat: Beat) -> None:
        self.run, self.beat = run, beat
        self.staged = Staged()
        self.notes = Notes(run, Stage.READING)
        self.keys: dict[str, str] = {}
        self.pages: list[tuple[ImportPage, Page]] = []
        self.files: list[File] = []
        self.labels: list[Label] = []
        self.also: list[tuple[str, tuple[str, ...]]] = []
        self.characters = 0
        self.told: list[tuple[Note, str]] = []

    def take(self, one: Found) -> None:
        match one:
            case About():
                self._take_about(one)
            case Place():
                self._take_place(one)
            case Author():
                self._take_author(one)
            case Label():
                self.labels.append(one)
            case File():
                self.files.append(one)
            case Page():
                self._take_page(one)
            case Also():
                self.also.append((page_key(one.key), one.addresses))
            case Note():
                self.told.append((one, page_key(one.page)))
        waiting = len(self.pages) + len(self.files) + len(self.told)
        if waiting >= BATCH or self.characters >= BATCH_CHARACTERS:
            self._write()

    def finish(self) -> None:
        self._write()
        if not self.keys:
            raise Refused("There is no page to import in it.")
        places = self.staged.places
        for keys in in_batches(list(places), BATCH):
            rows = [(key, address) for key in keys for address in places[key].addresses]
            addressing.write_places(self.run, rows)
        for labels in in_batches(self.labels, BATCH):
            rows = [(TAG + clean(one.name), address) for one in labels for address in one.addresses]
            addressing.write_places(self.run, rows)
        for also in in_batches(self.also, BATCH):
            addressing.write_also(self.run, also)
        if not self.run.source:
            raise Refused("The files do not say of which wiki they are.")

    def _take_about(self, about: About) -> None:
        run = self.run
        asked = run.told.get("asked", {})
        own = clean(about.source) or run.name
        # A folder's name says little: the same name elsewhere is another wiki.
        if not ("://" in own or "." in own):
            own += _into(run)
        run.source = cut(asked.get("source") or own, SOURCE_LENGTH)
        run.told = {
            "asked": asked,
            "title": clean(about.title),
            "hosts": [clean(host).lower() for host in about.hosts],
            **{name: value for name, value in about.told.items() if name not in RESERVED},
        }
        run.save(update_fields=["source", "told"])

    def _take_place(self, place: Place) -> None:
        key = place_key(place.key)
        parent = place_key(place.parent)
        name = cut(clean(place.name) or key, NAME_LENGTH)
        known = replace(place, key=key, parent="" if parent == key else parent, name=name)
        self.staged.places.setdefault(key, known)

    def _take_author(self, author: Author) -> None:
        key = place_key(author.key)
        name = cut(clean(author.name) or key, NAME_LENGTH)
        email = clean(author.email).lower()[:EMAIL_LENGTH]
        self.staged.authors.setdefault(key, Author(key, name, email if "@" in email else ""))

    def _take_page(self, page: Page) -> None:
        key = page_key(page.key)
        if key in self.keys:
            said = f"The same page twice ({key}): the first one, “{self.keys[key]}”, was taken."
            self.notes.add(Topic.LEFT_OUT, page.title or key, said)
            return
        row = self._row(key, page)
        self.keys[key] = row.title[:60]
        self.pages.append((row, page))
        self.characters += len(row.body) + sum(len(remark.text) for remark in page.remarks)

    def _row(self, key: str, page: Page) -> ImportPage:
        row = row_of(self.run, key, page, len(self.keys))
        if row.form != Form.REDIRECT:
            self.staged.uses.update(row.places)
            self.staged.written.update([row.author_key] if row.author_key else [])
        self.staged.written.update(
            place_key(remark.author) for remark in page.remarks if remark.author.strip()
        )
        if row.title != (title := clean(page.title) or UNTITLED):
            self.told.append((Note(Topic.WARNING, key, f"its title was shortened: {title}"), key))
        return row

    def _write(self) -> None:
        with transaction.atomic():
            rows = [row for row, _ in self.pages]
            ImportPage.objects.bulk_create(rows)
            self._write_remarks()
            addressing.write_pages(self.run, rows, self.notes)
            addressing.write_files(self.run, self.files)
            self._write_notes({row.key: row for row in rows})
        self.beat.step(len(self.pages))
        self.pages, self.files, self.told, self.characters = [], [], [], 0

    def _write_remarks(self) -> None:
        rows = [comment_of(row, one) for row, page in self.pages for one in page.remarks]
        ImportComment.objects.bulk_create(rows, BATCH)

    def _write_notes(self, here: dict[str, ImportPage]) -> None:
        """A note may come before its page, or after it."""
        missing = {key for _, key in self.told if key and key not in here}
        known = dict(self.run.pages.filter(key__in=missing).values_list("key", "pk"))
        for note, key in self.told:
            page = here[key].pk if key in here else known.get(key)
            topic = note.topic if note.topic in Topic.values else Topic.WARNING
            self.notes.add(topic, note.where, note.text, page)
        self.notes.write()


# Names in `told` that are the engine's own.
RESERVED = frozenset({"asked", "title", "hosts"})


def _into(run: Import) -> str:
    name = run.told.get("asked", {}).get("new_department", "")
    if run.department is None and not name:
        return ""
    slug = run.department.slug if run.department else root_slug(name)
    return f" (/{slug}/)"
