"""What an approver does: publish, return, decline."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from processes import permissions, publishing
from processes.models import Action, Article, Proposal, State
from processes.publishing import Content
from processes.workflow.guards import drawn_or_refused, enter, lock, only_from, only_on_live_base
from processes.workflow.refusals import Incomplete, NotAllowed, TextMoved, WrongState


@drawn_or_refused()
@transaction.atomic
def approve(
    proposal: Proposal,
    by: User,
    *,
    digest: str,
    base_version: int,
    significance: str = "",
    comment: str = "",
    at: datetime.datetime | None = None,
) -> int:
    """Publishes exactly what the approver read and returns the number of the new version.

    `digest` and `base_version` are what the approver's page showed. Raises NotAllowed,
    WrongState (also where the page was archived), TextMoved where the proposal's text is another,
    PageMoved where the live page is, TooMuchToDraw and NotDrawnNow where the text cannot be drawn.
    """
    article, proposal = _lock_for_decision(proposal, by)
    if article.is_archived:
        raise WrongState("This page is archived, so its text changes no more.")
    if digest != proposal.digest or base_version != proposal.base_version:
        raise TextMoved("This proposal was changed after you opened it.")
    only_on_live_base(article, proposal)
    at = at or timezone.now()
    proposal.significance = significance or proposal.significance
    version = publishing.publish(
        article,
        Content(proposal.title, proposal.summary, proposal.body),
        author=proposal.author,
        approved_by=by,
        note=proposal.note,
        at=at,
    )
    enter(proposal, State.APPROVED, Action.APPROVED, by, comment=comment, version=version, at=at)
    return version


@transaction.atomic
def return_to_author(
    proposal: Proposal, by: User, reason: str, at: datetime.datetime | None = None
) -> Proposal:
    """Gives a pending proposal back to its author with a reason; they may submit it again."""
    _article, proposal = _lock_for_decision(proposal, by)
    _only_with_reason(reason)
    return enter(proposal, State.RETURNED, Action.RETURNED, by, comment=reason, at=at)


@transaction.atomic
def decline(
    proposal: Proposal, by: User, reason: str, at: datetime.datetime | None = None
) -> Proposal:
    """Closes a pending proposal with a reason. The article stays as it is."""
    _article, proposal = _lock_for_decision(proposal, by)
    _only_with_reason(reason)
    return enter(proposal, State.DECLINED, Action.DECLINED, by, comment=reason, at=at)


def _lock_for_decision(proposal: Proposal, by: User) -> tuple[Article, Proposal]:
    article, proposal = lock(proposal)
    if not permissions.may_decide(by, article, proposal.author):
        raise NotAllowed("You do not decide on this proposal.")
    only_from(proposal, (State.PENDING,))
    return article, proposal


def _only_with_reason(reason: str) -> None:
    if not reason.strip():
        raise Incomplete("Tell the author why.")
