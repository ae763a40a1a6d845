"""A few words in memory that two processes share: what is left of a killed one's work."""

import mmap
import os
import struct
import tempfile
import time

PART_BYTES = 800  # enough for 120 characters of any script, blanks and marks between them included
# Below this share of all the time, no single part is to blame.
BLAMED = 0.1

_ENTRY = struct.Struct(f"=d{PART_BYTES}s")  # seconds, and a part of the text in UTF-8
_LONGEST = _ENTRY.size  # where the second of the two entries begins


class Notes:
    """What is being worked on since when, and what took longest before it.

    The child writes, the parent reads once the child is dead: nothing is locked. Seconds are
    processor time of the child since the text began. Keeps a descriptor of its own: the given one
    may be closed.
    """

    def __init__(self, fd: int) -> None:
        self._memory = mmap.mmap(fd, 2 * _ENTRY.size)
        self._began = 0.0
        self._since = 0.0
        self._part = ""
        self._longest = 0.0

    def begin(self) -> None:
        """Forgets the text before; nothing of the new one has been looked at yet."""
        self._began = time.process_time()
        self._since = self._longest = 0.0
        self._part = ""
        _ENTRY.pack_into(self._memory, 0, 0.0, b"")
        _ENTRY.pack_into(self._memory, _LONGEST, 0.0, b"")

    def working_on(self, part: str) -> None:
        """Called for each block and each run of text; "" is work on the text as a whole."""
        now = time.process_time() - self._began
        if now - self._since > self._longest:
            self._longest = now - self._since
            _ENTRY.pack_into(self._memory, _LONGEST, self._longest, _encode(self._part))
        self._since, self._part = now, part
        _ENTRY.pack_into(self._memory, 0, now, _encode(part))

    def culprit(self, seconds: float) -> str:
        """The part that took most of the `seconds` after which the child was killed, or ""."""
        since, current = _ENTRY.unpack_from(self._memory, 0)
        longest, before = _ENTRY.unpack_from(self._memory, _LONGEST)
        took, part = max((seconds - since, current), (longest, before), key=lambda entry: entry[0])
        return _decode(part) if took >= seconds * BLAMED else ""

    def current(self) -> str:
        """The part that was being worked on last."""
        return _decode(_ENTRY.unpack_from(self._memory, 0)[1])

    def close(self) -> None:
        self._memory.close()


def new_memory() -> int:
    """A descriptor of empty memory for `Notes`, which a child process may inherit."""
    if hasattr(os, "memfd_create"):
        fd = os.memfd_create("notes")
    else:
        with tempfile.TemporaryFile() as file:
            fd = os.dup(file.fileno())
    os.ftruncate(fd, 2 * _ENTRY.size)
    return fd


def _encode(part: str) -> bytes:
    return part[:PART_BYTES].encode("utf-8", "replace")[:PART_BYTES]


def _decode(part: bytes) -> str:
    return part.rstrip(b"\0").decode("utf-8", "ignore")
