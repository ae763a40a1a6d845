"""Asking colleagues for their view."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.models.tree import DepartmentTree, load_tree
from processes.conversation import rules, telling
from processes.models import Consultation, Proposal
from processes.workflow import Incomplete, NotAllowed
from processes.workflow.guards import lock


@transaction.atomic
def consult(
    proposal: Proposal, by: User, people: Iterable[User], at: datetime.datetime | None = None
) -> list[Consultation]:
    """Asks people for their view, who may then see the proposal and comment on it.

    Left out are whoever asks, the proposal's author, and those who were asked and have not
    answered yet; whoever has answered is asked anew. Returns what was asked now.

    Raises NotAllowed for anybody but the author and those who decide; WrongState for a draft or a
    closed proposal; Incomplete, and nobody is asked, where somebody has left or may not read the
    department's pages.
    """
    _article, proposal = lock(proposal)
    tree = load_tree()
    rules.only_while_talked_about(proposal)
    rules.only_whoever_sees(proposal, by, tree)
    if not rules.may_consult(by, proposal):
        raise NotAllowed("The author and those who decide ask colleagues for their view.")
    wanted = {person.pk: person for person in people}
    for known in (by.pk, proposal.author_id):
        wanted.pop(known, None)
    _only_who_may_read(proposal, wanted.values(), tree)
    asked = _asked(proposal, list(wanted.values()), by, at or timezone.now())
    telling.of_question(proposal, [question.person for question in asked], by, at)
    return asked


def let_in(proposal: Proposal, person: User, by: User, at: datetime.datetime) -> None:
    """Somebody named in a comment may see what it is about from now on."""
    Consultation.objects.get_or_create(
        proposal=proposal, person=person, defaults={"asked_by": by, "at": at}
    )


def has_answered(proposal: Proposal, person: User, at: datetime.datetime) -> None:
    """Whoever was asked has said something: it is off their list."""
    waiting = Consultation.objects.filter(proposal=proposal, person=person, answered_at=None)
    if waiting.update(answered_at=at):
        telling.that_it_was_answered(proposal, person)


def may_read_there(proposal: Proposal, person: User, tree: DepartmentTree) -> bool:
    """Whether a person can be let in at all: no question opens a department."""
    return tree.may_read(person, proposal.article.department_id)


def _only_who_may_read(proposal: Proposal, people: Iterable[User], tree: DepartmentTree) -> None:
    department = proposal.article.department
    for person in people:
        if not person.is_active:
            raise Incomplete(f"{person} is not active any more.")
        if not may_read_there(proposal, person, tree):
            raise Incomplete(
                f"{person} may not read the pages of {department}, so you cannot ask them here."
            )


def _asked(
    proposal: Proposal, people: list[User], by: User, at: datetime.datetime
) -> list[Consultation]:
    known = {
        question.person_id: question
        for question in Consultation.objects.filter(proposal=proposal, person__in=people)
    }
    again = [question for question in known.values() if question.answered_at is not None]
    for question in again:
        question.asked_by, question.at, question.answered_at = by, at, None
    Consultation.objects.bulk_update(again, ["asked_by", "at", "answered_at"])
    new = Consultation.objects.bulk_create(
        Consultation(proposal=proposal, person=person, asked_by=by, at=at)
        for person in people
        if person.pk not in known
    )
    return [*again, *new]
