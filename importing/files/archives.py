"""A zip archive, as hostile as they come."""

from __future__ import annotations

import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

from importing.files.boxes import Entry, telling
from importing.files.guarding import Guarded
from importing.files.naming import Unsafe, is_hidden, safe, shown
from importing.files.problems import Budget, NotOpened

# bzip2 and LZMA unpack a few bytes to as much memory as they please.
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_UTF8 = 0x800
_UNICODE_PATH = 0x7075
_ERRORS = (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError)
_WINDOWS = (0, 10, 14)  # what an archive calls FAT, NTFS, VFAT
_LETTER = re.compile(r"LATIN (?:SMALL|CAPITAL) LETTER ")
_HEADER = 30  # bytes of a local header, without names


class Archive:
    """Raises NotOpened for what is no archive, incomplete, or has files that share bytes."""

    is_packed = True

    def __init__(self, stream: BinaryIO, label: str, where: str, budget: Budget) -> None:
        self.label, self._where, self._budget = label, where, budget
        guard = Guarded(stream, budget.limits.directory, b"PK\x01\x02", budget.limits.entries)
        try:
            self._zip = zipfile.ZipFile(guard)
        except _ERRORS as error:
            why = guard.why or "This is no zip archive, or a part of it is missing."
            raise NotOpened(where, why) from error
        guard.relax()
        self._refuse_overlaps()

    def entries(self) -> Iterator[Entry]:
        infos = [info for info in self._zip.infolist() if not _name_of(info).endswith("/")]
        if infos and all(info.flag_bits & _ENCRYPTED for info in infos):
            raise NotOpened(self._where, "The archive is protected by a password.")
        seen: set[str] = set()
        for info in infos:
            name = _name_of(info)
            if is_hidden(name):
                continue
            why, clean = self._refusal(info, name)
            if not why and clean in seen:
                why = "It is in the archive twice; the first one counts."
            if why:
                self._budget.pass_over(f"{self._where}: {shown(name)}", why)
                continue
            seen.add(clean)
            self._budget.take(self._where, info.file_size)
            yield Entry(clean, info.file_size, info, info.CRC)

    def open(self, key: Any) -> BinaryIO:
        where = f"{self._where}: {shown(_name_of(key))}"
        return telling(lambda: self._zip.open(key), where)

    def _refusal(self, info: zipfile.ZipInfo, name: str) -> tuple[str, str]:
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind == stat.S_IFLNK:
            return "It is a link, not a file.", ""
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            return "It is a device, not a file.", ""
        if info.flag_bits & _ENCRYPTED:
            return "It is protected by a password.", ""
        if info.compress_type not in _READABLE:
            return "It is packed in a way that is not read here; pack it as a usual zip.", ""
        if self._budget.is_bomb(info.compress_size, info.file_size):
            return (
                f"It unpacks to {info.file_size >> 20:,} MB, far more than such files do.",
                "",
            )
        try:
            return "", safe(name)
        except Unsafe as error:
            return str(error), ""

    def _refuse_overlaps(self) -> None:
        """Files that share their bytes make a small archive unpack to no end."""
        infos = sorted(self._zip.infolist(), key=lambda info: info.header_offset)
        ends = [info.header_offset for info in infos[1:]] + [self._zip.start_dir]
        for info, end in zip(infos, ends, strict=False):  # an empty archive has one end
            if info.header_offset < 0 or info.header_offset + _HEADER + info.compress_size > end:
                raise NotOpened(self._where, "Files in the archive overlap: it is damaged.")


def _name_of(info: zipfile.ZipInfo) -> str:
    """As whoever packed it saw it: many write UTF-8 without saying so, and some programs of
    Windows put its own sign between folders."""
    name = _spelled(info)
    return name.replace("\\", "/") if info.create_system in _WINDOWS else name


def _spelled(info: zipfile.ZipInfo) -> str:
    name = info.orig_filename
    if info.flag_bits & _UTF8:
        return name
    with suppress(UnicodeError, struct.error):
        raw = name.encode("cp437")
        return _told_beside(info.extra, raw) or _decoded(raw)
    return name


def _decoded(raw: bytes) -> str:
    """UTF-8, else the old encoding in which all signs beyond ASCII are letters."""
    with suppress(UnicodeError):
        return raw.decode()
    for encoding in ("cp437", "cp850", "cp1252"):
        with suppress(UnicodeError):
            name = raw.decode(encoding)
            if all(char.isascii() or _LETTER.match(unicodedata.name(char, "")) for char in name):
                return name
    return raw.decode("cp437")


def _told_beside(extra: bytes, raw: bytes) -> str:
    """The name in UTF-8 that some programs add to the one in an old encoding."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        value, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(value) > 5:
            version, crc = struct.unpack_from("<BI", value)
            if version == 1 and crc == zlib.crc32(raw):
                return value[5:].decode()
    return ""
