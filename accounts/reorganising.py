"""A department's address changes; what was written down with the old one still works, for ever."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Department, DepartmentAddress
from accounts.signals import readership_changed


def check_address(slug: str, department_id: int | None = None) -> None:
    """Raises ValidationError where the address is one that still leads to another department."""
    others = DepartmentAddress.objects.exclude(department_id=department_id)
    taken = others.filter(slug=slug).select_related("department").first()
    if taken is not None:
        raise ValidationError(f"“{slug}” is an old address of {taken.department}, still in use.")


@transaction.atomic
def rename_address(department: Department, old_slug: str) -> None:
    """Saves the department under its new address and keeps the old one leading to it.

    Taking back an old address of its own is allowed. Raises ValidationError, and changes nothing,
    where the new address leads to another department.
    """
    check_address(department.slug, department.pk)
    before = Department.objects.select_for_update().filter(pk=department.pk).first()
    department.save()
    department.old_addresses.filter(slug=department.slug).delete()
    if old_slug and old_slug != department.slug:
        DepartmentAddress.objects.get_or_create(slug=old_slug, department=department)
    if before and _readers_of(before) != _readers_of(department):
        readership_changed.send(Department, department=department)


def _readers_of(department: Department) -> tuple[int | None, str]:
    return department.parent_id, department.visibility
