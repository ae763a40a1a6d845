"""Locks, checks and the log line that every verb shares."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from processes import announcing, drawing, permissions
from processes.models import Action, Article, Decision, Manner, Proposal, State
from processes.workflow import table
from processes.workflow.refusals import (
    Incomplete,
    NotAllowed,
    NotDrawnNow,
    PageMoved,
    TextMoved,
    TooMuchToDraw,
    WrongState,
)

# Decided in the owner's place by anybody else, and on their behalf.
DECIDING = (Action.APPROVED, Action.RETURNED, Action.DECLINED)

LOCKED_WITH = ("author", "article__department", "article__owner", "escalated_to")

# What moves with a proposal's state, and what is forgotten once nobody waits for an answer.
STANDING = ("state", "closed_at", "significance")
WAITING = {
    "due_on": None,
    "claimed_by": None,
    "claimed_at": None,
    "reminded_at": None,
    "escalated_at": None,
    "escalated_to": None,
}


def lock_article(pk: int) -> Article:
    """The article as it is now, locked until the transaction ends.

    Locked first and read then: PostgreSQL, having waited for a lock, would join the new row with
    the old owner's or department's, and find nothing where a rival changed them. The lock lets
    others link to the article meanwhile: two pages that link to each other must not wait in turn.
    """
    _hold(pk)
    return Article.objects.select_related("department", "owner").get(pk=pk)


def lock(proposal: Proposal) -> tuple[Article, Proposal]:
    """Article and proposal as they are now, locked in this order, so that verbs cannot deadlock.

    `has_rivals` of the proposal says whether others are open to the article: under its lock, none
    can come.
    """
    _hold(proposal.article_id)
    locked = Proposal.objects.select_for_update(of=("self",)).select_related(*LOCKED_WITH)
    rivals = Proposal.objects.open().filter(article=OuterRef("article")).exclude(pk=OuterRef("pk"))
    fresh = locked.annotate(has_rivals=Exists(rivals)).get(pk=proposal.pk)
    return fresh.article, fresh


def _hold(pk: int) -> None:
    Article.objects.select_for_update(no_key=True).values_list("pk").get(pk=pk)


def only_author(proposal: Proposal, by: User) -> None:
    if proposal.author_id != by.pk or not by.is_active:
        raise NotAllowed("Only its author may do this to a proposal.")


def only_writer(by: User) -> None:
    """Raises NotAllowed for readers, who propose nothing."""
    if not by.may_write:
        raise NotAllowed(permissions.READS_ONLY)


def only_from(proposal: Proposal, states: Collection[str]) -> None:
    if proposal.state not in states:
        is_draft = proposal.state == State.DRAFT
        state = "a draft" if is_draft else State(proposal.state).label.lower()
        raise WrongState(f"This proposal is {state}, so this is no longer possible.")


def only_now(proposal: Proposal, verb: str) -> None:
    """Raises WrongState where the table does not let this verb act on the proposal."""
    only_from(proposal, table.TABLE[verb].sources)


def only_decider(proposal: Proposal, by: User) -> None:
    """Raises NotAllowed where this person may not decide. Takes no query for the owner who is
    there, of whom no rule says otherwise as long as it is somebody else's proposal."""
    owner = proposal.article.owner
    if by.pk == owner.pk and owner.is_active and by.pk != proposal.author_id:
        return
    if not permissions.decides(by, proposal):
        raise NotAllowed("You do not decide on this proposal.")


def only_on_live_base(article: Article, proposal: Proposal) -> None:
    if article.version != proposal.base_version:
        raise PageMoved(
            f"This proposal was made from version {proposal.base_version}, but version"
            f" {article.version} is live now."
        )


def only_what_was_read(
    proposal: Proposal, digest: str, base_version: int, round_number: int | None
) -> None:
    """Raises TextMoved where the approver's page showed another text than the present one."""
    shown = (digest, base_version, round_number or proposal.round)
    if shown != (proposal.digest, proposal.base_version, proposal.round):
        raise TextMoved("This proposal was changed after you opened it.")


def only_with_reason(reason: str) -> None:
    if not reason.strip():
        raise Incomplete("Tell the author why.")


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
    action: Action,
    by: User,
    *,
    to: State | None = None,
    comment: str = "",
    version: int | None = None,
    manner: str = Manner.PLAIN,
    override: str = "",
    at: datetime.datetime | None = None,
    changed: Collection[str] = (),
    tell: bool = True,
) -> Proposal:
    """Moves a proposal as the table says, writes the line of the log, tells whom it concerns.

    `to` is needed where an action leads to several states. `override` says why rules of writing
    were set aside. `changed` names what else the caller changed on the proposal; `tell` is False
    for a step that another one follows at once. Raises WrongState where the table does not lead
    from the present state.
    """
    at = at or timezone.now()
    sources, target = table.find(action, to)
    only_from(proposal, sources)
    proposal.state = target
    proposal.closed_at = None if proposal.is_open else at
    waited = {} if target == State.PENDING else WAITING
    for name, nothing in waited.items():
        setattr(proposal, name, nothing)
    proposal.save(update_fields={*STANDING, *waited, *changed})
    line = {"comment": comment, "version": version, "manner": manner, "at": at}
    write_line(proposal, action, by, **line, override=override)
    if tell:
        announcing.announce(proposal, action, by, **line)
    return proposal


def write_line(
    proposal: Proposal,
    action: Action,
    by: User,
    *,
    comment: str,
    version: int | None,
    at: datetime.datetime,
    manner: str = Manner.PLAIN,
    override: str = "",
) -> None:
    """The line of the log about a proposal, with its words as they are at this moment."""
    stands_in = action in DECIDING and by.pk != proposal.article.owner_id
    Decision.objects.create(
        article=proposal.article,
        proposal=proposal,
        action=action,
        by=by,
        on_behalf_of=proposal.article.owner if stands_in else None,
        comment=comment,
        note=proposal.note,
        round=proposal.round or None,
        manner=manner,
        significance=proposal.significance,
        version=version,
        digest=proposal.digest,
        override=override,
        at=at,
    )
