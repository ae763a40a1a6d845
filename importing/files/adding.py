"""Files that a reader made while it read."""

from __future__ import annotations

import hashlib
import io
import shutil
import zipfile
from collections.abc import Container
from contextlib import suppress
from typing import BinaryIO, NamedTuple, cast

from importing.files.naming import Unsafe, safe
from importing.files.parts import Part, spool

_START = (1980, 1, 1, 0, 0, 0)  # the same files make the same archive


class _Kept(NamedTuple):
    start: int
    size: int
    digest: bytes


class Added:
    """They lie one after the other in a temporary file."""

    def __init__(self) -> None:
        self._spool: BinaryIO | None = None
        self._kept: dict[str, _Kept] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._kept

    def add(self, name: str, content: bytes, taken: Container[str]) -> str:
        """The name it has now: another one, where a file of other bytes has that."""
        digest = hashlib.sha256(content).digest()
        prefix, between, wanted = name.partition("//")
        clean = f"{prefix}{between}{_cleaned(wanted)}"
        stem, dot, ending = clean.rpartition(".")
        found, number = clean, 1
        while found in self._kept or found in taken:
            if found in self._kept and self._kept[found].digest == digest:
                return found
            number += 1
            found = f"{stem}-{number}.{ending}" if dot else f"{clean}-{number}"
        self._kept[found] = _Kept(self._append(content), len(content), digest)
        return found

    def size(self, name: str) -> int:
        return self._kept[name].size

    def open(self, name: str) -> BinaryIO:
        kept = self._kept[name]
        part = Part(cast(BinaryIO, self._spool), kept.start, kept.size)
        return cast(BinaryIO, io.BufferedReader(part))

    def write(self, to: BinaryIO, left_away: str) -> int:
        """A zip archive, the same for the same files."""
        with zipfile.ZipFile(to, "w", zipfile.ZIP_STORED) as archive:
            for name in self._kept:
                info = zipfile.ZipInfo(name.removeprefix(left_away), _START)
                with self.open(name) as source, archive.open(info, "w", force_zip64=True) as target:
                    shutil.copyfileobj(source, target)
        return len(self._kept)

    def close(self) -> None:
        if self._spool:
            self._spool.close()

    def _append(self, content: bytes) -> int:
        if self._spool is None:
            self._spool = spool()
        start = self._spool.seek(0, io.SEEK_END)
        self._spool.write(content)
        return start


def _cleaned(name: str) -> str:
    with suppress(Unsafe):
        return safe(name)
    return "file"
