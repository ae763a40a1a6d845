"""Who decides on an entry, and who is asked.

As with pages (see `processes.permissions`), with the department in the place of an owner: its
manager, whoever deputises for them, the managers above, admins. Where four eyes are asked for,
nobody decides on what they proposed.
"""

from __future__ import annotations

from collections.abc import Iterator

from accounts.models import Deputy, User
from accounts.models.tree import DepartmentTree
from processes.models import EntryProposal, EntryState


def may_decide(user: User, department_id: int, author_id: int) -> bool:
    """Whether this person may decide now on an entry of a department that `author_id` proposed.

    One query at most: for whom they deputise.
    """
    tree = user.departments
    if not user.is_active or (user.pk == author_id and tree.four_eyes(department_id)):
        return False
    if user.is_admin or department_id in tree.managed_by(user):
        return True
    managers = tree.managers_in_line(department_id)
    return bool(managers) and managers[0] in _stands_in_for(user)


def waiting_for(user: User) -> list[EntryProposal]:
    """What waits for this person's decision first, the longest waiting first (two queries, one
    where nothing waits anywhere)."""
    if not user.is_active:
        return []
    tree = user.departments
    pending = EntryProposal.objects.filter(state=EntryState.PENDING).order_by("at", "pk")
    rows = list(pending.select_related("author", "department"))
    deputised = _stands_in_for(user) if rows else set()
    return [row for row in rows if _reaches(user, row, tree, deputised)]


def first_to_ask(entry: EntryProposal, tree: DepartmentTree) -> User | None:
    """The one person whom it is put before: a deputy of the nearest manager, because they are
    there; else that manager; else an admin. None where nobody is left."""
    barred = entry.author_id if tree.four_eyes(entry.department_id) else None
    for manager in _line(entry, tree):
        deputies = Deputy.objects.current().filter(manager=manager, deputy__is_active=True)
        others = deputies.exclude(deputy=entry.author_id).select_related("deputy")
        if deputy := others.first():
            return deputy.deputy
        return User.objects.get(pk=manager)
    admins = User.objects.active().filter(is_superuser=True).exclude(pk=barred)
    return admins.order_by("pk").first()


def _reaches(user: User, entry: EntryProposal, tree: DepartmentTree, deputised: set[int]) -> bool:
    if user.pk == entry.author_id and tree.four_eyes(entry.department_id):
        return False
    nearest = next(_line(entry, tree), None)
    return user.is_admin if nearest is None else nearest == user.pk or nearest in deputised


def _line(entry: EntryProposal, tree: DepartmentTree) -> Iterator[int]:
    """Its managers, nearest first, without whoever may not decide on their own."""
    barred = tree.four_eyes(entry.department_id)
    for manager in tree.managers_in_line(entry.department_id):
        if not (barred and manager == entry.author_id):
            yield manager


def _stands_in_for(user: User) -> set[int]:
    return set(Deputy.objects.current().filter(deputy=user).values_list("manager", flat=True))
