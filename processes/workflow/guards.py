"""Locks, checks and the log line that every verb shares."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.utils import timezone

from accounts.models import User
from processes import announcing, drawing
from processes.models import Action, Article, Decision, Proposal, State
from processes.workflow.refusals import (
    NotAllowed,
    NotDrawnNow,
    PageMoved,
    TooMuchToDraw,
    WrongState,
)

DECIDING = (Action.APPROVED, Action.RETURNED, Action.DECLINED)


def lock_article(pk: int) -> Article:
    """The article as it is now, locked until the transaction ends.

    Locked first and read then: PostgreSQL, having waited for a lock, would join the new row with
    the old owner's or department's, and find nothing where a rival changed them. The lock lets
    others link to the article meanwhile: two pages that link to each other must not wait in turn.
    """
    Article.objects.select_for_update(no_key=True).values_list("pk").get(pk=pk)
    return Article.objects.select_related("department", "owner").get(pk=pk)


def lock(proposal: Proposal) -> tuple[Article, Proposal]:
    """Article and proposal as they are now, locked in this order, so that verbs cannot deadlock."""
    article = lock_article(proposal.article_id)
    locked = Proposal.objects.select_for_update(of=("self",)).select_related("author")
    fresh = locked.get(pk=proposal.pk)
    fresh.article = article
    return article, fresh


def only_author(proposal: Proposal, by: User) -> None:
    if proposal.author_id != by.pk or not by.is_active:
        raise NotAllowed("Only its author may do this to a proposal.")


def only_from(proposal: Proposal, states: Collection[str]) -> None:
    if proposal.state not in states:
        state = State(proposal.state).label.lower()
        raise WrongState(f"This proposal is {state}, so this is no longer possible.")


def only_on_live_base(article: Article, proposal: Proposal) -> None:
    if article.version != proposal.base_version:
        raise PageMoved(
            f"This proposal was made from version {proposal.base_version}, but version"
            f" {article.version} is live now."
        )


@contextmanager
def drawn_or_refused() -> Iterator[None]:
    """Around whatever draws a text: what keeps it from being drawn becomes a refusal."""
    try:
        yield
    except drawing.TooMuch as error:
        raise TooMuchToDraw(str(error), error.part) from error
    except drawing.NotDrawn as error:
        raise NotDrawnNow(str(error)) from error


def enter(
    proposal: Proposal,
    state: State,
    action: Action,
    by: User,
    *,
    comment: str = "",
    version: int | None = None,
    at: datetime.datetime | None = None,
) -> Proposal:
    """Moves a proposal to its new state, writes the line of the log, tells whom it concerns."""
    at = at or timezone.now()
    stands_in = action in DECIDING and by.pk != proposal.article.owner_id
    proposal.state = state
    proposal.closed_at = None if proposal.is_open else at
    proposal.save()
    Decision.objects.create(
        article=proposal.article,
        proposal=proposal,
        action=action,
        by=by,
        on_behalf_of=proposal.article.owner if stands_in else None,
        comment=comment,
        significance=proposal.significance,
        version=version,
        digest=proposal.digest,
        at=at,
    )
    announcing.announce(proposal, action, by, comment=comment, version=version, at=at)
    return proposal
