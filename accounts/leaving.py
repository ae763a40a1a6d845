"""Somebody leaves, or signs in from now on as somebody else at the identity provider."""

import logging

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from accounts.models import User

logger = logging.getLogger(__name__)


def end_sessions(user: User) -> None:
    """Signs a person out everywhere, for good: a return to work does not revive old sessions.

    Sessions carry a hash of the password field, and an unusable password is a new one each time.
    A break-glass password goes with it.
    """
    user.set_unusable_password()
    user.save(update_fields=["password"])
    logger.info("Person %s signed out everywhere", user.pk)


@transaction.atomic
def release(user: User) -> None:
    """Forgets which account of the identity provider this is.

    The next verified sign-in with the same address takes the person over: for a company that
    changes its identity provider, or for a person who got a new account there.
    """
    SocialAccount.objects.filter(user=user).delete()
    user.external_id = None
    user.save(update_fields=["external_id"])
    end_sessions(user)
    logger.warning("Person %s released from the identity provider's account", user.pk)
