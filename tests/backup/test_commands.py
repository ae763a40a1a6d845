"""The two commands, as an operator types them."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from threading import Event, Thread
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.models import AuditEntry
from backup import restoring
from backup.writing import whole_file
from processes.models import Article
from tests.backup import world
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def run(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out, stderr=out)
    return out.getvalue()


def test_there_and_back(
    cast: Cast, page: Article, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    path = tmp_path / "wiki.zip"
    before = world.contents()
    said = run("backup", str(path))
    assert "4 files" in said
    assert path.stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob("*.part"))
    assert AuditEntry.objects.get(kind="backed_up").detail["files"] == 4
    with pytest.raises(CommandError, match="is there already"):
        run("backup", str(path))
    assert "It is whole" in run("restore", str(path), "--check")
    with pytest.raises(CommandError, match="--replace"):
        run("restore", str(path))
    monkeypatch.setattr("builtins.input", lambda _: "yes")
    with pytest.raises(CommandError, match="Nothing was changed"):
        run("restore", str(path), "--replace")
    Article.objects.update(title="Now")
    monkeypatch.setattr("builtins.input", lambda _: "replace")
    said = run("restore", str(path), "--replace")
    assert "Restored." in said
    assert "All pages agree" in said
    assert "SECRET_KEY" not in said
    assert world.contents() == before


def test_through_pipes_and_with_another_key(
    page: Article, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    settings.VAR_DIR = tmp_path  # type: ignore[attr-defined]
    pipe = io.BytesIO()
    pipe.seekable = lambda: False  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=pipe, write=print))
    run("backup", "-")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(pipe.getvalue())))
    settings.SECRET_KEY = "another-" * 8  # type: ignore[attr-defined]
    settings.SITE_URL = "https://new.example.com"  # type: ignore[attr-defined]
    said = run("restore", "-", "--replace", "--yes")
    assert "SECRET_KEY is not the one" in said
    assert "http://testserver, and this is https://new.example.com" in said
    assert list(tmp_path.glob("*.backup")) == []


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="could not be written"):
        run("backup", str(tmp_path / "nowhere" / "wiki.zip"))
    path = tmp_path / "wiki.zip"
    with pytest.raises(OSError, match="full"), whole_file(path) as file:  # noqa: PT012
        file.write(b"half")
        raise OSError("full")
    assert list(tmp_path.iterdir()) == []
    # Two at once: the second stays away from what the first writes; a dead one's rest is no hurdle.
    (tmp_path / "wiki.zip.part").write_bytes(b"left behind" * 9)
    with whole_file(path) as file:
        file.write(b"whole")
        with pytest.raises(Exception, match="Another backup"), whole_file(path):
            pass
    assert path.read_bytes() == b"whole"
    assert list(tmp_path.iterdir()) == [path]


def test_somebody_uses_the_database(
    page: Article, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not wait for ever, and says whom it waited for."""
    held, free = Event(), Event()

    def hold() -> None:
        with transaction.atomic():
            Article.objects.filter(pk=page.pk).update(title="Held")
            held.set()
            free.wait(30)
        connection.close()

    monkeypatch.setattr(restoring, "LOCK_SECONDS", 1)
    thread = Thread(target=hold)
    thread.start()
    held.wait(30)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 500")
    try:
        with pytest.raises(CommandError, match="Stop all web processes and workers"):
            run("restore", str(archive), "--replace", "--yes")
    finally:
        free.set()
        thread.join()
        connection.close()
    assert Article.objects.get(pk=page.pk).title == "Held"
