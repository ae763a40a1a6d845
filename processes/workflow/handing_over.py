"""Somebody left: all they answered for is handed over, or they come back first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts.models import Event, Notification, User
from accounts.notifications import deliver
from processes.models import Article, HandOver, Proposal, Transfer
from processes.models.article import LONG_TEXTS
from processes.workflow import hand_over_news, leavers, offers, transferring
from processes.workflow.refusals import NotAllowed, WrongState
from processes.workflow.reporting import Report


@transaction.atomic
def open_for(person: User, by: User | None = None) -> HandOver | None:
    """Opens the hand-over of somebody who left, and tells who sees to it. Pages that were offered
    to them are not any more. None where they answered for nothing. Once is enough.

    Called in the transaction in which the person is deactivated (`by` whom, if known).
    """
    left = f"{person} left before answering. Choose somebody else."
    offers.lapse(Transfer.objects.filter(owner=person), by or person, left)
    transaction.on_commit(lambda: _release_claims(person))
    hand_over_news.tell_next(person)
    if not leavers.what_is_left(person):
        return None
    opened, is_new = HandOver.objects.get_or_create(person=person, closed_at=None)
    if is_new:
        hand_over_news.tell(opened)
    return opened


def tidy() -> int:
    """For housekeeping. Opens what is missing, for people who left before there were hand-overs,
    and closes what was done elsewhere (an admin named other owners and managers). Returns how
    many it opened or closed."""
    for_something = Q(owned_articles__isnull=False) | Q(managed_departments__isnull=False)
    handed = HandOver.objects.filter(closed_at=None).select_related("person")
    left = User.objects.filter(for_something, is_active=False)
    missing = left.exclude(pk__in=handed.values("person")).distinct()
    closed = sum(leavers.close_if_done(hand_over.person, None) for hand_over in handed)
    return closed + sum(_open_missing(person.pk) for person in missing)


@transaction.atomic
def person_is_back(person: User, by: User | None = None) -> None:
    """What was not handed over yet stays theirs: offers made in their place end, and so does the
    hand-over."""
    for hand_over in HandOver.objects.filter(person=person, closed_at=None):
        told = Notification.objects.filter(subject_key=leavers.subject_of(hand_over)).tasks()
        people = list(User.objects.filter(pk__in=told.values("user")))
        made_since = Transfer.objects.filter(on_behalf_of=person, at__gte=hand_over.opened_at)
        back = f"{person} is back and answers for the page again."
        offers.lapse(made_since.filter(owner__isnull=False), by or person, back)
        leavers.shut(hand_over, by)
        text = f"{person} is back. What was not handed over yet stays theirs."
        url = reverse("hand_over", args=[hand_over.pk])
        title = str(person)
        deliver(people, Event.ANSWERED, title=title, text=text, url=url, actor=by)


def pages_left(hand_over: HandOver, by: User) -> list[Article]:
    """The pages that are still the leaver's and that `by` may read, each with `offered`: the open
    offer of it, or None (two queries)."""
    pages = Article.objects.visible_to(by).filter(owner=hand_over.person)
    found = list(pages.select_related("department").defer(*LONG_TEXTS).order_by("title", "pk"))
    made = Transfer.objects.open().filter(article__owner=hand_over.person, owner__isnull=False)
    offered = {transfer.article_id: transfer for transfer in made.select_related("owner")}
    for page in found:
        page.offered = offered.get(page.pk)
    return found


def reassign(
    hand_over: HandOver,
    by: User,
    pages: Sequence[Article],
    owner: User,
    *,
    at_once: bool = False,
    note: str = "",
) -> Report:
    """Offers pages of a leaver to somebody, who has to accept; `at_once` (for admins), or for
    oneself, they take them over directly.

    Each page is one transaction: what fails, because somebody else was quicker for instance,
    keeps nothing else from being done. Raises NotAllowed, WrongState where the hand-over is done.
    """
    _only_open_to(hand_over, by)
    report, person = Report(), hand_over.person
    directly = owner.pk == by.pk or (at_once and by.is_admin)
    verb = transferring.give if directly else transferring.offer
    facts: dict[str, Any] = {"note": note, "owned_by": person, "tell": len(pages) == 1}
    for page in pages:
        report.note(page, partial(verb, page, by, owner=owner, **facts))
    if report.done and len(pages) > 1:
        hand_over_news.tell_new_owner(owner, by, person, len(report.done), directly=directly)
    return report


@transaction.atomic
def close(hand_over: HandOver, by: User) -> HandOver:
    """Closes a hand-over by hand. Raises NotAllowed, and WrongState while pages are left: none may
    stay with somebody who is not there."""
    hand_over = HandOver.objects.select_for_update(of=("self",)).get(pk=hand_over.pk)
    _only_open_to(hand_over, by)
    if number := leavers.what_is_left(hand_over.person).pages:
        pages = "1 page is" if number == 1 else f"{number} pages are"
        raise WrongState(f"{pages} still to be handed over.")
    leavers.shut(hand_over, by)
    return hand_over


def _only_open_to(hand_over: HandOver, by: User) -> None:
    if not leavers.may_hand_over(by, hand_over.person):
        raise NotAllowed("The manager of their department sees to this, or an admin.")
    if not HandOver.objects.filter(pk=hand_over.pk, closed_at=None).exists():
        raise WrongState("This hand-over is done.")


@transaction.atomic
def _open_missing(pk: int) -> bool:
    """Looks again under the lock: the person may be back."""
    person = User.objects.select_for_update(no_key=True).get(pk=pk)
    return not person.is_active and open_for(person) is not None


def _release_claims(person: User) -> None:
    """Nobody waits for somebody who is not there. A claim keeps nobody from deciding, so this may
    come after the fact."""
    Proposal.objects.filter(claimed_by=person).update(claimed_by=None, claimed_at=None)
