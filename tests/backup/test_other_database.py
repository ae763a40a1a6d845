"""From one database to the other and back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from backup.reading import Archive
from backup.restoring import restore
from tests.backup import world
from tests.backup.forging import manifest_of

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


def manage(folder: Path, *words: str) -> str:
    """On a SQLite of its own."""
    folder.mkdir(exist_ok=True)
    environment = {**os.environ, "VAR_DIR": str(folder), "DATABASE_URL": ""}
    environment["MEDIA_ROOT"] = str(folder / "media")
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.skipif(connection.vendor == "sqlite", reason="this is about the other database")
def test_through_an_empty_sqlite_and_back(archive: Path, tmp_path: Path) -> None:
    before, stored = world.contents(), world.files()
    other, back = tmp_path / "other", tmp_path / "back.zip"
    assert "All pages agree" in manage(other, "restore", str(archive))
    manage(other, "backup", str(back))
    one, two = ({t["name"]: t for t in manifest_of(path)["tables"]} for path in (archive, back))
    # Not a byte is another, but for the line that says it was restored.
    differing = {name for name in one if one[name]["sha256"] != two[name]["sha256"]}
    assert differing == {"accounts_auditentry"}
    assert [one[name]["next_id"] for name in sorted(one) if name not in differing] == [
        two[name]["next_id"] for name in sorted(two) if name not in differing
    ]
    with Archive(back) as opened:
        restore(opened, replace=True)
    assert world.contents() == before
    assert world.files() == stored
