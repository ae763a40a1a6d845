"""What files lie in, and the words for it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Protocol, cast

from importing.files.problems import Broken

_ERRORS = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError,
    NotImplementedError, OverflowError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """What an admin uploaded, or named on the command line.

    Either a `path` on the disk, or `open`, which gives a new seekable stream at each call.
    `is_assets`: pictures and files alone, no pages. `is_made`: what `Files.write_added` wrote at an
    earlier stage, so that it is there again.
    """

    name: str
    open: Callable[[], BinaryIO] | None = None
    path: Path | None = None
    is_assets: bool = False
    is_made: bool = False


class Entry(NamedTuple):
    """A file in a box: its safe name, its bytes, what the box calls it, and a checksum or 0."""

    name: str
    size: int
    key: Any
    crc: int = 0


class Box(Protocol):
    """A folder or an archive. `label` is its name, `is_packed` that it is an archive."""

    label: str
    is_packed: bool

    def entries(self) -> Iterator[Entry]:
        """Safe and seen ones alone; the others are told to the budget. Raises NotOpened."""
        ...

    def open(self, key: Any) -> BinaryIO:
        """Raises Broken, also while it is read."""
        ...


class _Told(io.RawIOBase):
    """A stream whose failures are sentences."""

    def __init__(self, stream: BinaryIO, where: str) -> None:
        self._stream, self._where = stream, where

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._stream.read(len(buffer))
        except _ERRORS as error:
            raise Broken(self._where, "The file is damaged: it cannot be unpacked.") from error
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


def telling(open_it: Callable[[], Any], where: str) -> BinaryIO:
    """A stream that raises Broken, now and while it is read, where others raise what they like."""
    try:
        stream = open_it()
    except _ERRORS as error:
        raise Broken(where, "The file is damaged: it cannot be opened.") from error
    return cast(BinaryIO, io.BufferedReader(_Told(stream, where), 1 << 16))
