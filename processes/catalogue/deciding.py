"""The verbs that end a proposal: each under its lock, so that one of two wins."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from processes import workflow
from processes.catalogue import asking, telling
from processes.catalogue.naming import refuse_taken
from processes.catalogue.recording import record
from processes.catalogue.refusals import EntryMoved
from processes.catalogue.values import Entry, values_of
from processes.models import EntryKind, EntryProposal, EntryState, Term, Tool

COMMENT_LENGTH = 500


@transaction.atomic
def approve(entry_proposal: EntryProposal, by: User, *, seen: str | None = None) -> EntryProposal:
    """Makes the entry as it was proposed.

    `seen` is the `stamp` of what the decider read; None where they just wrote it. Raises
    NotAllowed, WrongState, EntryMoved, NameTaken.
    """
    locked = _locked(entry_proposal, by)
    entry = _entry(locked)
    if seen is not None and seen != stamp(entry):
        raise EntryMoved("The entry was changed after you opened this. Look at it once more.")
    before = values_of(entry) if entry else {}
    refuse_taken(locked.kind, locked.values["name"], by, locked.department, entry)
    written = record(entry or _new(locked), locked.values)
    locked.before = before
    locked.term = written if isinstance(written, Term) else None
    locked.tool = written if isinstance(written, Tool) else None
    _finish(locked, EntryState.APPROVED, by)
    telling.tell_outcome(locked, by)
    telling.tell_of_retirement(written, before, by)
    return locked


@transaction.atomic
def decline(entry_proposal: EntryProposal, by: User, reason: str) -> EntryProposal:
    """Ends it with a reason, which its author is told.

    Raises NotAllowed, WrongState, Incomplete.
    """
    if not reason.strip():
        raise workflow.Incomplete("Say why: its author is told.")
    locked = _locked(entry_proposal, by)
    _finish(locked, EntryState.DECLINED, by, reason)
    telling.tell_outcome(locked, by)
    return locked


@transaction.atomic
def withdraw(entry_proposal: EntryProposal, by: User) -> EntryProposal:
    """Takes one's own proposal back. Raises NotAllowed, WrongState."""
    if entry_proposal.author_id != by.pk:
        raise workflow.NotAllowed("Only its author can take it back.")
    locked = _pending(entry_proposal)
    _finish(locked, EntryState.WITHDRAWN, by)
    return locked


def stamp(entry: Entry | None) -> str:
    """What tells one state of an entry from the next; empty of one that does not exist yet."""
    return entry.changed_at.isoformat() if entry else ""


def _locked(entry_proposal: EntryProposal, by: User) -> EntryProposal:
    """Locked, pending, and this person decides on it."""
    place, author = entry_proposal.department_id, entry_proposal.author_id
    if not asking.may_decide(by, place, author):
        raise workflow.NotAllowed("You do not decide on this proposal.")
    locked = _pending(entry_proposal)
    if locked.department_id != place:
        raise EntryMoved("It belongs to another department now.")
    return locked


def _pending(entry_proposal: EntryProposal) -> EntryProposal:
    """Locked first and read then: having waited, PostgreSQL would join the old department."""
    rows = EntryProposal.objects.filter(pk=entry_proposal.pk)
    rows.select_for_update().values_list("pk").get()
    locked = rows.select_related("department", "author").get()
    if locked.state != EntryState.PENDING:
        raise workflow.WrongState(f"It is {locked.get_state_display().lower()} already.")
    return locked


def _entry(entry_proposal: EntryProposal) -> Entry | None:
    """The entry that it changes, locked."""
    if entry_proposal.term_id:
        return Term.objects.select_for_update().get(pk=entry_proposal.term_id)
    if entry_proposal.tool_id:
        return Tool.objects.select_for_update().get(pk=entry_proposal.tool_id)
    return None


def _new(entry_proposal: EntryProposal) -> Entry:
    made = Term if entry_proposal.kind == EntryKind.TERM else Tool
    return made(department=entry_proposal.department)


def _finish(entry_proposal: EntryProposal, state: str, by: User, comment: str = "") -> None:
    entry_proposal.state, entry_proposal.comment = state, comment.strip()[:COMMENT_LENGTH]
    entry_proposal.decided_by, entry_proposal.decided_at = by, timezone.now()
    entry_proposal.save()
    telling.settle_asking(entry_proposal)
