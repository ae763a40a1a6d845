"""Looks at what a library is about to read whole into memory."""

from __future__ import annotations

from typing import BinaryIO


class Guarded:
    """A stream that refuses to be read in larger pieces than `most`, or in pieces that hold `mark`
    more than `marks` times, until it is told to relax. `why` says what was refused."""

    def __init__(self, stream: BinaryIO, most: int, mark: bytes = b"", marks: int = 0) -> None:
        self._stream, self._most, self._mark, self._marks = stream, most, mark, marks
        self._is_wary = True
        self.why = ""

    def relax(self) -> None:
        self._is_wary = False

    def read(self, size: int = -1) -> bytes:
        if self._is_wary and (size > self._most or (size < 0 and self._left() > self._most)):
            self._refuse("Its list of files is too long.")
        data = self._stream.read(size)
        if self._is_wary and self._mark and data.count(self._mark) > self._marks:
            self._refuse(f"It holds more than {self._marks:,} files.")
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        self._stream.close()

    def _left(self) -> int:
        here = self._stream.tell()
        left = self._stream.seek(0, 2) - here
        self._stream.seek(here)
        return left

    def _refuse(self, why: str) -> None:
        self.why = why
        raise ValueError(why)
