"""Some bytes of a larger file, as a file of their own."""

from __future__ import annotations

import io
import tempfile
from typing import Any, BinaryIO, cast


def spool() -> BinaryIO:
    """A temporary file without a name; gone when it is closed, or nobody has it any more."""
    return cast(BinaryIO, tempfile.TemporaryFile())


class Part(io.RawIOBase):
    """Several may read the same stream, one after the other; closing a part leaves it open."""

    def __init__(self, stream: BinaryIO, start: int, size: int) -> None:
        self._stream, self._start, self._size = stream, start, size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, origin + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        self._stream.seek(self._start + self._at)
        data = self._stream.read(max(0, min(len(buffer), self._size - self._at)))
        if not data and len(buffer) and self._at < self._size:
            raise EOFError
        self._at += len(data)
        buffer[: len(data)] = data
        return len(data)
