"""From what was uploaded or named to boxes of files: archives, and archives within archives."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from importing.files.archives import Archive
from importing.files.boxes import Box, Entry, Source
from importing.files.folders import Folder, Single
from importing.files.naming import shown
from importing.files.parts import Part, spool
from importing.files.problems import Broken, Budget, NotOpened
from importing.files.tars import Tar, is_tar, unpacked

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_GZIP = b"\x1f\x8b"
_ARCHIVES = (".zip", ".tar", ".tgz", ".tar.gz")
# Documents that are zip archives inside, but one file to people.
_DOCUMENTS = (".docx", ".docm", ".dotx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub", ".jar")


@dataclass(frozen=True, slots=True)
class Opened:
    """A box that holds files rather than archives, with its entries."""

    source: Source
    box: Box
    entries: tuple[Entry, ...]


def opened(source: Source, budget: Budget, stack: ExitStack) -> Iterator[Opened]:
    """The boxes of a source. Raises NotOpened.

    A box that holds nothing but archives stands for what is in them; any other archive within a
    box is a file like others, which somebody attached to a page.
    """
    yield from _unfold(source, _box(source, budget, stack), budget, stack, depth=1)


def as_archive(box: Box, entry: Entry, budget: Budget) -> Archive:
    """A document of a box, opened as the zip archive that it is. Raises NotOpened."""
    where = shown(entry.name)
    budget = Budget(budget.limits)
    return Archive(_spooled(box, entry, where), _label(entry.name), where, budget)


def _archive_of(stream: BinaryIO, name: str, where: str, budget: Budget) -> Box | None:
    """The archive that the bytes are; None for another file. Raises NotOpened."""
    start = stream.read(4)
    stream.seek(0)
    label = _label(name)
    lower = name.lower()
    if lower.endswith(_DOCUMENTS):
        return None
    if start in _ZIP:
        return Archive(stream, label, where, budget)
    if start[:2] == _GZIP and lower.endswith((".tgz", ".gz")):
        return _gunzipped(unpacked(stream, where, budget), name, label, where, budget)
    if is_tar(stream):
        return Tar(stream, label, where, budget)
    if lower.endswith(_ARCHIVES):
        raise NotOpened(where, "This is no archive, or a part of it is missing.")
    return None


def _box(source: Source, budget: Budget, stack: ExitStack) -> Box:
    path = source.path
    if path is not None and path.is_dir():
        return Folder(path, budget)
    open_it = source.open
    if path is not None:
        open_it = _opening(path)
    if open_it is None:
        raise NotOpened(shown(source.name), "There is nothing to open.")
    try:
        stream = stack.enter_context(open_it())
    except OSError as error:
        raise NotOpened(
            shown(source.name), "There is no such file, or it cannot be read."
        ) from error
    box = _archive_of(stream, source.name, shown(source.name), budget)
    return box or Single(open_it, source.name, budget)


def _opening(path: Path) -> Callable[[], BinaryIO]:
    return lambda: cast(BinaryIO, path.open("rb"))


def _unfold(
    source: Source, box: Box, budget: Budget, stack: ExitStack, depth: int
) -> Iterator[Opened]:
    entries = tuple(box.entries())
    packed = [entry for entry in entries if entry.name.lower().endswith(_ARCHIVES)]
    if isinstance(box, Single) or not packed or len(packed) < len(entries):
        yield Opened(source, box, entries)
        return
    for entry in packed:
        where = f"{shown(source.name)}: {shown(entry.name)}"
        if depth >= budget.limits.depth:
            raise NotOpened(where, "Archives within archives, deeper than anybody needs them.")
        stream = stack.enter_context(_spooled(box, entry, where))
        inner = _archive_of(stream, entry.name, where, budget)
        if inner is None:
            raise NotOpened(where, "This is no archive.")
        yield from _unfold(source, inner, budget, stack, depth + 1)


def _spooled(box: Box, entry: Entry, where: str) -> BinaryIO:
    """Its bytes in a temporary file without a name."""
    target = spool()
    try:
        with box.open(entry.key) as stream:
            shutil.copyfileobj(stream, target, 1 << 20)
    except Broken as error:
        raise NotOpened(where, str(error)) from error
    target.seek(0)
    return target


def _gunzipped(stream: BinaryIO, name: str, label: str, where: str, budget: Budget) -> Box:
    """A tar archive, or the one file that was packed."""
    if is_tar(stream):
        return Tar(stream, label, where, budget)
    size = stream.seek(0, os.SEEK_END)
    return Single(lambda: cast(BinaryIO, Part(stream, 0, size)), name.removesuffix(".gz"), budget)


def _label(name: str) -> str:
    """What people call an archive: its name without folders and ending."""
    name = name.rpartition("/")[2]
    for ending in sorted(_ARCHIVES, key=len, reverse=True):
        if name.lower().endswith(ending):
            return name[: -len(ending)]
    return name
