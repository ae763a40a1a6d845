"""Somebody leaves, or signs in from now on as somebody else at the identity provider."""

import logging

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from accounts import sessions
from accounts.auditing import record
from accounts.deputising import deputy_left
from accounts.models import User
from accounts.signals import person_left, person_returned

logger = logging.getLogger(__name__)


@transaction.atomic
def end_sessions(user: User, by: User | None = None) -> None:
    """Signs a person out everywhere, for good: a return to work does not revive old sessions.

    Sessions carry a hash of the password field, and an unusable password is a new one each time:
    so a session whose row is just being written ends as well. A break-glass password goes with it.
    """
    user.set_unusable_password()
    user.save(update_fields=["password"])
    sessions.end(user, by=by)
    logger.info("Person %s signed out everywhere", user.pk)


@transaction.atomic
def deactivate(user: User, by: User | None = None) -> bool:
    """Somebody leaves: they are signed out everywhere and cannot come in any more, and what they
    answered for is handed over. Returns whether they were active until now."""
    if not _switch(user, active=False):
        return False
    end_sessions(user, by)
    deputy_left(user, by)
    person_left.send(User, person=user, by=by)
    record("person_deactivated", by=by, about=user)
    logger.info("Person %s deactivated", user.pk)
    return True


@transaction.atomic
def reactivate(user: User, by: User | None = None) -> bool:
    """Somebody comes back. Returns whether they were away until now."""
    if not _switch(user, active=True):
        return False
    person_returned.send(User, person=user, by=by)
    record("person_reactivated", by=by, about=user)
    logger.info("Person %s active again", user.pk)
    return True


@transaction.atomic
def release(user: User) -> None:
    """Forgets which account of the identity provider this is.

    The next verified sign-in with the same address takes the person over: for a company that
    changes its identity provider, or for a person who got a new account there.
    """
    SocialAccount.objects.filter(user=user).delete()
    user.external_source, user.external_id = "", None
    user.save(update_fields=["external_source", "external_id"])
    end_sessions(user)
    logger.warning("Person %s released from the identity provider's account", user.pk)


def _switch(user: User, *, active: bool) -> bool:
    """Under the lock of the row: of two who do it at once, one did it."""
    rows = User.objects.select_for_update(no_key=True).filter(pk=user.pk)
    was_active = rows.values_list("is_active", flat=True).get()
    user.is_active = active
    if was_active == active:
        return False
    user.save(update_fields=["is_active"])
    return True
