"""Migrates SQLite once, for all processes of a run and for the runs after it.

Migrating takes seconds of processor time and always ends in the same file: the first process keeps
a copy, and those after it begin with that. Where WIKI_TEST_TEMPLATES names a folder the copy
outlives the run (scripts/check.py does it).
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from contextlib import closing
from pathlib import Path

FOLDER = "WIKI_TEST_TEMPLATES"


class Template:
    """The migrated file. Whoever finds none has it to themselves until they `keep` theirs."""

    def __init__(self, run: Path) -> None:
        folder = Path(os.environ.get(FOLDER) or run)
        self._file = folder / "migrated.sqlite3"
        self._lock = (folder / "migrated.lock").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def copy_to(self, database: Path) -> bool:
        """Makes the database from the template; False where there is none yet."""
        if not self._file.exists():
            return False
        _copy(self._file, database)
        self._lock.close()
        return True

    def keep(self, database: Path) -> None:
        """Makes the template from a database that was migrated, unless it came from there."""
        if not self._lock.closed:
            half = self._file.with_suffix(".half")
            _copy(database, half)
            half.rename(self._file)
            self._lock.close()


def _copy(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
