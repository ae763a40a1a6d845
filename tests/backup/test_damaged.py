"""An archive that is not whole, not ours or not of this version is refused in a sentence, before
anything is touched."""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backup import making, reading
from backup.format import BackupRefused
from backup.reading import Archive
from backup.restoring import restore
from processes.models import Article
from tests.backup import world
from tests.backup.forging import forged, manifest_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
DAMAGED = "damaged|no backup"


def refusal(path: Path) -> str:
    """What the operator reads; raises where it is not refused."""
    with pytest.raises(BackupRefused) as told, Archive(path) as archive:  # noqa: PT012
        restore(archive, replace=True)
        pytest.fail("it was restored")
    return str(told.value)


@pytest.fixture
def before(archive: Path) -> dict[str, list[str]]:
    Article.objects.update(title="Now")
    return world.contents()


def test_cut_off_anywhere_or_with_a_wrong_byte(
    archive: Path, before: dict[str, list[str]], tmp_path: Path
) -> None:
    whole, odd = archive.read_bytes(), tmp_path / "odd.zip"
    chance = random.Random(8)  # noqa: S311
    for length in (0, 1, 21, 1000, len(whole) // 2, len(whole) - 500, len(whole) - 1):
        odd.write_bytes(whole[:length])
        assert refusal(odd).startswith("This backup is damaged: it is cut off, or no backup")
    harmless = 0
    for _ in range(40):
        place = chance.randrange(len(whole))
        odd.write_bytes(
            whole[:place] + bytes([whole[place] ^ (1 << chance.randrange(8))]) + whole[place + 1 :]
        )
        try:
            with Archive(odd) as opened:
                opened.check()
            harmless += 1  # a date, a note beside a name: nothing that is restored
        except BackupRefused:
            continue
    assert harmless < 20
    odd.write_bytes(whole[:5000] + bytes(2000) + whole[7000:])
    assert "damaged" in refusal(odd)
    assert world.contents() == before


def test_what_is_no_backup(archive: Path, before: dict[str, list[str]], tmp_path: Path) -> None:
    odd = tmp_path / "odd.zip"
    assert "cannot be read" in refusal(tmp_path / "nowhere.zip")
    assert "cannot be read" in refusal(tmp_path)
    for content in (
        b"PK\x05\x06" + bytes(18),
        b"PGDMP\x01\x0e\x00",
        b"SQLite format 3\x00",
        b"\x1f\x8b" * 99,
    ):
        odd.write_bytes(content)
        assert "no backup" in refusal(odd) or "no manifest" in refusal(odd)
    for manifest in (
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        b'{"format": "imprimatur-export"}',
    ):
        assert "no backup" in refusal(world.rewritten(archive, manifest_json=manifest))
    encrypted = bytearray(archive.read_bytes())
    for place in range(len(encrypted) - 4):
        if encrypted[place : place + 4] == b"PK\x01\x02":
            encrypted[place + 8] |= 1
    odd.write_bytes(encrypted)
    assert "damaged" in refusal(odd)
    assert world.contents() == before


def change(**told: Any) -> Callable[[dict[str, Any]], None]:
    return lambda manifest: manifest.update(told)


def first_table(**told: Any) -> Callable[[dict[str, Any]], None]:
    return lambda manifest: manifest["tables"][0].update(told)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (change(version=2), "has format 2; this version of Imprimatur reads 1"),
        (change(migrations=[["processes", "9999_to_come"]]), "a newer version of Imprimatur"),
        (change(migrations=[["planning", "0001_plans"]]), "not installed here: planning"),
        (change(migrations=[]), "does not have the tables it should"),
        (change(migrations="abc"), "not complete"),
        (change(tables=[]), "does not have the tables it should"),
        (change(files=-1), "not complete"),
        (change(made_at=None), "not complete"),
        (change(surprise=1), "not complete"),
        (change(files=10**9), "its list of files is not whole"),
        (first_table(rows=10**12), "lacks rows"),
        (first_table(columns=["id"]), "has not the columns it should"),
        (first_table(name="auth_user; DROP TABLE x"), "does not have the tables it should"),
        (first_table(sha256="0" * 64), "is not what was saved"),
        (first_table(next_id="1; DROP"), "not complete"),
        (first_table(next_id=10**30), "not complete"),
        (change(site="http://a\x1b[2J"), "not complete"),
        (lambda manifest: manifest.pop("key_check"), "not complete"),
        (lambda manifest: manifest["tables"].pop(), "does not have the tables it should"),
        (lambda manifest: manifest["tables"].append(manifest["tables"][0]), "twice the same"),
    ],
)
def test_a_manifest_that_is_odd(
    empty_archive: Path, changed: Callable[[dict[str, Any]], None], sentence: str
) -> None:
    manifest = manifest_of(empty_archive)
    changed(manifest)
    odd = world.rewritten(empty_archive, manifest_json=json.dumps(manifest).encode())
    assert sentence in refusal(odd)


def test_rows_that_are_odd_although_the_manifest_knows_them(
    cast: Cast, archive: Path, before: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody has been at it: hashes agree, and yet nothing happens that the tables forbid."""
    tag = ["processes_tag", [1, "Name", "slug"]]
    for table, row in (
        ("processes_tag", None),
        ("processes_tag", {}),
        ("processes_tag", [1]),
        ("processes_tag", [1, {"a": 1}, []]),
        ("processes_tag", [10**30, "Name", "slug"]),
        ("processes_star", [1, "2026-13-45T00:00:00+00:00", 1, 1]),
        ("processes_workingcopy", ["no", "uuid"]),
        ("accounts_portrait", [1, "", "not base64!", "", None]),
        # Of people and pages who are not there.
        ("processes_pin", [1, 1, 999_999, 999_999]),
    ):
        assert refusal(forged(archive, table, [row])), (table, row)
    assert refusal(forged(archive, "processes_article", []))
    assert refusal(forged(archive, "processes_tag", [tag[1], tag[1]]))
    with monkeypatch.context() as narrow:
        narrow.setattr(reading, "ROW_BYTES", 50_000)
        assert "longer than any" in refusal(
            forged(archive, "processes_tag", [[1, "x" * 60_000, "y"]])
        )
        narrow.setattr(making, "ROW_BYTES", 200)
        with pytest.raises(BackupRefused, match="is larger than"):
            world.archive_at(archive.with_suffix(".none"))
    assert world.contents() == before


def test_files_that_are_odd(archive: Path, before: dict[str, list[str]], tmp_path: Path) -> None:
    stored = world.files()
    shown = next(name for name in stored if name.startswith("attachments/"))
    member = "files__" + shown.replace("/", "__")
    assert "is not what was saved" in refusal(world.rewritten(archive, **{member: b"another"}))
    assert "is not in it" in refusal(world.rewritten(archive, **{member: None}))
    # Much of nothing where a few bytes should be: not read to its end.
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != f"files/{shown}":
                new.writestr(name, old.read(name))
        with new.open(f"files/{shown}", "w", force_zip64=True) as file:
            for _ in range(40):
                file.write(bytes(1 << 20))
    assert "is not what was saved" in refusal(bomb)
    for name in ("../../evil", "/etc/evil", "a\\..\\evil", "a\0b", "", "attachments/..", 5, None):
        listed = [{"name": name, "size": 4, "sha256": "0" * 64}]
        assert "cannot be" in refusal(forged(archive, "files", listed)), name
    assert world.contents() == before
    assert world.files() == stored
    assert not list(tmp_path.rglob("evil"))
