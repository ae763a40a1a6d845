"""Departments get other addresses and places; what was written down before works for ever."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Department, DepartmentAddress
from accounts.signals import address_changed, readership_changed

# Every page draws the tree, and a few times deeper than this Python gives up. Companies have six.
MAX_DEPTH = 20


def check_address(slug: str, department_id: int | None = None) -> None:
    """Raises ValidationError where the address is one that still leads to another department."""
    others = DepartmentAddress.objects.exclude(department_id=department_id)
    taken = others.filter(slug=slug).select_related("department").first()
    if taken is not None:
        raise ValidationError(f"“{slug}” is an old address of {taken.department}, still in use.")


def check_place(department: Department, parent: Department | None) -> None:
    """Raises ValidationError where a department below this parent would lie below itself, or make
    the tree deeper than MAX_DEPTH."""
    parents = dict(Department.objects.values_list("pk", "parent"))
    pk = department.pk or 0
    parents[pk] = parent.pk if parent else None
    if parents[_line(pk, parents)[-1]] is not None:
        raise ValidationError(f"{parent} lies below {department}: a department cannot be its own.")
    for pk in parents:
        if len(_line(pk, parents)) > MAX_DEPTH:
            raise ValidationError(f"Departments lie at most {MAX_DEPTH} deep.")


def check_new_place(parent: Department | None) -> None:
    """The same of a department that is yet to be made: nothing lies below it. A query for each
    department above, however many there are beside."""
    depth = 1
    while parent is not None:
        depth += 1
        if depth > MAX_DEPTH:
            raise ValidationError(f"Departments lie at most {MAX_DEPTH} deep.")
        parent = parent.parent


@transaction.atomic
def rename_address(department: Department, old_slug: str) -> None:
    """Saves the department under its new address and keeps the old one leading to it.

    Taking back an old address of its own is allowed. Raises ValidationError, and changes nothing,
    where the new address leads to another department, or its new place is none (`check_place`).
    """
    # All are locked: two admins who each put one department below the other's make a circle.
    stored = {found.pk: found for found in Department.objects.select_for_update().order_by("pk")}
    before = stored.get(department.pk)
    check_address(department.slug, department.pk)
    check_place(department, department.parent)
    department.save()
    # What a merged department leaves says also which number meant it.
    department.old_addresses.filter(slug=department.slug, merged_id=None).delete()
    if old_slug and old_slug != department.slug:
        DepartmentAddress.objects.get_or_create(slug=old_slug, department=department)
    if before and _readers_of(before) != _readers_of(department):
        readership_changed.send(Department, department=department)
    elif before and _known_as(before) != _known_as(department):
        address_changed.send(Department, department=department)


def lock_tree() -> None:
    """Holds all departments until the transaction ends, so that two who rearrange them do it one
    after the other. Pages can still be written and filed meanwhile."""
    locked = Department.objects.select_for_update(no_key=True).order_by("pk")
    list(locked.values_list("pk", flat=True))


def became(numbers: Collection[int]) -> dict[int, int]:
    """Of departments that were merged, by their former numbers, which they are now (one query,
    none without numbers)."""
    if not numbers:
        return {}
    found = DepartmentAddress.objects.filter(merged_id__in=numbers)
    return dict(found.values_list("merged_id", "department_id"))


def _line(department_id: int, parents: dict[int, int | None]) -> list[int]:
    """A department and those above it; in a circle, until it comes round."""
    line: list[int] = [department_id]
    while (above := parents[line[-1]]) is not None and above not in line:
        line.append(above)
    return line


def _readers_of(department: Department) -> tuple[int | None, str]:
    return department.parent_id, department.visibility


def _known_as(department: Department) -> tuple[str, str]:
    return department.slug, department.name
