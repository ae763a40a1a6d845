"""A tar archive, and what gzip has packed."""

from __future__ import annotations

import io
import tarfile
import zlib
from collections.abc import Iterator
from gzip import GzipFile
from typing import Any, BinaryIO, cast

from importing.files.boxes import Entry, telling
from importing.files.guarding import Guarded
from importing.files.naming import Unsafe, is_hidden, safe, shown
from importing.files.parts import Part, spool
from importing.files.problems import Budget, NotOpened

_MAGIC_AT = 257
_HEADERS = 1 << 20  # bytes of one header with all that belongs to it
_AT_A_TIME = 1 << 20
_ERRORS = (tarfile.TarError, ValueError, OverflowError, EOFError, OSError, RecursionError)


def is_tar(stream: BinaryIO) -> bool:
    """Whether the bytes begin as those of a tar archive do; leaves the stream at its start."""
    stream.seek(_MAGIC_AT)
    found = stream.read(5) == b"ustar"
    stream.seek(0)
    return found


def unpacked(stream: BinaryIO, where: str, budget: Budget) -> BinaryIO:
    """What gzip has packed, in a temporary file. Raises NotOpened, also for a bomb."""
    packed = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    target = spool()
    size = 0
    try:
        with GzipFile(fileobj=stream) as inner:
            while data := inner.read(_AT_A_TIME):
                size += len(data)
                if size > budget.limits.total or budget.is_bomb(packed, size):
                    raise NotOpened(where, "It unpacks to more than can be.")
                target.write(data)
    except (OSError, EOFError, zlib.error) as error:
        raise NotOpened(where, "The archive is damaged, or a part of it is missing.") from error
    target.seek(0)
    return target


class Tar:
    """Files alone: links and devices are passed over. Raises NotOpened."""

    is_packed = True

    def __init__(self, stream: BinaryIO, label: str, where: str, budget: Budget) -> None:
        self.label, self._where, self._budget = label, where, budget
        self._stream = stream
        self._size = stream.seek(0, io.SEEK_END)
        stream.seek(0)

    def entries(self) -> Iterator[Entry]:
        seen: set[str] = set()
        for info in self._members():
            if info.isdir() or is_hidden(info.name):
                continue
            try:
                name = self._taken(info, seen)
            except Unsafe as error:
                self._budget.pass_over(f"{self._where}: {shown(info.name)}", str(error))
                continue
            seen.add(name)
            self._budget.take(self._where, info.size)
            yield Entry(name, info.size, (info.offset_data, info.size, name))

    def open(self, key: Any) -> BinaryIO:
        start, size, name = key
        part = Part(self._stream, start, size)
        return telling(lambda: io.BufferedReader(part), f"{self._where}: {shown(name)}")

    def _members(self) -> Iterator[tarfile.TarInfo]:
        guard = Guarded(self._stream, _HEADERS)
        count = 0
        try:
            with tarfile.open(fileobj=cast(BinaryIO, guard), mode="r:") as tar:
                while info := tar.next():
                    tar.members = []  # it would remember them all
                    count += 1
                    if count > self._budget.limits.entries:
                        raise NotOpened(self._where, "It holds too many files.")
                    if info.offset_data + info.size > self._size:
                        raise NotOpened(self._where, "A part of the archive is missing.")
                    yield info
        except _ERRORS as error:
            raise NotOpened(self._where, "The archive is damaged.") from error

    def _taken(self, info: tarfile.TarInfo, seen: set[str]) -> str:
        if not info.isreg() or info.issparse():
            raise Unsafe("It is a link or a device, not a file.")
        name = safe(info.name)
        if name in seen:
            raise Unsafe("It is in the archive twice; the first one counts.")
        return name
