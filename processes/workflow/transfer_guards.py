"""Who may offer a page and who answers, and what has to be true of both sides.

Locks are taken in one order: article, the person who shall own it, offer.
"""

from __future__ import annotations

from accounts.models import Department, User
from accounts.models.tree import load_tree
from processes import permissions
from processes.models import Article, Transfer, TransferState
from processes.workflow import leavers
from processes.workflow.guards import lock_article
from processes.workflow.placing import only_within_four_eyes
from processes.workflow.refusals import Incomplete, NotAllowed, WrongState

ENDED = {
    TransferState.ACCEPTED: "This offer was accepted already.",
    TransferState.REFUSED: "This offer was turned down already.",
    TransferState.CANCELLED: "This offer has ended.",
}


def answers_for(
    user: User, *, owner: User | None = None, department: Department | None = None
) -> bool:
    """Whether this person answers for the receiving side: is that owner, manages that department
    or one above it, or is an admin."""
    if not user.is_active:
        return False
    if owner is not None:
        return user.is_admin or user.pk == owner.pk
    return user.is_admin or department.pk in user.departments.managed_by(user)


def may_offer(user: User, article: Article) -> bool:
    """Whether this person may give the page to others: who files it, and who hands over what its
    owner left."""
    return permissions.may_file(user, article) or leavers.handles_pages_of(user, article.owner)


def may_hand_over(user: User, article: Article) -> bool:
    """Whether this person may give the page another owner: as `may_offer`, but for deputies, who
    decide in the owner's place and do not dispose of what is theirs."""
    if not user.is_active:
        return False
    above = user.is_admin or article.department_id in user.departments.managed_by(user)
    is_theirs = user.pk == article.owner_id
    return is_theirs or above or leavers.handles_pages_of(user, article.owner)


def lock_to_offer(article: Article, by: User, owned_by: User | None, *, of_owner: bool) -> Article:
    """The article, which `by` may offer to a new owner, or else to a department. Raises
    NotAllowed, WrongState where somebody else than `owned_by` owns it."""
    article = lock_article(article.pk)
    if owned_by is not None and article.owner_id != owned_by.pk:
        raise WrongState(f"{article.owner} answers for it already.")
    if of_owner:
        only_who_hands_over(article, by)
    else:
        only_offerer(article, by)
    return article


def lock_offer(transfer: Transfer) -> tuple[Article, Transfer]:
    """Both as they are now; the person who shall own it neither leaves nor returns meanwhile."""
    article = lock_article(transfer.article_id)
    if transfer.owner_id is not None:
        _lock_person(transfer.owner_id)
    locked = Transfer.objects.select_for_update(of=("self",))
    fresh = locked.select_related("owner", "department", "by").get(pk=transfer.pk)
    fresh.article = article
    return article, fresh


def _lock_person(pk: int) -> bool:
    """Whether they are active, which stays so until the transaction ends."""
    locked = User.objects.select_for_update(no_key=True).filter(pk=pk)
    return bool(locked.values_list("is_active", flat=True).first())


def only_offerer(article: Article, by: User) -> None:
    if not may_offer(by, article):
        raise NotAllowed("You do not give this page away: its owner and the managers above do.")


def only_who_hands_over(article: Article, by: User) -> None:
    if not may_hand_over(by, article):
        raise NotAllowed(
            f"You do not give this page another owner: {article.owner} and the managers above do."
        )


def only_answering(transfer: Transfer, by: User) -> None:
    """Raises NotAllowed for who does not answer for the receiving side, then as `only_open`."""
    if not answers_for(by, owner=transfer.owner, department=transfer.department):
        raise NotAllowed("This offer was made to somebody else.")
    only_open(transfer)


def only_open(transfer: Transfer) -> None:
    """Raises WrongState, which says how the offer ended."""
    if not transfer.is_open:
        raise WrongState(" ".join([ENDED[transfer.state], transfer.answer]).strip())


def only_possible_owner(article: Article, owner: User) -> None:
    """Somebody who is there until the transaction ends, and may read the department. Raises
    WrongState where they own it, Incomplete."""
    if owner.pk == article.owner_id:
        raise WrongState(f"{owner} answers for it already.")
    if not _lock_person(owner.pk):
        raise Incomplete(f"{owner} is not active and cannot own a page.")
    if not load_tree().may_read(owner, article.department_id):
        raise Incomplete(f"{owner} may not read the pages of {article.department}.")


def only_possible_department(article: Article, department: Department, by: User) -> None:
    """Another department, which `by` may read, for a page in use. Raises WrongState, NotAllowed."""
    if not article.is_published or article.is_archived:
        raise WrongState("Only a page in use goes to another department.")
    if department == article.department:
        raise WrongState(f"The page belongs to {department} already.")
    if not permissions.departments_open_to(by).filter(pk=department.pk).exists():
        raise NotAllowed("You cannot move a page to this department.")
    only_within_four_eyes(article, department, by)


def standing_offer(
    article: Article, owner: User | None, department: Department | None
) -> Transfer | None:
    """The open offer of the same kind."""
    of_owner = owner is not None
    found = Transfer.objects.open().filter(article=article, owner__isnull=not of_owner)
    return found.select_related("owner", "department").first()
