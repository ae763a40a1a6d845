"""What an author does with what is written: submit, take back, give up."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from processes.models import OPEN_STATES, Action, Article, Proposal, State
from processes.workflow.guards import enter, lock, only_author, only_from, only_on_live_base
from processes.workflow.refusals import Incomplete, NotAllowed


@transaction.atomic
def submit(proposal: Proposal, by: User, at: datetime.datetime | None = None) -> Proposal:
    """Puts a draft or returned proposal before whoever decides, and freezes its text.

    Raises NotAllowed, WrongState, PageMoved where the live page is newer than the base, and
    Incomplete where title, text or note are missing or nothing differs from the live page.
    """
    article, proposal = lock(proposal)
    only_author(proposal, by)
    only_from(proposal, (State.DRAFT, State.RETURNED))
    if article.is_archived or not Article.objects.visible_to(by).filter(pk=article.pk).exists():
        raise NotAllowed("This page takes no proposals any more.")
    only_on_live_base(article, proposal)
    _only_complete(article, proposal)
    proposal.round += 1
    proposal.submitted_at = at or timezone.now()
    return enter(proposal, State.PENDING, Action.SUBMITTED, by, comment=proposal.note, at=at)


@transaction.atomic
def take_back(proposal: Proposal, by: User, at: datetime.datetime | None = None) -> Proposal:
    """The author takes a pending proposal back to draft, to change it."""
    _article, proposal = lock(proposal)
    only_author(proposal, by)
    only_from(proposal, (State.PENDING,))
    return enter(proposal, State.DRAFT, Action.TAKEN_BACK, by, at=at)


@transaction.atomic
def withdraw(proposal: Proposal, by: User, at: datetime.datetime | None = None) -> Proposal:
    """The author gives an open proposal up. Its text stays readable to them."""
    _article, proposal = lock(proposal)
    only_author(proposal, by)
    only_from(proposal, OPEN_STATES)
    return enter(proposal, State.WITHDRAWN, Action.WITHDRAWN, by, at=at)


def _only_complete(article: Article, proposal: Proposal) -> None:
    if not (proposal.title.strip() and proposal.body.strip()):
        raise Incomplete("A page needs a title and a text.")
    if not proposal.note.strip():
        raise Incomplete("Say what changed and why.")
    live = (article.title, article.summary, article.body)
    if article.is_published and live == (proposal.title, proposal.summary, proposal.body):
        raise Incomplete("Nothing differs from the live page yet.")
