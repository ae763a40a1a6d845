"""Who arranges the pages of a department, and that two of them do it one after the other."""

from __future__ import annotations

from accounts.models import Department, User
from processes.arranging.refusals import NotAllowed


def may_arrange(user: User, department: Department) -> bool:
    """Whether this person manages a department, directly or from above, or is an admin."""
    if not user.is_active:
        return False
    return user.is_admin or department.pk in user.departments.managed_by(user)


def lock(department: Department, by: User) -> None:
    """Holds a department until the transaction ends. Raises NotAllowed."""
    if not may_arrange(by, department):
        raise NotAllowed(f"Only whoever manages {department} arranges its pages.")
    locked = Department.objects.select_for_update(no_key=True).order_by()
    locked.values_list("pk").filter(pk=department.pk).first()
