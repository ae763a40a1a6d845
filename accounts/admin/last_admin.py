"""Somebody has to be there who can let others in: the last active admin stays one."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from accounts.models import User


def keep_one(*leaving: User) -> None:
    """Raises ValidationError where nobody would be an active admin without these people.

    To be called within the transaction that takes it from them: two admins who each take it from
    the other at the same moment wait here for one another.
    """
    admins = User.objects.select_for_update().filter(is_active=True, is_superuser=True)
    left = set(admins.order_by("pk").values_list("pk", flat=True))
    if left and not left - {person.pk for person in leaving}:
        raise ValidationError("Nobody would be an administrator any more: name somebody first.")
