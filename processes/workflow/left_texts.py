"""Texts that somebody was in the middle of: kept by the editor, or saved as a draft."""

from __future__ import annotations

from django.db.models.query import QuerySet

from processes.models import Proposal, State, WorkingCopy
from processes.models.working_copy import ENDED


def copies() -> QuerySet[WorkingCopy]:
    """What the editor keeps that is part of no proposal yet."""
    return WorkingCopy.objects.exclude(revision=ENDED).order_by()


def drafts() -> QuerySet[Proposal]:
    """What was saved and is not put forward, or came back."""
    written = Proposal.objects.filter(state__in=(State.DRAFT, State.RETURNED))
    return written.filter(article__archived_at=None).order_by()
