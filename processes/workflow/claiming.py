"""“I'm on it”: told to the others who may decide, and binding for nobody."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from processes import permissions
from processes.models import Proposal, State
from processes.workflow.guards import lock, only_from
from processes.workflow.refusals import NotAllowed, WrongState

CLAIM = ["claimed_by", "claimed_at"]


@transaction.atomic
def claim(
    proposal: Proposal,
    by: User,
    *,
    instead_of: int | None = None,
    at: datetime.datetime | None = None,
) -> Proposal:
    """Whoever may decide says that they are on it; claiming twice changes nothing.

    `instead_of` is the id of whoever was on it when `by` looked, if anybody. Raises NotAllowed,
    and WrongState where it waits no longer or somebody else came first.
    """
    _article, proposal = lock(proposal)
    if not permissions.decides(by, proposal):
        raise NotAllowed("You do not decide on this proposal.")
    only_from(proposal, (State.PENDING,))
    if proposal.claimed_by_id == by.pk:
        return proposal
    if _is_on_it(proposal) and proposal.claimed_by_id != instead_of:
        raise WrongState(f"{proposal.claimed_by} is on it already.")
    proposal.claimed_by, proposal.claimed_at = by, at or timezone.now()
    proposal.save(update_fields=CLAIM)
    return proposal


@transaction.atomic
def release(proposal: Proposal, by: User) -> Proposal:
    """Whoever was on it no longer is; nothing happens where nobody was.

    Raises NotAllowed where it is somebody else who is on it.
    """
    _article, proposal = lock(proposal)
    if proposal.claimed_by_id is None:
        return proposal
    if proposal.claimed_by_id != by.pk:
        raise NotAllowed("Somebody else is on this proposal.")
    proposal.claimed_by = proposal.claimed_at = None
    proposal.save(update_fields=CLAIM)
    return proposal


def _is_on_it(proposal: Proposal) -> bool:
    """Whether somebody claimed it who may still decide."""
    claimed_by = proposal.claimed_by
    return claimed_by is not None and permissions.decides(claimed_by, proposal)
