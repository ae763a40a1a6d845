"""Writes an archive."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from backup import migrating, stored
from backup.format import (
    FILES,
    MANIFEST,
    README,
    ROW_BYTES,
    BackupRefused,
    Manifest,
    SavedFile,
    SavedTable,
    Tell,
    member_of_table,
    silent,
)
from backup.snapshot import one_moment
from backup.tables import Table, tables_of
from backup.values import encoder

LEVEL = 3  # of compression: higher ones take much longer for little
TOLD = """A backup of the wiki at {site}, made {made_at}.

It holds all that was written and decided there, people's names and addresses, and all files, open
and closed. Keep it as you keep the database. Put it in place with:

    python manage.py restore FILE
"""


def make(stream: IO[bytes], tell: Tell = silent) -> Manifest:
    """Writes all tables as they are at this moment, then the files that their rows name, to a
    stream that need not seek. People go on writing meanwhile.

    Memory holds some rows at a time, and the names of all files. Raises BackupRefused (a database
    that a newer version has migrated), StorageUnavailable and whatever the stream does.
    """
    now = timezone.now()
    moment = now.timetuple()[:6]
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        told = TOLD.format(site=settings.SITE_URL, made_at=now.isoformat(" ", "seconds"))
        archive.writestr(_info(README, moment), told)
        names: set[str] = set()
        with one_moment():
            migrations = migrating.applied()
            migrating.check_known(migrations)
            tables = tables_of(migrating.apps_at(migrations))
            saved = []
            for done, table in enumerate(tables):
                tell(f"table {table.name}", done, len(tables))
                saved.append(_save(table, archive, moment, names))
        files, missing = _files(archive, names, moment, tell)
        manifest = Manifest(
            made_at=now.isoformat(),
            site=settings.SITE_URL,
            engine=connection.vendor,
            key_check=_key_check(secrets.token_hex(16)),
            migrations=sorted(migrations),
            tables=saved,
            files=len(files),
            file_bytes=sum(file.size for file in files),
            files_sha256=_list(files, archive, moment),
            missing=missing,
            damaged=[file.name for file in files if stored.is_damaged(file)],
        )
        archive.writestr(_info(MANIFEST, moment), manifest.as_json())
    return manifest


def has_same_key(manifest: Manifest) -> bool:
    """Whether it was made with the SECRET_KEY of today."""
    told = manifest.key_check
    return constant_time_compare(_key_check(told.partition(":")[0]), told)


def _key_check(nonce: str) -> str:
    return f"{nonce}:{salted_hmac('backup.key', nonce, algorithm='sha256').hexdigest()}"


def _save(table: Table, archive: ZipFile, moment: tuple[int, ...], names: set[str]) -> SavedTable:
    """Adds the names of the files that its rows name."""
    encode, places = encoder(table.fields), table.files()
    digest, rows = hashlib.sha256(), 0
    info = _info(member_of_table(table.name), moment)
    with archive.open(info, "w", force_zip64=True) as member:
        for row in table.rows():
            names.update(row[place] for place in places if row[place])
            told = json.dumps(encode(row), ensure_ascii=False, separators=(",", ":"))
            line = told.encode() + b"\n"
            if len(line) >= ROW_BYTES:
                raise BackupRefused(
                    f"A row of {table.name} ({row[0]}) is larger than {ROW_BYTES >> 20} MB, and no"
                    " backup with it could be restored. Nothing was kept."
                )
            digest.update(line)
            member.write(line)
            rows += 1
    return SavedTable(table.name, table.columns, rows, digest.hexdigest(), table.next_id())


def _files(
    archive: ZipFile, names: Iterable[str], moment: tuple[int, ...], tell: Tell
) -> tuple[list[SavedFile], list[str]]:
    files: list[SavedFile] = []
    missing: list[str] = []
    for found in stored.save(archive, names, moment, tell):
        if isinstance(found, SavedFile):
            files.append(found)
        else:
            missing.append(found)
    return files, missing


def _list(files: list[SavedFile], archive: ZipFile, moment: tuple[int, ...]) -> str:
    """Writes the list of files; returns its SHA-256."""
    digest = hashlib.sha256()
    with (
        stored.listing(files) as lines,
        archive.open(_info(FILES, moment), "w", force_zip64=True) as member,
    ):
        for line in lines:
            digest.update(line)
            member.write(line)
    return digest.hexdigest()


def _info(name: str, moment: tuple[int, ...]) -> ZipInfo:
    info = ZipInfo(name, moment)  # type: ignore[arg-type]
    info.compress_type = ZIP_DEFLATED
    # Passed by whoever opens it for writing; what has no level of its own would take six.
    info._compresslevel = LEVEL  # type: ignore[attr-defined]
    info.external_attr = 0o600 << 16
    return info
