"""An archive comes under its name once it is whole."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from backup.format import BackupRefused


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """What is written goes to `<path>.part`, which gets its name at the end, on the disk by then.

    Readable by its owner alone. Raises BackupRefused where there is a file of this name, or
    somebody else is writing it; and OSError.
    """
    if path.exists():
        raise BackupRefused(f"{path} is there already. Nothing was overwritten.")
    part = path.with_name(f"{path.name}.part")
    with _opened(part) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupRefused(f"Another backup is being written to {path}.") from error
        if path.exists() or not part.exists() or not _is_same(file, part):
            # Whoever wrote it has ended meanwhile: what is open here has its name by now.
            raise BackupRefused(f"Another backup was written to {path}.")
        try:
            file.truncate()
            yield file
            file.flush()
            os.fsync(file.fileno())
            part.rename(path)
        finally:
            part.unlink(missing_ok=True)
    _keep(path.parent)


def _opened(part: Path) -> IO[bytes]:
    # What a killed one left is written over.
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
    return os.fdopen(os.open(part, flags, 0o600), "r+b")


def _is_same(file: IO[bytes], path: Path) -> bool:
    return os.path.samestat(os.fstat(file.fileno()), path.stat())


def _keep(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
