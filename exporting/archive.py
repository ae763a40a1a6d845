"""A zip that is written as it comes: the same content is the same bytes, whenever it is made."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable
from typing import IO, Any

CHUNK = 256 * 1024
# The first day that a zip can tell; when something was written stands in its text.
_DAY = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16
# What is compressed already.
_PACKED = ("image/", "video/", "audio/", "application/zip", "application/vnd.openxmlformats")


class Archive:
    """Writes members one after the other; `digests` are the SHA-256 (hex) of each, by name."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self.digests: dict[str, str] = {}

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *problem: object) -> None:
        self._zip.close()

    def add_text(self, name: str, text: str) -> None:
        self.add(name, [text.encode()])

    def add_json(self, name: str, value: Any) -> None:
        self.add_text(name, as_json(value))

    def add(self, name: str, chunks: Iterable[bytes], content_type: str = "") -> None:
        """A member of these bytes. Raises ValueError for a name that there is already."""
        if name in self.digests:
            raise ValueError(f"{name} is in the archive already.")
        info = zipfile.ZipInfo(name, _DAY)
        info.create_system = 3  # the same on every machine
        info.external_attr = _PLAIN_FILE
        is_packed = content_type.startswith(_PACKED)
        info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        digest = hashlib.sha256()
        with self._zip.open(info, "w", force_zip64=bool(content_type)) as member:
            for chunk in chunks:
                digest.update(chunk)
                member.write(chunk)
        self.digests[name] = digest.hexdigest()


def as_json(value: Any) -> str:
    """JSON as it stands in exports: readable, in the order given."""
    return json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n"
