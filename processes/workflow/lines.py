"""Lines of the log that are about an article as a whole."""

from __future__ import annotations

import datetime

from accounts.models import User
from processes.models import Action, Article, Decision


def log(
    article: Article,
    action: Action,
    by: User,
    comment: str,
    at: datetime.datetime,
    *,
    answers: bool = False,
) -> None:
    """Writes the line, and for whom a deputy or manager acted: the owner.

    Whoever `answers` an offer does so for themself, or for the receiving side.
    """
    stands_in = by.pk != article.owner_id and not by.is_admin and not answers
    Decision.objects.create(
        article=article,
        action=action,
        by=by,
        on_behalf_of=article.owner if stands_in else None,
        comment=comment,
        at=at,
    )


def said(what: str, note: str) -> str:
    """What happened, and in whose words why."""
    return f"{what}. {note.strip()}" if note.strip() else what
