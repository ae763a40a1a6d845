"""What waits too long for a decision: a reminder, then somebody else beside the first.

Nothing is ever approved because nobody answered.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Event, User
from accounts.notifications import deliver, settle
from processes import permissions
from processes.announcing import subject_of
from processes.models import Proposal
from processes.text import working_days
from processes.workflow.guards import lock

LOOKED_AFTER = ["reminded_at", "escalated_to", "escalated_at"]


def remind_and_escalate(today: datetime.date | None = None) -> int:
    """Reminds of what is due, and asks the next in line after twice the time; returns how often.

    For housekeeping, every hour, on as many machines as there are: each is told once. Whoever it
    was escalated to and who may not decide any more is replaced.
    """
    today = today or timezone.localdate()
    due = Proposal.objects.pending().filter(due_on__lte=today).order_by("submitted_at", "pk")
    waiting = due.for_lists().select_related("escalated_to")
    wanting = [proposal for proposal in waiting if _is_wanting(proposal, today)]
    return sum(_look_after(proposal, today) for proposal in wanting)


def _is_wanting(proposal: Proposal, today: datetime.date) -> bool:
    return _wants_reminder(proposal, today) or _wants_escalation(proposal, today)


@transaction.atomic
def _look_after(found: Proposal, today: datetime.date) -> int:
    """One proposal, looked at again under its locks: it may have been decided meanwhile."""
    _article, proposal = lock(found)
    if not proposal.is_pending:
        return 0
    now, told = timezone.now(), 0
    if _wants_reminder(proposal, today):
        told += _remind(proposal, now)
    if _wants_escalation(proposal, today):
        told += _escalate(proposal, now)
    if told:
        proposal.save(update_fields=LOOKED_AFTER)
    return told


def _wants_reminder(proposal: Proposal, today: datetime.date) -> bool:
    return proposal.reminded_at is None and _is_due(proposal, today)


def _wants_escalation(proposal: Proposal, today: datetime.date) -> bool:
    if not _is_due(proposal, today) or permissions.escalation_holds(proposal):
        return False
    days = proposal.article.department.decide_days
    return working_days.after(proposal.due_on, days) < today


def _is_due(proposal: Proposal, today: datetime.date) -> bool:
    return proposal.due_on is not None and proposal.due_on <= today


def _remind(proposal: Proposal, now: datetime.datetime) -> int:
    person = permissions.first_to_ask(proposal)
    if person is None:
        return 0
    # A proposal is one thing on a person's list: the reminder takes the first task's place.
    settle(subject_of(proposal), event=Event.SUBMITTED)
    said = f"{proposal.author} waits for your decision, due by {_due(proposal)}."
    _tell(proposal, person, Event.DUE, said, now)
    proposal.reminded_at = now
    return 1


def _escalate(proposal: Proposal, now: datetime.datetime) -> int:
    person = permissions.next_in_line(proposal)
    if person is None:
        return 0
    first = permissions.first_to_ask(proposal)
    said = (
        f"{first} was to decide on this by {_due(proposal)} and has not answered."
        f" {proposal.author} still waits, so you may decide as well."
    )
    settle(subject_of(proposal), event=Event.ESCALATED)
    _tell(proposal, person, Event.ESCALATED, said, now)
    proposal.escalated_to, proposal.escalated_at = person, now
    return 1


def _tell(
    proposal: Proposal, person: User, event: Event, text: str, now: datetime.datetime
) -> None:
    deliver(
        [person],
        event,
        title=proposal.title,
        text=text,
        url=proposal.get_absolute_url(),
        subject_key=subject_of(proposal),
        at=now,
    )


def _due(proposal: Proposal) -> str:
    return date_format(proposal.due_on, "j F Y")
