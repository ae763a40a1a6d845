"""Archives of any kind, also such as no honest program writes."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

Content = str | bytes
_TIME = (2024, 1, 1, 0, 0, 0)


def zipped(files: Mapping[str, Content], *, packed: bool = True) -> bytes:
    """A zip archive with names just as they are given, however hostile."""
    stream = io.BytesIO()
    how = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(stream, "w", how) as archive:
        for name, content in files.items():
            archive.writestr(named(name), content, how)
    return stream.getvalue()


def unpacked(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def named(name: str, mode: int = stat.S_IFREG | 0o644) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("x", _TIME)
    info.filename = info.orig_filename = name
    info.external_attr = mode << 16
    info.create_system = 3
    return info


def nested(depth: int) -> bytes:
    content = zipped({"page.md": "# At last"})
    for _ in range(depth - 1):
        content = zipped({"inner.zip": content})
    return content


def patched(archive: bytes, old: bytes, new: bytes) -> bytes:
    """Some bytes changed, in the headers as well as in the list of files."""
    assert len(old) == len(new)
    assert old in archive
    return archive.replace(old, new)


def flagged(archive: bytes, flag: int) -> bytes:
    """All files with a flag set, such as 1 for encrypted."""
    found = bytearray(archive)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = found.find(mark)
        while at >= 0:
            found[at + offset] |= flag
            at = found.find(mark, at + 4)
    return bytes(found)


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path
