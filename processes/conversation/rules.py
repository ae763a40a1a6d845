"""Who may take part in a conversation, and until when."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import User
from accounts.models.tree import DepartmentTree
from processes import permissions
from processes.models import Comment, Proposal, State
from processes.models.article import Reader
from processes.workflow import NotAllowed, WrongState

TALKED_ABOUT = (State.PENDING, State.RETURNED)


def may_see(proposal: Proposal, person: User, tree: DepartmentTree) -> bool:
    """The reading rule, for somebody whose request this is not (one query)."""
    reader = Reader(
        person.pk,
        person.is_admin,
        tree.hidden_from(person),
        tree.managed_by(person),
        timezone.localdate(),
    )
    return Proposal.objects.readable_by(reader).filter(pk=proposal.pk).exists()


def may_consult(user: User, proposal: Proposal) -> bool:
    """Its author and those who decide, while it is talked about."""
    if proposal.state not in TALKED_ABOUT or not user.is_active:
        return False
    return user.pk == proposal.author_id or permissions.decides(user, proposal)


def only_whoever_sees(proposal: Proposal, by: User, tree: DepartmentTree) -> None:
    """Raises NotAllowed for anybody else, and for whoever has left."""
    if not by.is_active or not may_see(proposal, by, tree):
        raise NotAllowed("You cannot see this proposal.")


def may_speak(user: User, proposal: Proposal) -> bool:
    """Whoever sees a proposal may comment on it; of those who only read here, who was asked for
    their view, and who decides."""
    if user.may_write:
        return True
    was_asked = proposal.consultations.filter(person=user).exists()
    return user.is_active and (was_asked or permissions.decides(user, proposal))


def only_who_may_speak(proposal: Proposal, by: User) -> None:
    """Raises NotAllowed for anybody else."""
    if not may_speak(by, proposal):
        raise NotAllowed(permissions.READS_ONLY)


def only_while_talked_about(proposal: Proposal) -> None:
    """Raises WrongState for a draft and a closed proposal."""
    if not proposal.is_open:
        raise WrongState("This proposal is closed, and the conversation about it with it.")
    if proposal.state not in TALKED_ABOUT:
        raise WrongState("This proposal is a draft at the moment, which only its author sees.")


def may_resolve(user: User, comment: Comment, proposal: Proposal) -> bool:
    """Whoever began the thread, the author of the proposal, and those who decide."""
    if user.pk in (comment.author_id, proposal.author_id):
        return True
    return permissions.decides(user, proposal)
