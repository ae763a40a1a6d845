"""What goes live in one step: by who decides on it anyway, and by whom the owner trusts."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from processes import permissions
from processes.merging import changes_text
from processes.models import Action, Article, Manner, Proposal, Significance
from processes.workflow.going_live import Taken, content_of, go_live
from processes.workflow.guards import (
    drawn_or_refused,
    enter,
    lock,
    only_author,
    only_now,
    only_writer,
)
from processes.workflow.refusals import NotAllowed
from processes.workflow.submitting import SUBMITTED, prepared_for, put_forward


@drawn_or_refused()
def publish_directly(proposal: Proposal, by: User, at: datetime.datetime | None = None) -> int:
    """Submits and approves the author's own draft in one step; returns the live version.

    Open to whoever decides on it themselves (a self-approval), and to whom the owner trusts with
    minor changes: then nothing but the text may change, all rules of writing are met, the owner is
    told, and the page's next review stays when it was. Who decides sets rules aside by the words of
    `proposal.exception`. Raises what `submit` and `approve` raise.
    """
    prepared = prepared_for(proposal, by, "publish_directly", at)
    with transaction.atomic():
        article, proposal = lock(proposal)
        only_author(proposal, by)
        only_writer(by)
        only_now(proposal, "publish_directly")
        manner = _manner(article, proposal, by)
        at = at or timezone.now()
        review_due = article.review_due
        put_forward(article, proposal, prepared, at)
        _only_by_who_decides(proposal, manner)
        note = proposal.note
        enter(proposal, Action.SUBMITTED, by, comment=note, at=at, changed=SUBMITTED, tell=False)
        content = content_of(proposal) if changes_text(proposal) else None
        taken = Taken(content, proposal.filing, manner)
        override = proposal.exception
        version = go_live(article, proposal, by, taken, comment="", override=override, at=at)
        if manner == Manner.TRUSTED:
            Article.objects.filter(pk=article.pk).update(review_due=review_due)
        return version


def _manner(article: Article, proposal: Proposal, by: User) -> str:
    """How this person may publish it. Raises NotAllowed where they may not."""
    if permissions.may_decide(by, article, by):
        return Manner.PLAIN
    if not permissions.trusts(article, by):
        raise NotAllowed("Somebody else has to approve this: submit it to them.")
    same_beside = proposal.title == article.title and proposal.facts == article.facts
    only_text = not proposal.filing and same_beside
    if proposal.significance != Significance.MINOR or not (only_text and article.is_published):
        raise NotAllowed(
            "The owner trusts you with minor changes to the text alone: submit this one."
        )
    return Manner.TRUSTED


def _only_by_who_decides(proposal: Proposal, manner: str) -> None:
    """Trust does not reach as far as the rules of writing."""
    if proposal.unmet and manner == Manner.TRUSTED:
        raise NotAllowed(
            "Only who decides on this page sets rules of writing aside: submit it with your reason."
        )
