"""What waits too long: a reminder, then the next in line, each told once."""

from __future__ import annotations

import datetime

from django.utils import timezone

from accounts.models import Event, Notification, User
from processes import escalating, permissions, workflow
from processes.models import Proposal, State
from processes.text import working_days
from processes.workflow import claiming
from tests.cast import DAY, Cast, deputise


def waits(cast: Cast, **facts: object) -> tuple[Proposal, datetime.date, datetime.date]:
    """A proposal, the day its answer is due, and the first day after twice that time."""
    proposal = cast.pending(cast.article(), "Better.", **facts)
    proposal.refresh_from_db()
    days = proposal.article.department.decide_days
    return proposal, proposal.due_on, working_days.after(proposal.due_on, days) + DAY


def tasks(person: User) -> list[str]:
    return list(Notification.objects.filter(user=person).tasks().values_list("event", flat=True))


def test_it_is_reminded_of_then_escalated_and_never_approved(cast: Cast) -> None:
    proposal, due, late = waits(cast)
    assert escalating.remind_and_escalate(due - DAY) == 0
    assert tasks(cast.owner) == [Event.SUBMITTED]
    assert escalating.remind_and_escalate(due) == 1
    # One thing on one list: the reminder has taken the place of the first task.
    assert tasks(cast.owner) == [Event.DUE]
    assert escalating.remind_and_escalate(due) == 0
    assert escalating.remind_and_escalate(late - DAY) == 0
    assert not permissions.decides(cast.fresh(cast.head), proposal)

    assert escalating.remind_and_escalate(late) == 1
    assert escalating.remind_and_escalate(late + 30 * DAY) == 0
    proposal.refresh_from_db()
    assert (proposal.state, proposal.escalated_to) == (State.PENDING, cast.head)
    assert permissions.deciders_of(proposal) == [cast.owner, cast.head]
    assert tasks(cast.head) == [Event.ESCALATED]
    told = Notification.objects.get(user=cast.head, event=Event.ESCALATED)
    assert "Owner was to decide" in told.text

    cast.approve(proposal, by=cast.head)
    assert tasks(cast.owner) == tasks(cast.head) == []
    decision = proposal.decisions.get(action="approved")
    assert (decision.by, decision.on_behalf_of) == (cast.head, cast.owner)


def test_whoever_it_was_escalated_to_is_replaced_once_they_may_not_decide(cast: Cast) -> None:
    proposal, _due, late = waits(cast)
    escalating.remind_and_escalate(late)
    cast.operations.manager = None
    cast.operations.save()
    proposal.refresh_from_db()
    assert permissions.deciders_of(proposal) == [cast.owner]
    assert proposal not in permissions.waiting_for(cast.fresh(cast.head))
    assert escalating.remind_and_escalate(late) == 1
    proposal.refresh_from_db()
    assert proposal.escalated_to == cast.admin
    assert tasks(cast.head) == []
    User.objects.filter(pk=cast.admin.pk).update(is_active=False)
    assert escalating.remind_and_escalate(late) == 0


def test_nobody_becomes_the_judge_of_their_own_proposal_by_waiting(cast: Cast) -> None:
    proposal, _due, late = waits(cast, author=cast.head)
    escalating.remind_and_escalate(late)
    proposal.refresh_from_db()
    assert proposal.escalated_to == cast.admin
    assert cast.head not in permissions.deciders_of(proposal)


def test_who_is_reminded_is_whoever_is_there(cast: Cast) -> None:
    proposal, due, _late = waits(cast)
    deputise(cast.owner, cast.deputy, last_day=60)
    assert permissions.first_to_ask(proposal) == cast.deputy
    claiming.claim(proposal, cast.fresh(cast.owner))
    escalating.remind_and_escalate(due)
    assert tasks(cast.owner) == [Event.DUE]
    assert tasks(cast.deputy) == []


def test_a_new_round_has_its_own_time(cast: Cast) -> None:
    proposal, _due, late = waits(cast)
    escalating.remind_and_escalate(late)
    proposal.refresh_from_db()
    workflow.return_to_author(proposal, cast.fresh(cast.owner), "Which dock?")
    assert escalating.remind_and_escalate(late) == 0
    workflow.submit(proposal, cast.fresh(cast.author))
    proposal.refresh_from_db()
    assert proposal.escalated_to is None
    assert proposal.reminded_at is None
    assert proposal.due_on > timezone.localdate()
    assert permissions.deciders_of(proposal) == [cast.owner]
