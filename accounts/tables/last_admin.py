"""Somebody has to be there who can let others in."""

from __future__ import annotations

from collections.abc import Collection

from accounts.models import User
from accounts.tables.planning import Row


def keep_an_admin(rows: list[Row], people: Collection[User]) -> None:
    """Refuses the lines by which the last active admins would leave; `people` are as they would
    be after all lines."""
    if any(person.is_superuser and person.is_active for person in people):
        return
    for row in rows:
        if "is_active" in row.fields and not row.entry.is_active and row.entry.is_superuser:
            row.entry.is_active = True
            row.refuse("Nobody would be an administrator any more: name somebody first.")
