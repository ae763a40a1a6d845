"""A folder on the disk, or a single file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from importing.files.boxes import Entry, telling
from importing.files.naming import Unsafe, is_hidden, safe, shown
from importing.files.problems import Broken, Budget, NotOpened


class Folder:
    """Symbolic links to files within it are followed; links to folders are not, since they may
    lead in circles, nor is whatever leads out."""

    is_packed = False

    def __init__(self, path: Path, budget: Budget) -> None:
        self._root = path.resolve()
        self.label = self._root.name
        self._budget = budget

    def entries(self) -> Iterator[Entry]:
        def fail(error: OSError) -> None:
            where = error.filename or self.label
            self._budget.pass_over(shown(str(where)), "The folder cannot be read.")

        for at, folders, files in os.walk(self._root, onerror=fail):
            below = Path(at).relative_to(self._root)
            for name in [one for one in folders if (Path(at) / one).is_symlink()]:
                self._budget.pass_over(shown(str(below / name)), "It is a link to a folder.")
            folders[:] = sorted(one for one in folders if not is_hidden(one))
            for name in sorted(files):
                if not is_hidden(name) and (entry := self._entry(str(below / name))):
                    yield entry

    def open(self, key: Any) -> BinaryIO:
        if not (real := self._inside(key)):
            raise Broken(shown(key), "The file is not there any more.")
        return telling(lambda: real.open("rb"), shown(key))

    def _entry(self, key: str) -> Entry | None:
        try:
            name = safe(key)
            if not (real := self._inside(key)):
                raise Unsafe("It is no file, or leads out of the folder.")
            size = real.stat().st_size
        except (Unsafe, OSError) as error:
            why = str(error) if isinstance(error, Unsafe) else "The file cannot be read."
            self._budget.pass_over(shown(key), why)
            return None
        self._budget.take(self.label, size)
        return Entry(name, size, key)

    def _inside(self, key: str) -> Path | None:
        try:
            real = (self._root / key).resolve()
            if not real.is_relative_to(self._root) or not real.is_file():
                return None
        except (OSError, ValueError):  # too long, a circle of links
            return None
        return None if is_hidden(str(real.relative_to(self._root))) else real


class Single:
    """One file, as it was uploaded."""

    is_packed = False

    def __init__(self, open_it: Callable[[], BinaryIO], name: str, budget: Budget) -> None:
        self.label = ""
        self._open, self._name, self._budget = open_it, name, budget

    def entries(self) -> Iterator[Entry]:
        try:
            name = safe(self._name.rpartition("/")[2])
        except Unsafe as error:
            raise NotOpened(shown(self._name), str(error)) from error
        with self._open() as stream:
            size = stream.seek(0, os.SEEK_END)
        self._budget.take(name, size)
        yield Entry(name, size, name)

    def open(self, key: Any) -> BinaryIO:
        return telling(self._open, str(key))
