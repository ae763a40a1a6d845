"""Uploaded documents, recognised by their content. They are kept as they are, and only ever
offered as a download."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import PurePath

from django.core.exceptions import ValidationError

from processes.attachments.images import UNREADABLE, Cleaned
from processes.attachments.refusals import (
    ARCHIVE,
    BROKEN,
    MACROS,
    Unsupported,
    looks_like_markup,
    refusal_of,
)

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
# The part that each kind of Office file begins with.
OFFICE_PARTS = {
    "word/document.xml": (OFFICE + "wordprocessingml.document", ".docx"),
    "xl/workbook.xml": (OFFICE + "spreadsheetml.sheet", ".xlsx"),
    "ppt/presentation.xml": (OFFICE + "presentationml.presentation", ".pptx"),
}
OPEN_TYPES = {OPEN + "text": ".odt", OPEN + "spreadsheet": ".ods", OPEN + "presentation": ".odp"}
TEXT_TYPES = {".csv": "text/csv; charset=utf-8", ".txt": "text/plain; charset=utf-8"}
# Reading the list of half a million takes seconds and hundreds of megabytes.
ZIP_PARTS = 10_000
ZIP_ENTRY = b"PK\x01\x02"  # each line of that list begins so
# Control characters, but for those between and around lines, and escape.
NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def recognise(content: bytes, name: str) -> Cleaned:
    """A known kind of document. Raises ValidationError, in words for the uploader."""
    if content.startswith(b"%PDF-"):
        return Cleaned(content, "application/pdf", ".pdf")
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content, name)
    text = _text(content, PurePath(name).suffix.lower())
    if text is None:
        raise refusal_of(content, name)
    return text


def _zipped(content: bytes, name: str) -> Cleaned:
    """By the names of its parts alone: nothing is unpacked but a line that tells its type."""
    if content.count(ZIP_ENTRY) > ZIP_PARTS:
        raise Unsupported(ARCHIVE)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            opened = _open_document(archive, parts)
    except (zipfile.BadZipFile, *UNREADABLE) as error:
        raise ValidationError(BROKEN.format(name=name[:100])) from error
    names = {part.filename for part in parts}
    if any(PurePath(part).name.lower() == "vbaproject.bin" for part in names):
        raise Unsupported(MACROS.format(name=name[:100]))
    if opened:
        return Cleaned(content, opened, OPEN_TYPES[opened])
    for part, (content_type, suffix) in OFFICE_PARTS.items():
        if part in names and "[Content_Types].xml" in names:
            return Cleaned(content, content_type, suffix)
    raise Unsupported(ARCHIVE)


def _open_document(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> str:
    """The type that an OpenDocument file tells in its first part, not compressed."""
    first = parts[0] if parts else None
    if first is None or first.filename != "mimetype" or first.file_size > 100:
        return ""
    told = archive.read(first).decode("ascii", "replace").strip()
    return told if told in OPEN_TYPES else ""


def _text(content: bytes, suffix: str) -> Cleaned | None:
    """Plain text has no mark of its own, so here the name decides between the two kinds."""
    if suffix not in TEXT_TYPES or NOT_TEXT.search(content) or looks_like_markup(content):
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return Cleaned(content, TEXT_TYPES[suffix].partition(";")[0], suffix)
    return Cleaned(content, TEXT_TYPES[suffix], suffix)
