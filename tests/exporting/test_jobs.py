"""Exports are made by a job, begun again where it died, and forgotten after a week."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, User
from exporting import asking, jobs, keeping, making
from exporting.asking import Wish
from exporting.models import Export, ExportState, Shape
from tests.cast import Cast
from tests.exporting.conftest import contents

As = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def asked(cast: Cast, by: User, shape: str = Shape.MARKDOWN) -> Export:
    wish = Wish(article=cast.article(f"Page {Export.objects.count()}"))
    return asking.ask(cast.fresh(by), wish, shape, with_history=False)


def test_asking_twice_makes_one_and_there_is_an_end(cast: Cast) -> None:
    first = asked(cast, cast.reader)
    assert first.article is not None
    again = asking.ask(first.made_by, Wish(article=first.article), first.shape, with_history=False)
    assert again == first
    for _ in range(asking.AT_ONCE - 1):
        asked(cast, cast.reader)
    with pytest.raises(asking.TooMany):
        asked(cast, cast.reader)
    with pytest.raises(asking.NotAllowed):
        asking.ask(cast.fresh(cast.owner), Wish(), Shape.PAGES, with_history=False)
    assert AuditEntry.objects.filter(kind="exported").count() == asking.AT_ONCE


def test_what_failed_says_so_and_is_begun_again(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = asked(cast, cast.reader)

    def breaks(*_: object) -> None:
        raise OSError("no room")

    with monkeypatch.context() as broken:
        broken.setattr(making, "write", breaks)
        jobs.make_export.call(export.pk)
    export.refresh_from_db()
    assert (export.state, export.problem) == (ExportState.FAILED, making.FAILED)
    browser = as_(cast.reader)
    assert b"Begin again" in browser.get("/exports/").content
    browser.post(f"/exports/{export.key}/again/")
    jobs.make_export.call(export.pk)
    jobs.make_export.call(export.pk)  # a second job has nothing to do
    export.refresh_from_db()
    assert (export.state, export.done) == (ExportState.READY, export.total)


def test_a_job_that_died_is_told_and_begun_again(cast: Cast, as_: As) -> None:
    export = asked(cast, cast.reader)
    long_ago = timezone.now() - datetime.timedelta(minutes=3)
    at_work = {"state": ExportState.WORKING, "beat_at": long_ago}
    Export.objects.filter(pk=export.pk).update(**at_work)
    browser = as_(cast.reader)
    assert "not moved for some time" in browser.get("/exports/").content.decode()
    browser.post(f"/exports/{export.key}/again/")
    export.refresh_from_db()
    assert export.state == ExportState.WAITING


def test_who_left_gets_none(cast: Cast) -> None:
    export = asked(cast, cast.reader)
    User.objects.filter(pk=cast.reader.pk).update(is_active=False)
    jobs.make_export.call(export.pk)
    export.refresh_from_db()
    assert export.state == ExportState.FAILED


def test_files_go_after_a_week_and_at_once_when_dropped(cast: Cast, as_: As) -> None:
    kept, old, dropped = (asked(cast, cast.reader, Shape.PAGES) for _ in range(3))
    for export in (kept, old, dropped):
        jobs.make_export.call(export.pk)
        export.refresh_from_db()
    week = datetime.timedelta(days=keeping.KEPT_DAYS, seconds=1)
    Export.objects.filter(pk=old.pk).update(made_at=timezone.now() - week)
    as_(cast.reader).post(f"/exports/{dropped.key}/drop/")
    assert (keeping.forget_old(), keeping.forget_old()) == (1, 0)
    there = [default_storage.exists(export.file.name) for export in (kept, old, dropped)]
    assert there == [True, False, False]
    assert as_(cast.reader).get(f"/exports/{old.key}/").status_code == 404
    assert not Export.objects.filter(pk=dropped.pk).exists()


def test_the_list_takes_few_queries(
    cast: Cast, as_: As, django_assert_max_num_queries: Callable
) -> None:
    for _ in range(3):
        asked(cast, cast.reader)
    browser = as_(cast.reader)
    browser.get("/exports/")
    with django_assert_max_num_queries(6):
        browser.get("/exports/")


def test_the_command_writes_what_one_person_may_read(cast: Cast, tmp_path, capsys) -> None:  # noqa: ANN001
    cast.article("Laptop")
    cast.article("Bands", department=cast.board, author=cast.insider, owner=cast.insider)
    target = tmp_path / "wiki.zip"
    call_command("export_wiki", str(target), email=cast.reader.email, department="operations")
    names = contents(target.read_bytes())
    assert "operations/equipment/laptop.md" in names
    assert not any("bands" in name for name in names)
    for wrong in ({"email": "x@example.com"}, {"email": cast.reader.email, "department": "board"}):
        with pytest.raises(CommandError):
            call_command("export_wiki", str(tmp_path / "other.zip"), **wrong)
    with pytest.raises(CommandError, match="already"):
        call_command("export_wiki", str(target), email=cast.reader.email)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["wiki.zip"]
