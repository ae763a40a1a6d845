"""Pictures and files, from the storage into the archive, a piece at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from exporting.archive import CHUNK, Archive
from exporting.planning import FileSpot
from processes.attachments.blobs import open_file


def write(archive: Archive, spot: FileSpot) -> bool:
    """False where the storage has lost it: an export that lacks a picture is better than none.

    Raises StorageUnavailable.
    """
    try:
        content = open_file(spot.stored)
    except FileNotFoundError:
        return False
    with content:
        archive.add(spot.path, _chunks(content), spot.content_type)
    return True


def _chunks(content: IO[bytes]) -> Iterator[bytes]:
    while chunk := content.read(CHUNK):
        yield chunk
