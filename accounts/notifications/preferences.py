"""How a person wants to be told, beside their inbox."""

from __future__ import annotations

from django.core import signing
from django.db import transaction

from accounts.models import Delivery, Notification, User

SALT = "accounts.notifications.unsubscribe"


@transaction.atomic
def choose_delivery(user: User, delivery: Delivery) -> None:
    """From now on they are told so; without e-mail, what was still to be sent is not."""
    User.objects.filter(pk=user.pk).update(delivery=delivery)
    user.delivery = delivery
    if delivery == Delivery.IN_APP:
        Notification.objects.of(user).lock().drop_mail()


def unsubscribe_token(user: User) -> str:
    """Says, over our signature, that its bearer got an e-mail of this person. It does not expire:
    e-mails are kept for years, and their links should work."""
    return signing.dumps(user.pk, salt=SALT)


def whose_token(token: str) -> User | None:
    """The person of an unsubscribe token, or None where we did not make it."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk).first()
