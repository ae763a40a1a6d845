"""Giving a page to another owner or department: offered, then accepted or not.

Until it is accepted all stays as it is. Locks are taken in one order: article, the person who
shall own it, offer; whoever leaves holds their own row while their offers end.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Department, User
from processes.models import Action, Article, Proposal, Transfer, TransferState
from processes.workflow import offers, parts
from processes.workflow.lines import log, said
from processes.workflow.placing import details_of, free_slug_in, only_within_four_eyes, place
from processes.workflow.refusals import Incomplete, NotAllowed, WrongState
from processes.workflow.transfer_guards import (
    answers_for,
    lock_offer,
    lock_to_offer,
    may_hand_over,
    may_offer,
    only_answering,
    only_offerer,
    only_open,
    only_possible_department,
    only_possible_owner,
    standing_offer,
)

__all__ = [
    "accept",
    "answers_for",
    "cancel",
    "give",
    "may_hand_over",
    "may_offer",
    "offer",
    "refuse",
]


@transaction.atomic
def offer(
    article: Article,
    by: User,
    *,
    owner: User | None = None,
    department: Department | None = None,
    slug: str = "",
    note: str = "",
    proposal: Proposal | None = None,
    owned_by: User | None = None,
    tell: bool = True,
    at: datetime.datetime | None = None,
) -> Transfer:
    """Offers a page to a new owner, or to another department (exactly one of the two).

    The same offer once more (a double click) is the one that stands; one that comes out of an
    approved `proposal` takes the place of an earlier one. `owned_by`: only while that person
    owns it. Without `tell` the caller tells whom it concerns.

    Raises NotAllowed, WrongState where another offer is open, the page is not in use or somebody
    else owns it, Incomplete where the person or department cannot take it.
    """
    if (owner is None) == (department is None):
        raise TypeError("A page is offered to a person or to a department.")
    article = lock_to_offer(article, by, owned_by, of_owner=owner is not None)
    if owner is not None:
        only_possible_owner(article, owner)
    else:
        only_possible_department(article, department, by)
    at = at or timezone.now()
    if standing := standing_offer(article, owner, department):
        if (standing.owner, standing.department) == (owner, department):
            return standing
        if proposal is None:
            raise WrongState(
                f"It is offered to {standing.owner or standing.department} already: that has to"
                " be answered or taken back first."
            )
        offers.lapse(Transfer.objects.filter(pk=standing.pk), by, "Another was made.", at)
    stands_in = by.pk != article.owner_id and not by.is_admin
    transfer = Transfer.objects.create(
        article=article,
        owner=owner,
        department=department,
        slug=slug,
        proposal=proposal,
        by=by,
        on_behalf_of=article.owner if stands_in else None,
        note=note.strip(),
        at=at,
    )
    log(article, Action.OFFERED, by, said(offers.words(transfer), note), at)
    if tell:
        offers.ask(transfer, at)
    return transfer


@transaction.atomic
def give(
    article: Article,
    by: User,
    owner: User,
    *,
    note: str = "",
    owned_by: User | None = None,
    tell: bool = True,
    at: datetime.datetime | None = None,
) -> Article:
    """Makes somebody the owner at once: an admin anybody who is active, whoever may offer the
    page themself. `owned_by`: only while that person owns it. Without `tell` the caller does.

    Raises NotAllowed, WrongState, and Incomplete where the person cannot take it.
    """
    article = lock_to_offer(article, by, owned_by, of_owner=True)
    if not answers_for(by, owner=owner):
        raise NotAllowed(f"{owner} has to accept it, or an admin decides.")
    only_possible_owner(article, owner)
    former = article.owner
    place(article, by, details_of(article, owner=owner), Action.TRANSFERRED, note=note, at=at)
    if tell:
        offers.tell_of_change(article, former, by, at)
    return article


@transaction.atomic
def accept(
    transfer: Transfer, by: User, *, tell: bool = True, at: datetime.datetime | None = None
) -> Article:
    """Takes a page over: from now on it has this owner, or belongs to this department. Its text,
    the day of its next review and its old addresses stay. Without `tell` the caller tells whom it
    concerns.

    Raises NotAllowed for who does not answer for the receiving side, WrongState where the offer
    has ended, Incomplete where the person cannot take it any more.
    """
    article, transfer = lock_offer(transfer)
    only_answering(transfer, by)
    at, former = at or timezone.now(), article.owner
    if transfer.owner is not None:
        only_possible_owner(article, transfer.owner)
        details = details_of(article, owner=transfer.owner)
    else:
        only_within_four_eyes(article, transfer.department, by)
        slug = free_slug_in(transfer.department, article, transfer.slug)
        details = details_of(article, department=transfer.department, slug=slug)
    offers.finish(transfer, TransferState.ACCEPTED, by, "", at)
    place(article, by, details, Action.TRANSFERRED, at=at)
    if transfer.department is not None:
        parts.as_proposed(article, transfer.proposal, by, at)
    if tell:
        taken = "answers for this page now" if transfer.owner else "has taken this page"
        text = f"{transfer.owner or transfer.department} {taken}."
        offers.tell([transfer.by, former], transfer, text, by, at)
    return article


@transaction.atomic
def refuse(
    transfer: Transfer, by: User, reason: str, at: datetime.datetime | None = None
) -> Transfer:
    """Turns an offer down, with a reason. The page stays as it is.

    Raises NotAllowed, WrongState where the offer has ended, Incomplete without a reason.
    """
    article, transfer = lock_offer(transfer)
    only_answering(transfer, by)
    if not reason.strip():
        raise Incomplete("Say why you do not take it.")
    at = at or timezone.now()
    offers.finish(transfer, TransferState.REFUSED, by, reason, at)
    comment = said(offers.words(transfer), reason)
    log(article, Action.REFUSED, by, comment, at, answers=True)
    text = f"{by} does not take this page: {reason.strip()}"
    offers.tell([transfer.by, article.owner], transfer, text, by, at)
    return transfer


@transaction.atomic
def cancel(transfer: Transfer, by: User, at: datetime.datetime | None = None) -> Transfer:
    """Takes an offer back: who made it, or who might make it now.

    Raises NotAllowed, and WrongState where it was answered already.
    """
    article, transfer = lock_offer(transfer)
    if by.pk != transfer.by_id or not by.is_active:
        only_offerer(article, by)
    only_open(transfer)
    at = at or timezone.now()
    offers.finish(transfer, TransferState.CANCELLED, by, "", at)
    log(article, Action.REFUSED, by, said(offers.words(transfer), "Taken back."), at)
    return transfer
