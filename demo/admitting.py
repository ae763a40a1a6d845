"""Groups of the demo company, and who is let into a department they are no members of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import Admission, Department, Group, Membership, User


def admit(told: dict[str, Any], person: Callable[[str], User]) -> None:
    """As company.toml tells it; `person` finds somebody by their id there."""
    for row in told["group"]:
        group = Group.objects.create(name=row["name"])
        Membership.objects.bulk_create(
            [Membership(group=group, person=person(name)) for name in row["members"]]
        )
    for row in told["admission"]:
        Admission.objects.create(
            department=Department.objects.get(slug=row["department"]),
            person=person(row["person"]) if "person" in row else None,
            group=Group.objects.get(name=row["group"]) if "group" in row else None,
            made_by=person(row["by"]),
        )
