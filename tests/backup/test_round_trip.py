"""What was backed up comes back: every row, every file, and the numbers that were given out."""

from __future__ import annotations

import shutil
from pathlib import Path
from threading import Thread

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client

from accounts.models import AuditEntry, Department, User
from backup import loading, migrating, restoring
from backup.format import BackupRefused
from backup.making import make
from backup.reading import Archive
from backup.tables import LEFT_OUT, all_tables_of
from importing.models import ImportFile
from processes import append_only, integrity, search
from processes.models import Article, Decision, OldAddress, Tag
from tests.backup import world
from tests.backup.forging import manifest_with
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def restore(path: Path, *, replace: bool = True) -> None:
    with Archive(path) as archive:
        restoring.restore(archive, replace=replace)


def test_every_row_and_every_file_come_back(cast: Cast, page: Article, archive: Path) -> None:
    rows, stored = world.contents(), world.files()
    assert len(rows) > 60
    assert len(stored) >= 3
    assert {name for name, found in rows.items() if found} >= {
        *("processes_decision", "accounts_portrait", "reversion_version", "processes_rendition"),
        *("importing_importfile", "auth_permission", "processes_searchword"),
    }
    # What happens after it is gone, what was lost is back.
    cast.approve(cast.pending(page, "All else, with zebras.", author=cast.head))
    Tag.objects.create(name="Later", slug="later")
    Department.objects.filter(pk=cast.board.pk).update(name="Bored")
    shutil.rmtree(settings.MEDIA_ROOT)
    restore(archive)
    again = world.contents()
    assert {name for name in rows if rows[name] != again[name]} == set()
    assert world.files() == stored
    assert AuditEntry.objects.filter(kind="restored").count() == 1
    assert append_only.is_enforced()
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.all()._raw_delete("default")
    assert list(integrity.check_all()) == []
    found = [hit.article for hit in search.find("begin", cast.fresh(cast.reader)).page(1, 10)]
    assert found == [page]
    assert not search.find("zebras", cast.fresh(cast.reader)).total
    restore(archive)
    assert world.contents() == again


def test_no_number_is_given_out_twice(cast: Cast, archive: Path, page: Article) -> None:
    """Of the rows that were deleted before the backup neither: others may still name them."""
    tag = Tag.objects.create(name="Short-lived", slug="short-lived")
    number = tag.pk
    tag.delete()
    later = world.archive_at(archive.with_suffix(".later"))
    Tag.objects.create(name="After", slug="after")
    restore(later)
    assert Tag.objects.create(name="Next", slug="next").pk == number + 1
    # An archive that the database does not take leaves the numbers alone as well.
    with Archive(archive) as opened:
        table = next(saved for saved in opened.manifest.tables if saved.name == "accounts_user")
        rows = [*opened._lines(f"tables/{table.name}.jsonl", table.sha256)]
    before = world.contents()
    twice = world.rewritten(archive, **_with_rows(archive, table.name, [*rows, rows[0]]))
    with pytest.raises(BackupRefused, match="did not take it, and nothing was changed"):
        restore(twice)
    assert world.contents() == before
    assert Tag.objects.create(name="Last", slug="last").pk == number + 2


def _with_rows(archive: Path, table: str, rows: list[bytes]) -> dict[str, bytes]:
    """An archive whose manifest agrees with what was done to a table."""
    content = b"".join(rows)
    return {
        f"tables__{table}_jsonl": content,
        "manifest_json": manifest_with(archive, table, content, len(rows)),
    }


def test_what_is_written_meanwhile_is_in_it_wholly_or_not_at_all(
    cast: Cast, page: Article, tmp_path: Path
) -> None:
    """Somebody approves between any two tables that are read."""
    published: list[int] = []
    first = page.version

    def approve() -> None:
        try:
            proposal = cast.pending(page, f"Text number {len(published)}.", author=cast.head)
            published.append(cast.approve(proposal))
        finally:
            connections.close_all()

    def meanwhile(what: str, done: int, total: int) -> None:
        if what.startswith("table") and done % 12 == 3:
            thread = Thread(target=approve)
            thread.start()
            thread.join(timeout=30)

    path = tmp_path / "busy.zip"
    expected = world.contents()
    with path.open("wb") as file:
        make(file, meanwhile)
    assert len(published) >= 5
    assert Article.objects.get(pk=page.pk).version == first + len(published)
    restore(path)
    # Not one of them is in it: it is as it was when it began.
    assert world.contents() == expected
    assert list(integrity.check_all()) == []


def test_a_wiki_that_is_in_use_is_not_replaced_by_accident(cast: Cast, archive: Path) -> None:
    before = world.contents()
    with pytest.raises(BackupRefused, match="--replace"):
        restore(archive, replace=False)
    assert world.contents() == before
    assert restoring.is_in_use()
    # With the tables alone, and nobody in them, it is as good as empty.
    append_only.lift()
    _delete_all()
    assert not restoring.is_in_use()
    restore(archive, replace=False)
    assert world.contents() == before


def _delete_all() -> None:
    with restoring._at_once():
        loading.empty(all_tables_of(migrating.apps_at(migrating.applied())))


def test_signing_in_begins_anew(cast: Cast, archive: Path) -> None:
    reader = Client()
    reader.force_login(cast.reader)
    world.archive_at(archive.with_suffix(".later"))
    assert Session.objects.exists()
    restore(archive.with_suffix(".later"))
    assert not Session.objects.exists()
    assert User.objects.get(pk=cast.reader.pk).is_active


def test_files_that_are_lost_broken_or_in_the_way(cast: Cast, page: Article, archive: Path) -> None:
    stored = world.files()
    shown = next(name for name in stored if name.startswith("attachments/"))
    root = Path(settings.MEDIA_ROOT)
    # In the way: a later import has written its file where the archive's belongs.
    theirs = next(name for name in stored if name.startswith("imports/"))
    (root / theirs).write_bytes(b"another")
    # Broken: the name says what the bytes have to be.
    (root / shown).write_bytes(b"half a pic")
    restore(archive)
    assert world.files()[shown] == stored[shown]
    assert (root / theirs).read_bytes() == b"another"
    assert ImportFile.objects.get().file.read() == b"first"
    # Told when a backup is made of such a wiki, which is made all the same.
    (root / shown).write_bytes(b"half a pic")
    (root / ImportFile.objects.get().file.name).unlink()
    with archive.with_suffix(".poor").open("wb") as file:
        manifest = make(file)
    assert manifest.damaged == [shown]
    assert len(manifest.missing) == 1
    restore(archive.with_suffix(".poor"))


def test_old_addresses_and_tags_are_part_of_it(archive: Path) -> None:
    """No table is forgotten: what is left out is named, and all the rest is saved."""
    models = apps.get_models(include_auto_created=True)
    known = {model._meta.db_table for model in models if model._meta.managed}
    with Archive(archive) as opened:
        saved = {table.name for table in opened.manifest.tables}
    assert saved == known - LEFT_OUT
    assert {OldAddress._meta.db_table, Tag._meta.db_table} <= saved
    assert not connection.in_atomic_block
