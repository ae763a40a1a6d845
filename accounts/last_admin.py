"""Somebody has to be there who can let others in: the last active admin stays one."""

from __future__ import annotations

from accounts.models import User


def leaves_nobody(*leaving: User) -> bool:
    """Whether nobody would be an active admin without these people (one statement).

    To be asked within the transaction that takes it from them: two admins who each take it from
    the other at the same moment wait here for one another.
    """
    admins = User.objects.select_for_update(no_key=True).filter(is_active=True, is_superuser=True)
    left = set(admins.order_by("pk").values_list("pk", flat=True))
    return bool(left) and not left - {person.pk for person in leaving}
