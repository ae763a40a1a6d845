"""Keeps an uploaded file: recognised, cleaned, counted, written once."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction

from accounts.models import Department, User
from processes.attachments import blobs, documents, images, quota, renditions
from processes.attachments.images import Cleaned
from processes.attachments.refusals import TooLarge
from processes.models import Attachment
from processes.models.attachment import storage_path

MEGABYTE = 1024 * 1024
IMAGE_BYTES = settings.IMAGE_MEGABYTES * MEGABYTE
GIF_BYTES = settings.GIF_MEGABYTES * MEGABYTE
FILE_BYTES = settings.FILE_MEGABYTES * MEGABYTE
NAME_LENGTH = 120
# Letters and digits of any script, and what joins words in a file name.
UNSAFE = re.compile(r"[^\w.-]+")


def largest() -> int:
    """The most bytes that a file of any kind may have."""
    return max(IMAGE_BYTES, GIF_BYTES, FILE_BYTES)


def store(
    content: bytes | File,
    name: str,
    by: User,
    *,
    department: Department | None = None,
    counted: bool = True,
) -> Attachment:
    """Keeps an uploaded file; `department` is whose library it comes into.

    The same bytes are looked at and stored once. Not `counted` is what an operator brings in, not
    a person. The bytes are written within the transaction that adds the row, so that there is
    never a row without its file; a file whose row was rolled back goes with the next sweep.

    Raises ValidationError (among them TooLarge and QuotaExceeded), StorageUnavailable and Busy,
    all in words for the uploader.
    """
    data = _bytes(content, name)
    source = hashlib.sha256(data).hexdigest()
    if counted:
        quota.check(by, len(data))
    attachment = Attachment(source_sha256=source, uploaded_by=by, department=department)
    with transaction.atomic():
        known = Attachment.objects.filter(source_sha256=source).order_by("pk").first()
        if known and _add_known(attachment, known, name, counted=counted):
            return attachment
    cleaned = _clean(data, name)
    with transaction.atomic():
        return _add(attachment, cleaned, name, counted=counted)


def _bytes(content: bytes | File, name: str) -> bytes:
    size = len(content) if isinstance(content, bytes) else content.size
    if not size:
        raise ValidationError(f"“{name[:100]}” is empty.")
    _check_size(size, largest())
    if isinstance(content, bytes):
        return content
    content.seek(0)
    return content.read()


def _add_known(attachment: Attachment, known: Attachment, name: str, *, counted: bool) -> bool:
    """A further row for bytes that are stored already; False where they are gone."""
    blobs.hold(known.sha256)
    if not blobs.exists(known.file.name):
        return False
    for field in ("sha256", "file", "content_type", "size", "width", "height", "frames"):
        setattr(attachment, field, getattr(known, field))
    attachment.name = safe_name(name, PurePath(known.name).suffix)
    _save(attachment, counted=counted)
    return True


def _add(attachment: Attachment, cleaned: Cleaned, name: str, *, counted: bool) -> Attachment:
    attachment.sha256 = hashlib.sha256(cleaned.content).hexdigest()
    attachment.file = storage_path(attachment, name)
    attachment.name = safe_name(name, cleaned.suffix)
    attachment.content_type = cleaned.content_type
    attachment.size = len(cleaned.content)
    attachment.width, attachment.height = cleaned.width, cleaned.height
    attachment.frames = cleaned.frames
    blobs.hold(attachment.sha256)
    if not blobs.exists(attachment.file.name):
        blobs.put(attachment.file.name, cleaned.content)
    _save(attachment, counted=counted)
    return attachment


def _save(attachment: Attachment, *, counted: bool) -> None:
    if counted:
        quota.hold(attachment.uploaded_by)
        quota.check(attachment.uploaded_by, attachment.size)
    attachment.save()
    renditions.ask(attachment)


def _clean(data: bytes, name: str) -> Cleaned:
    """Recognised by content; what the name or the browser says of it counts for nothing."""
    image = images.clean(data, name)
    if image is None:
        _check_size(len(data), FILE_BYTES)
        return documents.recognise(data, name)
    moves = image.frames > 1 or image.content_type == "image/gif"
    _check_size(len(data), GIF_BYTES if moves else IMAGE_BYTES)
    return image


def _check_size(size: int, limit: int) -> None:
    if size > limit:
        raise TooLarge(f"The file is larger than {limit // MEGABYTE} MB.")


def safe_name(name: str, suffix: str) -> str:
    """A plain file name that is safe in an address and in a header, and ends as its bytes are."""
    base = PurePath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    stem = UNSAFE.sub("-", PurePath(base).stem).strip("-._")
    return (stem[:NAME_LENGTH] or "file") + suffix
