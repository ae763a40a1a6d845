"""For pictures and files: small addresses, sizes in words, the upload control of a form."""

from __future__ import annotations

import datetime
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from processes import attachments
from processes.models import Attachment

register = template.Library()

THUMBNAIL = attachments.WIDTHS[0]
MEGABYTE = 1024 * 1024
# What a chooser offers; a phone turns its own kinds of pictures into one of these. What comes is
# judged by the server.
ACCEPT = (
    "image/png,image/jpeg,image/gif,image/webp,image/avif,"
    ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.csv,.txt"
)


@register.filter
def thumbnail(picture: Attachment) -> str:
    """The address of the smallest one of a picture; of one that moves, its still."""
    if picture.frames > 1:
        return still(picture)
    if (picture.width or 0) <= THUMBNAIL:
        return attachments.address_of(picture)
    return _smaller(picture, THUMBNAIL)


@register.filter
def still(picture: Attachment) -> str:
    """The address of the first frame of a picture that moves."""
    return reverse("still", args=[picture.key, picture.name])


@register.filter
def srcset(picture: Attachment) -> str:
    """The smaller ones, for the browser to choose from; nothing for one that moves."""
    if picture.frames > 1:
        return ""
    width = picture.width or 0
    sizes = [size for size in attachments.WIDTHS if size < width]
    smaller = [f"{_smaller(picture, size)} {size}w" for size in sizes]
    return ", ".join([*smaller, f"{attachments.address_of(picture)} {width}w"]) if smaller else ""


@register.filter
def is_picture(attachment: Attachment) -> bool:
    """Shown in the page, where a document is offered for download."""
    return attachment.content_type.startswith("image/")


@register.filter
def suffix(attachment: Attachment) -> str:
    """What kind of file it is, as its name ends: “PDF”."""
    return attachment.name.rpartition(".")[2].upper()[:5] if "." in attachment.name else "FILE"


@register.filter
def file_size(size: int) -> str:
    """Bytes as people read them: 412 KB, 3.4 MB."""
    if size < 1000 * 1024:
        return f"{max(1, round(size / 1024))}\N{NO-BREAK SPACE}KB"
    return f"{size / MEGABYTE:.1f}".removesuffix(".0") + "\N{NO-BREAK SPACE}MB"


@register.filter
def line(attachment: Attachment) -> str:
    """The Markdown that shows a picture, or offers a document, in a text."""
    address = attachments.address_of(attachment)
    return f"![]({address})" if is_picture(attachment) else f"[{attachment.name}]({address})"


@register.filter
def removal_day(attachment: Attachment) -> datetime.date:
    """When an upload that nothing shows is removed."""
    kept = datetime.timedelta(days=settings.UNUSED_UPLOAD_DAYS)
    return timezone.localdate(attachment.uploaded_at + kept)


@register.simple_tag
def upload_facts() -> dict[str, Any]:
    """What a chooser of files says and takes."""
    return {
        "image_bytes": attachments.IMAGE_BYTES,
        "gif_bytes": attachments.GIF_BYTES,
        "file_bytes": attachments.FILE_BYTES,
        "accept": ACCEPT,
    }


def _smaller(picture: Attachment, width: int) -> str:
    return reverse("rendition", args=[picture.key, width, picture.name])
