"""Reading a page again and finding it right as it stands."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from processes import permissions, publishing
from processes.models import Action, Article, Decision
from processes.workflow.guards import lock_article
from processes.workflow.refusals import NotAllowed, PageMoved, WrongState


@transaction.atomic
def confirm(
    article: Article,
    by: User,
    *,
    version: int,
    comment: str = "",
    at: datetime.datetime | None = None,
) -> Article:
    """Whoever decides on the page read its live version and found it right: its next review moves
    on, and imported text counts as approved from now on.

    `version` is the one that they read. Raises NotAllowed, WrongState where the page is not
    published or archived, PageMoved where another version is live.
    """
    article = lock_article(article.pk)
    if not permissions.may_decide(by, article, None):
        raise NotAllowed("You do not decide on this page.")
    if not article.is_published or article.is_archived:
        raise WrongState("Only a published page that is in use can be confirmed.")
    if version != article.version:
        raise PageMoved(f"You read version {version}, but version {article.version} is live now.")
    at = at or timezone.now()
    publishing.confirm(article, by, at)
    Decision.objects.create(
        article=article,
        action=Action.CONFIRMED,
        by=by,
        on_behalf_of=article.owner if by.pk != article.owner_id else None,
        comment=comment,
        version=article.version,
        at=at,
    )
    return article
