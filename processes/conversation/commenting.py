"""Saying something about a proposal, answering, and being done with it."""

from __future__ import annotations

import datetime
import re

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.models.tree import DepartmentTree, load_tree
from processes.conversation import consulting, mentioning, rules, telling
from processes.models import Comment, Proposal
from processes.models.conversation import COMMENT_LENGTH, QUOTE_LENGTH
from processes.text import quoting
from processes.workflow import Incomplete, NotAllowed, WrongState
from processes.workflow.guards import lock

# The same words of the same person in the same place within it: a second click.
SECOND_CLICK = datetime.timedelta(minutes=1)

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def comment(
    proposal: Proposal,
    by: User,
    text: str,
    *,
    round: int,
    part: int | None = None,
    quote: str = "",
    answer_to: Comment | None = None,
    at: datetime.datetime | None = None,
) -> Comment:
    """Adds what somebody says about a proposal, and tells those whom it concerns.

    `round` is the one they had before their eyes, `part` the number of one of its changes (else
    the whole is meant) and `quote` its words, taken from the kept comparison unless given. An
    answer takes its place from the comment it answers, and opens it again. The same words of the
    same person in the same place within a minute are added once.

    Raises Incomplete without text or with too much of it, and for a round or change that does not
    exist; NotAllowed for whoever may not see the proposal; WrongState for a draft or a closed one.
    """
    said = _clean(text)
    moment = at or timezone.now()
    if answer_to is not None:
        answer_to = answer_to.answer_to or answer_to
    elif part is not None and not quote:
        quote = _quoted(proposal, round, part)
    with transaction.atomic():
        _article, proposal = lock(proposal)
        tree = load_tree()
        rules.only_whoever_sees(proposal, by, tree)
        rules.only_who_may_speak(proposal, by)
        rules.only_while_talked_about(proposal)
        new = Comment(
            proposal=proposal,
            round=round,
            part=part,
            quote=quote[:QUOTE_LENGTH],
            author=by,
            text=said,
            at=moment,
        )
        if answer_to is not None:
            _answer(new, answer_to)
        if not 1 <= new.round <= proposal.round:
            raise Incomplete("This proposal has no such round.")
        return _said_already(new) or _add(new, proposal, tree)


@transaction.atomic
def resolve(comment: Comment, by: User, at: datetime.datetime | None = None) -> Comment:
    """What was said is settled: it is folded away, and can be opened again. Twice does no harm.

    Raises NotAllowed for anybody but its author, the proposal's, and those who decide; WrongState
    once the proposal is closed; Incomplete for an answer, which goes with what it answers.
    """
    found = _own_to_resolve(comment, by)
    if not found.is_resolved:
        found.resolved_at, found.resolved_by = at or timezone.now(), by
        found.save(update_fields=["resolved_at", "resolved_by"])
    return found


@transaction.atomic
def reopen(comment: Comment, by: User) -> Comment:
    """It is not settled after all. Raises as `resolve` does."""
    found = _own_to_resolve(comment, by)
    _open_again(found)
    return found


def _clean(text: str) -> str:
    said = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not said:
        raise Incomplete("Write something first.")
    if len(said) > COMMENT_LENGTH:
        raise Incomplete(
            f"A comment has at most {COMMENT_LENGTH:,} characters; this has {len(said):,}."
        )
    return said


def _quoted(proposal: Proposal, round_: int, part: int) -> str:
    """What stands in a change, read before anything is locked: a round never changes."""
    kept = proposal.rounds.filter(number=round_).values_list("diff", flat=True).first()
    for row in kept or ():
        if row["number"] == part and part:
            return quoting.quote(row["html"], QUOTE_LENGTH)
    raise Incomplete("There is no such change in that round.")


def _answer(new: Comment, answered: Comment) -> None:
    if answered.proposal_id != new.proposal_id:
        raise NotAllowed("That comment belongs to another proposal.")
    new.answer_to, new.round = answered, answered.round
    new.part, new.quote = answered.part, answered.quote


def _said_already(new: Comment) -> Comment | None:
    same = Comment.objects.filter(
        proposal=new.proposal,
        author=new.author,
        text=new.text,
        round=new.round,
        part=new.part,
        answer_to=new.answer_to,
        at__gt=new.at - SECOND_CLICK,
        at__lte=new.at,
    )
    return same.first()


def _add(new: Comment, proposal: Proposal, tree: DepartmentTree) -> Comment:
    mentioned = mentioning.welcome(new, proposal, tree)
    new.mentions = [[place.start, place.end, person.pk] for place, person in mentioned]
    new.save()
    if new.answer_to is not None:
        _open_again(new.answer_to)
    consulting.has_answered(proposal, new.author, new.at)
    telling.of_comment(new, proposal, [person for _, person in mentioned], tree)
    return new


def _own_to_resolve(comment: Comment, by: User) -> Comment:
    _article, proposal = lock(comment.proposal)
    found = Comment.objects.get(pk=comment.pk)
    rules.only_whoever_sees(proposal, by, load_tree())
    if not rules.may_resolve(by, found, proposal):
        raise NotAllowed("Whoever began it settles it, or the author or who decides.")
    if not proposal.is_open:
        raise WrongState("This proposal is closed, and the conversation about it with it.")
    if found.answer_to_id is not None:
        raise Incomplete("An answer goes with the comment that it answers.")
    return found


def _open_again(comment: Comment) -> None:
    comment.resolved_at = comment.resolved_by = None
    comment.save(update_fields=["resolved_at", "resolved_by"])
