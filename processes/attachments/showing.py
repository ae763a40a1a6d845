"""What rendering asks about the pictures of a text."""

from __future__ import annotations

import uuid

from django.db.models import Exists, OuterRef

from accounts.models import User
from processes.attachments.addresses import WIDTHS, Named, keys_in, read
from processes.models import Article, Attachment, AttachmentUse
from processes.text.rendering.model import Picture, Pictures


def pictures_for(source: str, article: Article | None, reader: User | None) -> Pictures:
    """Answers what is known about the attachments in a text (one query, none without any).

    For `reader`, only about what they may see or the article shows; None is for a text that is
    being published, whose pictures are drawn for whoever may see them.
    """
    known = _known(keys_in([source]), article, reader)

    def picture(src: str) -> Picture | None:
        named = read(src)
        found = known.get(named.key) if named else None
        return _describe(named, found) if named and found else None

    return picture


def _known(
    keys: set[uuid.UUID], article: Article | None, reader: User | None
) -> dict[uuid.UUID, Attachment]:
    if not keys:
        return {}
    allowed = Attachment.objects.all()
    if reader is not None:
        here = AttachmentUse.objects.filter(attachment=OuterRef("pk"), article=article)
        allowed = Attachment.objects.visible_to(reader)
        if article is not None:
            allowed |= Attachment.objects.filter(Exists(here))
    return {found.key: found for found in allowed.filter(key__in=keys, width__isnull=False)}


def _describe(named: Named, found: Attachment) -> Picture:
    """With the name that the author wrote: the text must not tell another one."""
    moves = found.frames > 1
    width, height = found.width or 0, found.height or 0
    smaller = () if moves else tuple(size for size in WIDTHS if size < width)
    return Picture(
        src=f"/attachments/{named.key}/{named.name}",
        width=width,
        height=height,
        sources=tuple((f"/attachments/{named.key}/{size}/{named.name}", size) for size in smaller),
        still=f"/attachments/{named.key}/still/{named.name}" if moves else "",
    )
