"""Opens an archive and checks it, whatever it is: nothing in it is believed before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self
from zipfile import ZipFile

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.utils import validate_file_name

from backup import migrating
from backup.checked import Checked, damage_told
from backup.format import (
    FILES,
    LARGEST_NUMBER,
    MANIFEST,
    ROW_BYTES,
    BackupRefused,
    Manifest,
    SavedFile,
    SavedTable,
    Tell,
    member_of_file,
    member_of_table,
    silent,
)
from backup.tables import Table, tables_of
from backup.values import sqlite_decoder

CHUNK = 1 << 20
MANIFEST_BYTES = 256 << 20


class Archive:
    """An archive on a disk. Use it in a `with`; raises BackupRefused for anything wrong with it."""

    def __init__(self, path: Path) -> None:
        try:
            with damage_told("it is cut off, or no backup at all"):
                self._zip = ZipFile(path)
        except OSError as error:
            raise BackupRefused(f"{path} cannot be read: {error.strerror or error}.") from error
        try:
            self.manifest = Manifest.of_json(self._manifest())
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def tables(self) -> list[tuple[Table, SavedTable]]:
        """Each as it was when it was saved, and what was. Refused where this version does not
        know them, or others would be missing."""
        migrations = set(self.manifest.migrations)
        migrating.check_known(migrations)
        known = {table.name: table for table in tables_of(migrating.apps_at(migrations))}
        saved = {one.name: one for one in self.manifest.tables}
        if len(saved) != len(self.manifest.tables) or set(saved) != set(known):
            odd = sorted(set(saved) ^ set(known)) or ["twice the same"]
            raise BackupRefused(f"This backup does not have the tables it should: {odd[0]}.")
        for name, table in known.items():
            if saved[name].columns != table.columns:
                raise BackupRefused(f"The table {name} has not the columns it should.")
        return [(known[name], saved[name]) for name in sorted(known)]

    def check(self, tell: Tell = silent) -> None:
        """Reads all of it: every table and every file is there, and is what it was."""
        tables = self.tables()
        for done, (table, saved) in enumerate(tables):
            tell(f"checking {table.name}", done, len(tables))
            _check_values(table, self.rows(table, saved))
        names: set[str] = set()
        for done, file in enumerate(self.files()):
            tell("checking files", done, self.manifest.files)
            if file.name in names:
                raise BackupRefused(f"It lists a file twice: {file.name}.")
            names.add(file.name)
            with self.open_file(file) as content:
                while content.read(CHUNK):
                    pass
        tell("checking files", self.manifest.files, self.manifest.files)

    def rows(self, table: Table, saved: SavedTable) -> Iterator[list[Any]]:
        """Refused at its end at the latest, where it is not what was saved."""
        width, count = len(table.fields), 0
        for line in self._lines(member_of_table(saved.name), saved.sha256):
            row = _parsed(line, saved.name)
            if not isinstance(row, list) or len(row) != width:
                raise BackupRefused(f"This backup is damaged: a row of {saved.name} is not whole.")
            count += 1
            yield row
        if count != saved.rows:
            raise BackupRefused(f"This backup is damaged: {saved.name} lacks rows.")

    def files(self) -> Iterator[SavedFile]:
        count = size = 0
        for line in self._lines(FILES, self.manifest.files_sha256):
            file = _file(_parsed(line, FILES))
            count, size = count + 1, size + file.size
            yield file
        if (count, size) != (self.manifest.files, self.manifest.file_bytes):
            raise BackupRefused("This backup is damaged: its list of files is not whole.")

    def open_file(self, file: SavedFile) -> Checked:
        """For reading once, to its end."""
        member = member_of_file(file.name)
        with damage_told(f"the file {file.name} is not in it"):
            return Checked(self._zip.open(member), file.name, file.sha256, file.size)

    def _lines(self, member: str, sha256: str) -> Iterator[bytes]:
        with damage_told(f"{member} is not in it"):
            source = self._zip.open(member)
        with Checked(source, member, sha256) as stream:
            while line := stream.readline(ROW_BYTES):
                if len(line) >= ROW_BYTES:
                    raise BackupRefused(f"A line of {member} is longer than any that is written.")
                yield line
            stream.check()

    def _manifest(self) -> bytes:
        with damage_told("it has no manifest"), self._zip.open(MANIFEST) as member:
            told = member.read(MANIFEST_BYTES)
        return told


def _check_values(table: Table, rows: Iterator[list[Any]]) -> None:
    """Whether each value is one of its column: told before anything is touched."""
    decode = sqlite_decoder(table.fields)
    for row in rows:
        try:
            if not all(map(_may_be, row)):
                raise TypeError("no column holds these")
            decode(row)
        except (TypeError, ValueError, ArithmeticError, AttributeError) as error:
            raise BackupRefused(
                f"This backup is damaged: a row of {table.name} holds what its columns cannot."
            ) from error


def _may_be(value: Any) -> bool:
    """Whether there is any column that holds such a value."""
    if isinstance(value, int):
        return abs(value) <= LARGEST_NUMBER
    return not isinstance(value, list | dict)


def _parsed(line: bytes, where: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BackupRefused(f"This backup is damaged: a line of {where} is not whole.") from error


def _file(told: Any) -> SavedFile:
    try:
        file = SavedFile(**told)
        if type(file.size) is not int or "\0" in file.name or "\\" in file.name:
            raise TypeError(file)
        validate_file_name(file.name, allow_relative_path=True)
    except (TypeError, SuspiciousFileOperation) as error:
        raise BackupRefused(f"This backup lists a file that cannot be: {told!r:.200}") from error
    return file
