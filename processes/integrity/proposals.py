"""Proposals: each state with what belongs to it, and somebody who can decide."""

from __future__ import annotations

from collections.abc import Iterator

from processes import permissions
from processes.models import Action, Article, Proposal, State

# What the log says last of a proposal in each state. What becomes of a transfer that it brought
# about is logged with it too.
LAST = {
    State.DRAFT: {None, Action.TAKEN_BACK},
    State.PENDING: {Action.SUBMITTED, Action.OVERTAKEN},
    State.RETURNED: {Action.RETURNED, Action.OVERTAKEN, Action.APPROVED},
    State.APPROVED: {Action.APPROVED},
    State.DECLINED: {Action.DECLINED},
    State.WITHDRAWN: {Action.WITHDRAWN},
}
BESIDE = (Action.OFFERED, Action.TRANSFERRED, Action.REFUSED, Action.CHANGED)


def check(article: Article) -> Iterator[str]:
    """All proposals to an article (three queries, and some for each that waits)."""
    for proposal in article.proposals.select_related("author", "escalated_to").order_by("pk"):
        proposal.article = article
        for sentence in _check(proposal):
            yield f"proposal {proposal.pk} {sentence}"


def _check(proposal: Proposal) -> Iterator[str]:
    if proposal.is_open == (proposal.closed_at is not None):
        yield f"is {proposal.state}, and closed at {proposal.closed_at}."
    lines = proposal.decisions.exclude(action__in=BESIDE).order_by("-pk")
    last = lines.values_list("action", flat=True).first()
    if last not in LAST[State(proposal.state)]:
        yield f"is {proposal.state}, and the log says last: {last}."
    if proposal.base_version > proposal.article.version:
        yield f"is made from version {proposal.base_version}, which does not exist."
    yield from _check_rounds(proposal)
    if proposal.is_pending:
        if not permissions.deciders_of(proposal):
            yield "waits, and nobody can decide on it."
    elif proposal.due_on or proposal.claimed_by_id or proposal.escalated_to_id:
        yield f"is {proposal.state}, and somebody is still to answer."


def _check_rounds(proposal: Proposal) -> Iterator[str]:
    """What waits is exactly what was put before whoever decides."""
    if not proposal.round:
        return
    kept = proposal.rounds.filter(number=proposal.round).values_list("digest", flat=True).first()
    if kept is None:
        yield f"has no text of its round {proposal.round}."
    elif proposal.is_pending and kept != proposal.digest:
        yield f"is not what was submitted as round {proposal.round}."
