"""What lets a program read somebody's feeds without signing in: the last part of an address.

The database holds a number; the address holds that number under our signature. So nobody who
reads the database, or a copy of it, can open a feed; and a new number ends the old address.
"""

from __future__ import annotations

import uuid

from django.core import signing
from django.db import transaction
from django.utils import timezone

from accounts.models import FeedKey, User

SALT = "accounts.feed_keys"


@transaction.atomic
def make(person: User) -> FeedKey:
    """The key of this person, made now where they have none. Twice is once."""
    key, _ = FeedKey.objects.get_or_create(person=person)
    return key


@transaction.atomic
def renew(person: User) -> FeedKey:
    """Another key: every address given before is dead from this moment on."""
    fresh = {"number": uuid.uuid4(), "made_at": timezone.now(), "used_on": None}
    key, _ = FeedKey.objects.update_or_create(person=person, defaults=fresh)
    return key


@transaction.atomic
def remove(person: User) -> None:
    """No address opens their feeds any more. Nothing to remove is fine."""
    FeedKey.objects.filter(person=person).delete()


def token(key: FeedKey) -> str:
    """The key as it stands in addresses."""
    return _signer().sign(key.number.hex)


def number_in(given: str) -> uuid.UUID | None:
    """The number of a token, whether or not it still opens anything; None where we did not sign
    it (no query)."""
    try:
        return uuid.UUID(_signer().unsign(given))
    except (signing.BadSignature, ValueError):
        return None


def person_of(number: uuid.UUID) -> User | None:
    """Whose key it is; None where it was replaced or removed, or they are not active any more.

    Notes the day of use: one query, and a second one once a day.
    """
    found = FeedKey.objects.filter(number=number, person__is_active=True)
    key = found.select_related("person").first()
    if key is None:
        return None
    today = timezone.localdate()
    if key.used_on != today:
        FeedKey.objects.filter(number=number).update(used_on=today)
    return key.person


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT, sep=".")
