"""Where a proposal stands: whom it waits for, since when, until when, who is on it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from statistics import median

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from accounts.models import User
from processes import permissions
from processes.models import Action, Decision, Proposal

ANSWERS = (Action.APPROVED, Action.RETURNED, Action.DECLINED)
# What somebody usually needs is told of their latest answers, once there are a few.
LATEST_ANSWERS, ENOUGH_ANSWERS = 20, 3
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """For whoever looks at a pending proposal. `usual` is how soon `waits_for` usually answers, as
    words (“within a day”), or empty where too few answers are known, or it is they who look."""

    waits_for: User | None
    deciders: list[User]
    since: datetime.datetime | None
    due_on: datetime.date | None
    overdue: bool
    claimed_by: User | None
    claimed_at: datetime.datetime | None
    may_claim: bool
    may_release: bool
    usual: str
    escalated_to: User | None
    escalated_at: datetime.datetime | None
    in_place_of: User | None


def of(user: User, proposal: Proposal) -> Standing | None:
    """Where it stands, for this person; None where it does not wait for a decision.

    `proposal` with its article, department and owner. At most seven queries.
    """
    if not proposal.is_pending:
        return None
    people = permissions.deciders_of(proposal)
    escalated_to = proposal.escalated_to if permissions.escalation_holds(proposal) else None
    claimed_by = proposal.claimed_by if proposal.claimed_by in people else None
    asked = permissions.first_to_ask(proposal, people)
    decides = user.is_active and user in people
    owner = proposal.article.owner
    return Standing(
        waits_for=asked,
        deciders=people,
        since=proposal.submitted_at,
        due_on=proposal.due_on,
        overdue=is_overdue(proposal),
        claimed_by=claimed_by,
        claimed_at=proposal.claimed_at if claimed_by else None,
        may_claim=decides and claimed_by != user,
        may_release=claimed_by == user,
        usual=usual_answer_time(asked) if asked and asked != user else "",
        escalated_to=escalated_to,
        escalated_at=proposal.escalated_at if escalated_to else None,
        in_place_of=owner if decides and user != owner else None,
    )


def is_overdue(proposal: Proposal) -> bool:
    """Whether the day until which an answer was due has passed."""
    due_on = proposal.due_on
    return proposal.is_pending and due_on is not None and due_on < timezone.localdate()


def usual_answer_time(person: User) -> str:
    """How soon this person usually decides on what is put before them, as words (one query).

    The median of their latest answers, own proposals left out; empty where there are too few.
    """
    submitted = Decision.objects.filter(
        proposal=OuterRef("proposal"), action=Action.SUBMITTED, pk__lt=OuterRef("pk")
    )
    answers = (
        Decision.objects.filter(by=person, action__in=ANSWERS, proposal__isnull=False)
        .exclude(proposal__author=F("by"))
        .annotate(asked=Subquery(submitted.order_by("-pk").values("at")[:1]))
        .exclude(asked=None)
        .order_by("-pk")
    )
    took = [at - asked for at, asked in answers.values_list("at", "asked")[:LATEST_ANSWERS]]
    return _roughly(median(took)) if len(took) >= ENOUGH_ANSWERS else ""


def _roughly(took: datetime.timedelta) -> str:
    if took <= HOUR:
        return "within an hour"
    if took <= DAY:
        return "within a day"
    days = round(took / DAY)
    if days < 14:
        return f"in about {max(days, 2)} days"
    return f"in about {round(days / 7)} weeks"
