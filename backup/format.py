"""What an archive is: a zip file of tables and files, and a manifest that knows them all.

README.txt                what this is, for whoever finds it
tables/<table>.jsonl      a row a line, as a list in JSON; the same on every database
files/<name>              as the storage calls it
files.jsonl               name, size and SHA-256 of each file
manifest.json             the rest, written last
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

FORMAT = "imprimatur-backup"
VERSION = 1
README, MANIFEST, FILES = "README.txt", "manifest.json", "files.jsonl"
# Says what is being done, how much of it is done, and how much there is (0: not known).
Tell = Callable[[str, int, int], None]
Migration = tuple[str, str]
# Of one row, as it is written: what must fit into memory several times. A page and all that is kept
# of it takes some megabytes at most.
ROW_BYTES = 128 << 20
LARGEST_NUMBER = (1 << 63) - 1


class BackupRefused(Exception):
    """Why nothing is backed up or restored: a sentence for the operator."""


def silent(what: str, done: int, total: int) -> None:
    """Tells nobody."""


def member_of_table(name: str) -> str:
    """Where the rows of a table lie in the archive."""
    return f"tables/{name}.jsonl"


def member_of_file(name: str) -> str:
    """Where a file lies in the archive."""
    return f"files/{name}"


@dataclass(frozen=True, slots=True)
class SavedTable:
    """`next_id` is the number that the next row would have had."""

    name: str
    columns: list[str]
    rows: int
    sha256: str
    next_id: int | None = None


@dataclass(frozen=True, slots=True)
class SavedFile:
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`key_check` tells whether SECRET_KEY is the one with which secrets were sealed, and nothing
    about it. `missing` are files that rows name and the storage did not have, `damaged` those
    whose bytes are not those that their names tell of.
    """

    made_at: str
    site: str
    engine: str
    key_check: str
    migrations: list[Migration]
    tables: list[SavedTable]
    files: int
    file_bytes: int
    files_sha256: str
    missing: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    def as_json(self) -> str:
        told = {"format": FORMAT, "version": VERSION, **asdict(self)}
        return json.dumps(told, indent=1, ensure_ascii=False)

    @classmethod
    def of_json(cls, text: str | bytes) -> Manifest:
        """Raises BackupRefused for what is none, or of a version to come."""
        try:
            told = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BackupRefused("This is no backup: its manifest cannot be read.") from error
        if not isinstance(told, dict) or told.pop("format", None) != FORMAT:
            raise BackupRefused("This is no backup of Imprimatur.")
        if (version := told.pop("version", None)) != VERSION:
            raise BackupRefused(
                f"This backup has format {version!r:.20}; this version of Imprimatur reads"
                f" {VERSION}. Install the version that made it, or a newer one."
            )
        try:
            return cls._of(told)
        except (TypeError, ValueError, KeyError) as error:
            raise BackupRefused("This backup is damaged: its manifest is not complete.") from error

    @classmethod
    def _of(cls, told: dict[str, Any]) -> Manifest:
        told["migrations"] = [_migration(one) for one in told["migrations"]]
        told["tables"] = [SavedTable(**table) for table in told["tables"]]
        found = cls(**told)
        words = (found.made_at, found.site, found.engine, found.key_check, found.files_sha256)
        numbers = [found.files, found.file_bytes, *(table.rows for table in found.tables)]
        numbers += [table.next_id or 0 for table in found.tables]
        lists = (found.missing, found.damaged, *(table.columns for table in found.tables))
        # They are shown on a terminal, which signs that cannot be seen may command.
        wrong: list[Any] = [
            one for one in words if not (isinstance(one, str) and one.isprintable())
        ]
        wrong += [one for one in numbers if type(one) is not int or not 0 <= one <= LARGEST_NUMBER]
        wrong += [one for one in lists if not isinstance(one, list)]
        if wrong:
            raise TypeError(wrong)
        return found


def _migration(told: Any) -> Migration:
    app, name = told
    return str(app), str(name)
