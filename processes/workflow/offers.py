"""Open offers of pages: who is asked, how an offer ends, who is told."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable

from django.db.models.query import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import Department, Event, Notification, User
from accounts.models.tree import load_tree
from accounts.notifications import deliver, settle
from processes import announcing, permissions
from processes.models import Action, Article, Proposal, Transfer, TransferState
from processes.workflow.lines import log, said


def ask(transfer: Transfer, at: datetime.datetime | None = None) -> None:
    """Tells whoever answers: the new owner, or the nearest manager of the receiving department."""
    if transfer.owner is not None:
        people, event = [transfer.owner], Event.OWNERSHIP
        what = f"{transfer.by} asks you to answer for this page"
    else:
        people, event = receivers(transfer.department), Event.OFFERED
        what = f"{transfer.by} offers this page to {transfer.department}"
    deliver(
        people,
        event,
        title=transfer.article.title,
        text=f"{what}: {transfer.note}" if transfer.note else f"{what}.",
        url=reverse("offer", args=[transfer.pk]),
        actor=transfer.by,
        subject_key=subject_of(transfer),
        at=at,
    )


def ask_about_many(owner: User, by: User, title: str) -> None:
    """One line for many pages that are offered to the same person at once; `title` says which."""
    settle(_many_to(owner))
    deliver(
        [owner],
        Event.OWNERSHIP,
        title=title,
        text=f"{by} asks you to answer for them.",
        url=reverse("offers"),
        actor=by,
        subject_key=_many_to(owner),
    )


def receivers(department: Department) -> list[User]:
    """Who is asked to take a page in: the nearest active manager, else an admin."""
    nearest = load_tree().managers_in_line(department.pk)[:1]
    admins = User.objects.active().filter(is_superuser=True).order_by("pk")
    return list(User.objects.active().filter(pk__in=nearest)) or list(admins[:1])


def finish(
    transfer: Transfer, state: TransferState, by: User, answer: str, at: datetime.datetime
) -> None:
    """The end of an offer. Nobody is asked about it any more."""
    transfer.state, transfer.answer = state, answer.strip()[:2000]
    transfer.answered_by, transfer.answered_at = by, at
    transfer.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    settle(subject_of(transfer))
    if transfer.owner is not None:
        others = Transfer.objects.open().filter(owner=transfer.owner)
        if not others.exists():
            settle(_many_to(transfer.owner))


def lapse(
    transfers: QuerySet[Transfer], by: User, why: str, at: datetime.datetime | None = None
) -> int:
    """Ends open offers because something else happened, and tells those who made them.

    The rows are locked, their articles need not be: an offer that is just being accepted is
    waited for. Returns how many ended.
    """
    at = at or timezone.now()
    locked = transfers.open().select_for_update(of=("self",)).order_by("pk")
    ended = list(locked.select_related("article__owner", "article__department", "owner", "by"))
    for transfer in ended:
        finish(transfer, TransferState.CANCELLED, by, why, at)
        log(transfer.article, Action.REFUSED, by, said(words(transfer), why), at, answers=True)
        tell([transfer.by], transfer, f"Your offer has ended. {why}", by, at)
    return len(ended)


def tell(
    people: Iterable[User], transfer: Transfer, text: str, by: User, at: datetime.datetime
) -> None:
    """News of what became of an offer, for those of the people who may read the page."""
    article = transfer.article
    deliver(
        _readers(people, article),
        Event.ANSWERED,
        title=article.title,
        text=text,
        url=article.get_absolute_url(),
        actor=by,
        subject_key=subject_of(transfer),
        at=at,
    )


def tell_of_change(
    article: Article, former: User, by: User, at: datetime.datetime | None = None
) -> None:
    """Tells the new owner and the former one, where others decided for them."""
    for person, text in (
        (article.owner, f"{by} made you the owner of this page."),
        (former, f"{by} made {article.owner} the owner of this page."),
    ):
        deliver(
            _readers([person], article),
            Event.ANSWERED,
            title=article.title,
            text=text if by != article.owner else f"{by} has taken this page over.",
            url=article.get_absolute_url(),
            actor=by,
            at=at,
        )


def tell_of_many(transfers: Iterable[Transfer], by: User) -> None:
    """One line for each of those who made the offers, which were all accepted."""
    for maker, number in Counter(transfer.by for transfer in transfers).items():
        deliver(
            [maker],
            Event.ANSWERED,
            title=f"{number} page{'s' * (number != 1)} that you offered",
            text=f"{by} has accepted.",
            url=reverse("offers"),
            actor=by,
        )


def ask_again(article: Article, at: datetime.datetime | None = None) -> None:
    """What waits for a decision is put before whoever is asked first now."""
    pending = Proposal.objects.pending().filter(article=article)
    for proposal in pending.select_related("author", "claimed_by", "escalated_to"):
        proposal.article = article
        subject = announcing.subject_of(proposal)
        first = permissions.first_to_ask(proposal)
        asked = Notification.objects.filter(subject_key=subject, event=Event.SUBMITTED).tasks()
        if first is None or asked.filter(user=first).exists():
            continue
        settle(subject, event=Event.SUBMITTED)
        deliver(
            [first],
            Event.SUBMITTED,
            title=proposal.title,
            text=f"{proposal.author} proposed this: {proposal.note}",
            url=proposal.get_absolute_url(),
            actor=proposal.author,
            subject_key=subject,
            at=at,
        )


def words(transfer: Transfer) -> str:
    """What was offered, as a line of the log says it."""
    article = transfer.article
    if transfer.owner is not None:
        return f"Owner: {article.owner} → {transfer.owner}"
    return f"Department: {article.department} → {transfer.department}"


def subject_of(transfer: Transfer) -> str:
    return f"transfer:{transfer.pk}"


def _readers(people: Iterable[User], article: Article) -> list[User]:
    visible = Article.objects.filter(pk=article.pk)
    return [person for person in people if visible.visible_to(person).exists()]


def _many_to(owner: User) -> str:
    return f"offers:{owner.pk}"
