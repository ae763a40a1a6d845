"""What rendering asks about the pictures of a text."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from accounts.models import User
from processes.attachments.addresses import WIDTHS, Named, keys_in, read
from processes.models import Article, Attachment, AttachmentUse
from processes.text.rendering.model import Picture, Pictures


def pictures_for(source: str, article: Article | None, reader: User | None) -> Pictures:
    """Answers what is known about the attachments in a text (one query, none without any).

    For `reader`, only about what they may see or the article shows; None is for a text that is
    being published, whose pictures are drawn for whoever may see them.
    """
    return _pictures(_known(keys_in([source]), article, reader))


def noted_for(source: str, before: str, article: Article) -> Noted:
    """What is known of a text that is being published: its pictures, and what the page showed,
    now or ever. One statement, none where neither it nor the text `before` shows anything.
    """
    if not (keys_in([source]) or keys_in([before])):
        return Noted({}, {})
    shown = Q(key__in=keys_in([source])) | Q(
        pk__in=AttachmentUse.objects.filter(article=article).values("attachment")
    )
    here = FilteredRelation("uses", condition=Q(uses__article=article))
    rows = Attachment.objects.filter(shown).annotate(here=here, use=F("here__pk"))
    rows = list(rows.annotate(was_live=F("here__is_live"), was_alt=F("here__alt")).order_by("pk"))
    uses = {
        row.key: AttachmentUse(
            pk=row.use, article=article, attachment=row, is_live=row.was_live, alt=row.was_alt
        )
        for row in rows
        if row.use
    }
    return Noted({row.key: row for row in rows if row.width is not None}, uses)


@dataclass(frozen=True, slots=True)
class Noted:
    """By key: the pictures, and the uses of whatever the page shows or showed."""

    found: dict[uuid.UUID, Attachment]
    uses: dict[uuid.UUID, AttachmentUse]

    @property
    def pictures(self) -> Pictures:
        return _pictures(self.found)


def _pictures(known: dict[uuid.UUID, Attachment]) -> Pictures:
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
