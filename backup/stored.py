"""The files in an archive: taken from wherever they are kept, and put back there."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.core.files.base import File

from backup.format import SavedFile, Tell, member_of_file
from processes.attachments import blobs

CHUNK = 1 << 20
SPOOLED = 8 << 20
NAMED_BY_CONTENT = re.compile(r"[0-9a-f]{64}")


def save(
    archive: ZipFile, names: Iterable[str], moment: tuple[int, ...], tell: Tell
) -> Iterator[SavedFile | str]:
    """Copies each into the archive; yields what it was, or its name alone where it is not there.
    Raises StorageUnavailable."""
    wanted = sorted(names)
    for done, name in enumerate(wanted):
        tell("files", done, len(wanted))
        try:
            source = blobs.open_file(name)
        except FileNotFoundError:
            yield name
            continue
        # Pictures and documents are compressed as they are.
        info = ZipInfo(member_of_file(name), moment)  # type: ignore[arg-type]
        info.compress_type = ZIP_STORED
        with source, archive.open(info, "w", force_zip64=True) as target:
            yield _copy(name, source, target)
    tell("files", len(wanted), len(wanted))


def is_damaged(file: SavedFile) -> bool:
    """Whether its name tells of other bytes."""
    last = PurePosixPath(file.name).name
    return bool(NAMED_BY_CONTENT.fullmatch(last)) and last != file.sha256


def put_back(file: SavedFile, content: IO[bytes]) -> str:
    """Keeps it under its name, and returns that; what has other bytes under this name stays, and
    it gets another. Raises StorageUnavailable."""
    name = file.name
    known = _hash_of(name)
    if known == file.sha256:
        return name
    if known and not is_named_by_content(name):
        name = f"{name}-{file.sha256[:12]}"
        if _hash_of(name) == file.sha256:
            return name
    with SpooledTemporaryFile(SPOOLED) as whole:
        # Nothing reaches the storage before all of it was found to be right.
        shutil.copyfileobj(content, whole, CHUNK)
        whole.seek(0)
        blobs.put(name, File(whole, name))
    return name


def is_named_by_content(name: str) -> bool:
    """Whatever is stored under such a name is that, or is broken."""
    return name.startswith(tuple(f"{folder}/" for folder in blobs.FOLDERS))


def listing(files: Iterable[SavedFile]) -> IO[bytes]:
    """A line for each."""
    lines = SpooledTemporaryFile(CHUNK)  # noqa: SIM115 - whoever asks closes it
    for file in files:
        told = {"name": file.name, "size": file.size, "sha256": file.sha256}
        lines.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")
    lines.seek(0)
    return lines  # type: ignore[return-value]


def _copy(name: str, source: IO[bytes], target: IO[bytes]) -> SavedFile:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        target.write(chunk)
    return SavedFile(name, size, digest.hexdigest())


def _hash_of(name: str) -> str:
    """Of what is stored under a name; empty where nothing is."""
    try:
        with blobs.open_file(name) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    except FileNotFoundError:
        return ""
