"""How a working copy ends: as a proposal, thrown away, or forgotten."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from processes.models import Proposal, WorkingCopy
from processes.working_copies.outcomes import ENDED

KEPT_FOR = datetime.timedelta(days=180)
# A browser drops what it sent with a form after a month; until then it has to find out here that
# the text arrived.
ENDED_KEPT_FOR = datetime.timedelta(days=40)


def end(
    author: User, key: UUID, *, window: str, known: int, proposal: Proposal
) -> WorkingCopy | None:
    """The text that `window` sent is part of a proposal now: its copy ends, up to what that
    window knew or kept itself. What was set aside stays.

    Returns the copy if another window kept something newer; it goes on then. Where there is none,
    saves of this window that are still on their way must not begin one. Without a window (no
    script) nothing is on its way.
    """
    own = WorkingCopy.objects.filter(key=key, author=author)
    seen = Q(revision__lte=known)
    if window:
        seen |= Q(holder=window)
    ended = {
        "article": None,
        "values": {"proposal": proposal.pk, "title": proposal.title},
        "revision": ENDED,
        "holder": "",
        "saved_at": timezone.now(),
    }
    if own.filter(seen).update(**ended) or (not window and not own.exists()):
        return None
    if left := own.exclude(revision=ENDED).defer("aside").first():
        return left
    WorkingCopy.objects.bulk_create(
        [WorkingCopy(key=key, author=author, **ended)], ignore_conflicts=True
    )
    return None


def drop(author: User, key: UUID) -> bool:
    """Throws a copy away, with all that was set aside. False where there is none."""
    own = WorkingCopy.objects.filter(key=key, author=author)
    gone = {"article": None, "values": {}, "aside": [], "revision": ENDED, "holder": ""}
    return bool(own.update(**gone, saved_at=timezone.now()))


def forget_old() -> int:
    """Deletes what nobody touched for half a year, and what ended long ago."""
    now = timezone.now()
    old = Q(saved_at__lt=now - KEPT_FOR)
    ended = Q(revision=ENDED, aside=[], saved_at__lt=now - ENDED_KEPT_FOR)
    return WorkingCopy.objects.filter(old | ended).delete()[0]
