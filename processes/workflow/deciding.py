"""What an approver does: publish, return, decline."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from processes.merging import changes_text
from processes.models import Action, Article, Proposal
from processes.workflow.going_live import Taken, content_of, go_live, only_in_use
from processes.workflow.guards import (
    drawn_or_refused,
    enter,
    lock,
    only_decider,
    only_now,
    only_on_live_base,
    only_what_was_read,
    only_with_reason,
)
from processes.workflow.ruling import only_overruled


@drawn_or_refused()
@transaction.atomic
def approve(
    proposal: Proposal,
    by: User,
    *,
    digest: str,
    base_version: int,
    round: int | None = None,
    significance: str = "",
    comment: str = "",
    override: str = "",
    at: datetime.datetime | None = None,
) -> int:
    """Publishes exactly what the approver read and returns the number of the live version.

    `digest`, `base_version` and `round` are what the approver's page showed; `override` is why it
    shall be published although it does not meet all blocking rules of writing. A proposal that only
    files the page differently makes no new version, and does not mind that the page moved on.
    Raises NotAllowed, WrongState (also where the page was archived), TextMoved where the proposal's
    text is another, PageMoved where the live page is, RulesNotMet without an override that it
    needs, Incomplete where the page cannot be filed so any more, TooMuchToDraw and NotDrawnNow
    where the text cannot be drawn.
    """
    article, proposal = lock_for_decision(proposal, by, "approve")
    only_in_use(article)
    only_what_was_read(proposal, digest, base_version, round)
    has_text = changes_text(proposal)
    if has_text:
        only_on_live_base(article, proposal)
    word = {"comment": comment, "override": only_overruled(proposal.unmet, override)}
    proposal.significance = significance or proposal.significance
    taken = Taken(content_of(proposal) if has_text else None, proposal.filing)
    return go_live(article, proposal, by, taken, **word, at=at or timezone.now())


@transaction.atomic
def return_to_author(
    proposal: Proposal, by: User, reason: str, at: datetime.datetime | None = None
) -> Proposal:
    """Gives a pending proposal back to its author with a reason; they may submit it again."""
    _article, proposal = lock_for_decision(proposal, by, "return_to_author")
    only_with_reason(reason)
    return enter(proposal, Action.RETURNED, by, comment=reason, at=at)


@transaction.atomic
def decline(
    proposal: Proposal, by: User, reason: str, at: datetime.datetime | None = None
) -> Proposal:
    """Closes a pending proposal with a reason. The article stays as it is."""
    _article, proposal = lock_for_decision(proposal, by, "decline")
    only_with_reason(reason)
    return enter(proposal, Action.DECLINED, by, comment=reason, at=at)


def lock_for_decision(proposal: Proposal, by: User, verb: str) -> tuple[Article, Proposal]:
    """Article and proposal as they are now, locked. Raises NotAllowed and WrongState."""
    article, proposal = lock(proposal)
    only_decider(proposal, by)
    only_now(proposal, verb)
    return article, proposal
