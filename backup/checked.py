"""Reading what may be damaged, or made to do harm: refused in a sentence, never a traceback."""

from __future__ import annotations

import hashlib
import lzma
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Self
from zipfile import BadZipFile

from backup.format import BackupRefused

PIECE = 1 << 20
# All that reading a file that only looks like one of ours may raise.
UNREADABLE = (
    *(BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError),
    *(LookupError, ValueError, ArithmeticError, RuntimeError),
)


class Checked:
    """A stream that raises BackupRefused at its end where it was not what was saved."""

    def __init__(self, source: IO[bytes], name: str, sha256: str, size: int | None = None) -> None:
        self._source, self.name, self._sha256, self.size = source, name, sha256, size
        self._digest, self._done, self.closed = hashlib.sha256(), 0, False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._source.close()
        self.closed = True

    def read(self, size: int = -1) -> bytes:
        found = self._taken(lambda: self._source.read(size if size > 0 else PIECE))
        if not found:
            self.check()
        return found

    def readline(self, limit: int) -> bytes:
        return self._taken(lambda: self._source.readline(limit))

    def check(self) -> None:
        whole = self.size is None or self.size == self._done
        if not whole or self._digest.hexdigest() != self._sha256:
            raise BackupRefused(f"This backup is damaged: {self.name} is not what was saved.")

    def _taken(self, take: Callable[[], bytes]) -> bytes:
        with damage_told(f"{self.name} cannot be read"):
            found = take()
        self._digest.update(found)
        self._done += len(found)
        if self.size is not None and self._done > self.size:
            self.check()
        return found


@contextmanager
def damage_told(what: str) -> Iterator[None]:
    """What any broken archive raises becomes a sentence. Raises BackupRefused."""
    try:
        yield
    except UNREADABLE as error:
        raise BackupRefused(f"This backup is damaged: {what}.") from error
