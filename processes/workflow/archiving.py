"""Taking a page out of use, and back into it."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from processes import publishing
from processes.models import Action, Article, Proposal
from processes.workflow import offers
from processes.workflow.guards import enter
from processes.workflow.lines import log
from processes.workflow.placing import lock_to_file
from processes.workflow.refusals import Incomplete, WrongState


@transaction.atomic
def archive(
    article: Article,
    by: User,
    *,
    reason: str,
    replacement: Article | None = None,
    at: datetime.datetime | None = None,
) -> Article:
    """Takes a page out of lists and search; it stays readable at its address, marked as archived.

    Links to it lead to the `replacement` from now on. Proposals that wait for a decision go back
    to their authors with the reason, and open offers of it end. Raises NotAllowed, WrongState for
    a page that was never published or is archived already, Incomplete without a reason or where
    the replacement is no page in use that this person may read.
    """
    article = lock_to_file(article, by)
    if not article.is_published or article.is_archived:
        raise WrongState("Only a published page can be archived, and only once.")
    if not reason.strip():
        raise Incomplete("Say why this page is archived.")
    if replacement is not None:
        _only_in_use(replacement, article, by)
    at = at or timezone.now()
    _return_pending(article, by, reason, at)
    offers.lapse(article.transfers.all(), by, "The page was archived.", at)
    publishing.archive(article, replacement, at)
    log(article, Action.ARCHIVED, by, reason, at)
    return article


@transaction.atomic
def restore(article: Article, by: User, at: datetime.datetime | None = None) -> Article:
    """Takes a page out of the archive; its links lead to it again.

    Raises NotAllowed, and WrongState for a page that is not archived.
    """
    article = lock_to_file(article, by)
    if not article.is_archived:
        raise WrongState("This page is not archived.")
    publishing.restore(article)
    log(article, Action.RESTORED, by, "", at or timezone.now())
    return article


def _only_in_use(replacement: Article, article: Article, by: User) -> None:
    in_use = Article.objects.visible_to(by).published().exclude(pk=article.pk)
    if not in_use.filter(pk=replacement.pk).exists():
        raise Incomplete("The page that replaces it must be another published page.")


def _return_pending(article: Article, by: User, reason: str, at: datetime.datetime) -> None:
    """Nobody can approve them any more, so they must not wait for it."""
    pending = Proposal.objects.pending().filter(article=article).order_by("pk")
    for proposal in pending.select_for_update(of=("self",)).select_related("author"):
        proposal.article = article
        comment = f"The page is being archived: {reason}"
        enter(proposal, Action.RETURNED, by, comment=comment, at=at)
