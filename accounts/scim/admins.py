"""The wiki is never left without an administrator, whatever a directory says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from scim2_models import ForbiddenException

from accounts import auditing
from accounts.last_admin import leaves_nobody
from accounts.models import User
from accounts.scim.door import Caller


class LastAdmin(ForbiddenException):
    _default_detail = "This is the last administrator of the wiki: somebody else must become one."


@contextmanager
def refuse_last_admin(caller: Caller) -> Iterator[None]:
    """Around a transaction. Raises LastAdmin where it would leave nobody, and says so in the log,
    from which the transaction took it back."""
    try:
        yield
    except LastAdmin:
        auditing.record(
            "directory_refused", what="Last administrator", request=caller.request, key=caller.key
        )
        raise


def check_stays_another(person: User) -> None:
    """Before somebody leaves, within the transaction: of two at once, the second is refused."""
    if leaves_nobody(person):
        raise LastAdmin
