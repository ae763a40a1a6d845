"""What an admin is told who would leave the wiki without one."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from accounts.last_admin import leaves_nobody
from accounts.models import User


def keep_one(*leaving: User) -> None:
    """Raises ValidationError where nobody would be an active admin without these people.

    To be called within the transaction that takes it from them.
    """
    if leaves_nobody(*leaving):
        raise ValidationError("Nobody would be an administrator any more: name somebody first.")
