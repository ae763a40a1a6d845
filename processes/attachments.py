"""Images and files that pages show: kept once, private like the page."""

from __future__ import annotations

import hashlib
import mimetypes
import re
import uuid
from collections.abc import Iterable
from io import BytesIO
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db.models import Q
from django.urls import reverse
from PIL import Image, UnidentifiedImageError

from accounts.models import User
from processes.models import Article, Attachment, AttachmentUse

IMAGE_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
# What browsers may show in place; everything else is offered as a download.
INLINE_TYPES = frozenset(IMAGE_TYPES.values())
FILE_TYPES = frozenset({".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".csv", ".txt"})
IMAGE_BYTES = 15 * 1024 * 1024
FILE_BYTES = 25 * 1024 * 1024
ADDRESS = re.compile(r"/attachments/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")

UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")


def store(content: bytes, name: str, by: User) -> Attachment:
    """Keeps an uploaded file. Bytes that are stored already are not stored again.

    Raises ValidationError, in words for the uploader, for what is no image or known kind of
    file, and for what is too large.
    """
    content_type, width, height = _recognise(content, name)
    digest = hashlib.sha256(content).hexdigest()
    known = Attachment.objects.filter(sha256=digest).first()
    attachment = Attachment(
        sha256=digest,
        name=_safe_name(name),
        content_type=content_type,
        size=len(content),
        width=width,
        height=height,
        uploaded_by=by,
    )
    if known:
        attachment.file = known.file.name
    else:
        attachment.file.save(name, ContentFile(content), save=False)
    attachment.save()
    return attachment


def record_uses(article: Article, addresses: Iterable[str], author: User) -> None:
    """Notes which attachments a published page shows; its readers may see these, nobody else.

    An address that the author may not see themselves opens nothing: knowing an address must not
    be a way to show a restricted picture to everybody.
    """
    keys = {uuid.UUID(key) for address in addresses for key in ADDRESS.findall(address)}
    shown = set(AttachmentUse.objects.filter(article=article).values_list("attachment", flat=True))
    named = Attachment.objects.filter(key__in=keys)
    visible = Attachment.objects.visible_to(author).filter(key__in=keys).values("pk")
    allowed = set(named.filter(Q(pk__in=shown) | Q(pk__in=visible)).values_list("pk", flat=True))
    AttachmentUse.objects.filter(article=article).exclude(attachment__in=allowed).delete()
    AttachmentUse.objects.bulk_create(
        AttachmentUse(article=article, attachment_id=pk) for pk in sorted(allowed - shown)
    )


def _recognise(content: bytes, name: str) -> tuple[str, int | None, int | None]:
    """Type and size in pixels, by content and never by what the name claims of an image."""
    image = _image_facts(content)
    if image:
        _check_size(content, IMAGE_BYTES)
        return image
    suffix = PurePath(name).suffix.lower()
    if suffix not in FILE_TYPES:
        raise ValidationError(
            f"“{name}” is neither an image (PNG, JPEG, GIF, WebP) nor a known kind of document."
        )
    _check_size(content, FILE_BYTES)
    return mimetypes.types_map.get(suffix, "application/octet-stream"), None, None


def _image_facts(content: bytes) -> tuple[str, int, int] | None:
    try:
        with Image.open(BytesIO(content), formats=list(IMAGE_TYPES)) as image:
            image.verify()
            return IMAGE_TYPES[str(image.format)], image.width, image.height
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _check_size(content: bytes, limit: int) -> None:
    if len(content) > limit:
        raise ValidationError(f"The file is larger than {limit // 1024 // 1024} MB.")


def _safe_name(name: str) -> str:
    """A plain file name that is safe in an address and in a header."""
    base = PurePath(name.replace("\\", "/")).name
    stem, suffix = PurePath(base).stem, PurePath(base).suffix.lower()
    return (UNSAFE.sub("-", stem).strip("-.") or "file")[:150] + UNSAFE.sub("", suffix)[:20]


def address_of(attachment: Attachment) -> str:
    """Where pages show it from, as it stands in their Markdown."""
    return reverse("attachment", args=[attachment.key, attachment.name])
