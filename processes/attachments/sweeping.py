"""Removes uploads that nothing shows and nothing ever showed, and files without a row."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from processes.attachments import blobs, renditions
from processes.models import Attachment, AttachmentUse, ProposalAttachment, Rendition
from processes.models.attachment import AttachmentQuerySet

BATCH = 200
# A file is written before the row that names it is committed, by a long import much before.
GRACE = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Swept:
    """How many uploads were removed, how many files without a row, and for how many pictures
    smaller ones were asked for again."""

    attachments: int
    files: int
    asked: int


def sweep(now: datetime.datetime | None = None) -> Swept:
    """Removes what is older than UNUSED_UPLOAD_DAYS and shown by no version of a page, live or in
    its history, and by no proposal, open or closed.

    In batches, each a transaction of its own; done twice or broken off, it does no harm. Raises
    StorageUnavailable; what was left is found the next time.
    """
    now = now or timezone.now()
    removed = _remove_unused(now - datetime.timedelta(days=settings.UNUSED_UPLOAD_DAYS))
    return Swept(removed, _remove_orphans(now - GRACE), renditions.ask_for_missing())


def unused(before: datetime.datetime) -> AttachmentQuerySet:
    """Uploads from before a moment that nothing shows or ever showed."""
    shown = AttachmentUse.objects.filter(attachment=OuterRef("pk"))
    proposed = ProposalAttachment.objects.filter(attachment=OuterRef("pk"))
    old = Attachment.objects.filter(uploaded_at__lt=before)
    return old.filter(~Exists(shown), ~Exists(proposed))


def _remove_unused(before: datetime.datetime) -> int:
    removed, past = 0, 0
    while True:
        with transaction.atomic():
            # Locked first and asked again then: whoever uses one meanwhile holds the same lock.
            rows = unused(before).filter(pk__gt=past).order_by("pk").select_for_update()
            candidates = list(rows.values_list("pk", flat=True)[:BATCH])
            doomed = unused(before).filter(pk__in=candidates)
            digests = set(doomed.values_list("sha256", flat=True))
            removed += doomed.delete()[1].get("processes.Attachment", 0)
        for sha256 in sorted(digests):
            _remove_files(sha256)
        if len(candidates) < BATCH:
            return removed
        past = candidates[-1]


def _remove_files(sha256: str, also: str = "") -> None:
    """The bytes, the smaller ones, and `also`, unless an upload still has these bytes."""
    with transaction.atomic():
        blobs.hold(sha256)
        if Attachment.objects.filter(sha256=sha256).exists():
            return
        smaller = Rendition.objects.filter(sha256=sha256)
        names = {
            f"attachments/{sha256[:2]}/{sha256}",
            also,
            *smaller.values_list("file", flat=True),
        }
        smaller.delete()
        for name in names - {""}:
            blobs.delete(name)


def _remove_orphans(before: datetime.datetime) -> int:
    """Files whose row was never committed or is gone, and what was not written to its end."""
    removed = 0
    for folder in blobs.folders():
        names = {
            name: PurePosixPath(name).name.partition("-")[0] for name in blobs.names_in(folder)
        }
        known = set(_known(set(names.values())))
        for name, sha256 in sorted(names.items()):
            if sha256 not in known and blobs.is_older(name, before):
                _remove_files(sha256, also=name)
                removed += 1
    return removed


def _known(digests: set[str]) -> list[str]:
    found = Attachment.objects.filter(sha256__in=digests).order_by()
    return list(found.values_list("sha256", flat=True).distinct())
