"""What an approval does to where a page belongs, who answers for it, and what it is a part of."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from accounts.models import User
from processes import permissions, proposed_filing
from processes.models import Action, Article, Proposal
from processes.proposed_filing import Filing, NoLongerHolds
from processes.workflow import transferring
from processes.workflow.parts import become_part
from processes.workflow.placing import details_of, free_slug_in, only_within_four_eyes, place
from processes.workflow.refusals import Incomplete, NotAllowed
from processes.workflow.transfer_guards import only_who_hands_over


def apply(
    article: Article,
    filing: Mapping[str, Any],
    proposal: Proposal,
    by: User,
    at: datetime.datetime,
) -> None:
    """Files an article as a proposal asks, within the transaction of its approval.

    `article` is locked, its new text is live, and `filing` is that proposal's or what was chosen
    of it. Kind, topic and parent change at once; so do department and owner where `by` answers for
    the receiving side, else they are offered there and stay as they are until that is accepted.
    Writes a line of the log for each; the caller reads the article anew if it goes on with it.

    Raises Incomplete where the filing no longer holds, NotAllowed where `by` may not ask for it.
    """
    wanted = _wanted(article, filing)
    moves = wanted.department.pk != article.department_id
    if moves:
        _only_where_they_may(article, wanted, by)
    here = not moves or transferring.answers_for(by, department=wanted.department)
    _place(article, wanted, here, by, at)
    if here:
        become_part(article, wanted.parent, by, at)
    else:
        _offer(article, proposal, by, at, department=wanted.department)
    if wanted.owner.pk == article.owner_id:
        return
    only_who_hands_over(article, by)
    if transferring.answers_for(by, owner=wanted.owner):
        transferring.give(article, by, wanted.owner, at=at)
    else:
        _offer(article, proposal, by, at, owner=wanted.owner)


def _wanted(article: Article, filing: Mapping[str, Any]) -> Filing:
    try:
        return proposed_filing.wanted(article, filing)
    except NoLongerHolds as problem:
        raise Incomplete(str(problem)) from problem


def _only_where_they_may(article: Article, wanted: Filing, by: User) -> None:
    if not permissions.departments_open_to(by).filter(pk=wanted.department.pk).exists():
        raise NotAllowed("You cannot move a page to a department that you may not read.")
    only_within_four_eyes(article, wanted.department, by)


def _place(article: Article, wanted: Filing, here: bool, by: User, at: datetime.datetime) -> None:
    """What needs nobody else's word. The owner has a line of their own."""
    changed: dict[str, object] = {"kind": wanted.kind, "topic": wanted.topic}
    if here and wanted.department.pk != article.department_id:
        changed["department"] = wanted.department
        changed["slug"] = free_slug_in(wanted.department, article)
    place(article, by, details_of(article, **changed), Action.CHANGED, at=at)


def _offer(
    article: Article, proposal: Proposal, by: User, at: datetime.datetime, **to: Any
) -> None:
    transferring.offer(article, by, **to, note=proposal.note, proposal=proposal, at=at)
