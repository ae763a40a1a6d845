"""Whom a person who signs in is to us: found, linked once, or created; their claims applied.

Identity is (issuer, subject), kept in allauth's SocialAccount. An address alone never is: companies
give a leaver's address to the next person.
"""

import hashlib
import logging

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction

from accounts.claims import TEXT_LENGTH, EntryRefused, Person
from accounts.models import User

logger = logging.getLogger(__name__)


class PersonRefused(EntryRefused):
    """We know who this is, and they may not come in."""


def recognise(person: Person) -> User:
    """The user this person is, created or linked at the first sign-in, with the claims applied.

    Raises PersonRefused for somebody inactive, and for an address that belongs to somebody else.
    """
    try:
        return _recognise(person)
    except IntegrityError:
        # Two first sign-ins at once (two tabs): the other one has made the row we now find.
        return _recognise(person)


@transaction.atomic
def _recognise(person: Person) -> User:
    user = _by_identity(person) or _by_external_id(person) or _by_email(person)
    if user is None:
        name = person.name or person.email.split("@")[0][:TEXT_LENGTH]
        user = User.objects.create_user(person.email, name)
        logger.info("Person %s created at first sign-in: %s", user.pk, user.email)
    if not user.is_active:
        logger.warning("Refused: person %s is not active", user.pk)
        raise PersonRefused("Your account here is not active any more.")
    _apply(person, user)
    SocialAccount.objects.get_or_create(
        provider=person.issuer, uid=person.subject, defaults={"user": user}
    )
    return user


def _by_identity(person: Person) -> User | None:
    return (
        User.objects.select_for_update(of=("self",))
        .filter(socialaccount__provider=person.issuer, socialaccount__uid=person.subject)
        .first()
    )


def _by_external_id(person: Person) -> User | None:
    """Somebody created beforehand with the provider's own id, who has not signed in yet."""
    user = User.objects.select_for_update().filter(external_id=person.subject).first()
    if user is None or _has_signed_in(user):
        return None
    logger.info("Person %s linked by the provider's id", user.pk)
    return user


def _by_email(person: Person) -> User | None:
    """Somebody created beforehand with this address only: linked once, then known by subject."""
    # The row is locked, so that of two subjects with one address only the first is linked.
    user = User.objects.select_for_update().with_email(person.email).first()
    if user is None:
        return None
    if user.external_id or _has_signed_in(user):
        # Perhaps by this very person a moment ago, in another tab: asked again under the lock.
        if known := _by_identity(person):
            return known
        logger.warning(
            "Refused: %s now belongs to another subject than person %s", person.email, user.pk
        )
        raise PersonRefused(
            f"The address {person.email} belongs to another account here, perhaps of somebody who"
            " had it before you, or from before the company changed its sign-in. An administrator"
            " can release it."
        )
    logger.info("Person %s linked by the verified address %s", user.pk, person.email)
    return user


def _has_signed_in(user: User) -> bool:
    return SocialAccount.objects.filter(user=user).exists()


def _apply(person: Person, user: User) -> None:
    """What the provider does not say stays as it was: an admin may have filled it in."""
    wanted = {
        "name": person.name,
        "email": _email_to_keep(person, user),
        "locale": person.locale,
        "job_title": person.job_title,
        "external_id": _external_id(person, user),
    }
    changed = [field for field, value in wanted.items() if value and value != getattr(user, field)]
    for field in changed:
        setattr(user, field, wanted[field])
    if changed:
        user.save(update_fields=changed)


def _email_to_keep(person: Person, user: User) -> str:
    holder = User.objects.with_email(person.email).exclude(pk=user.pk).first()
    if holder is None:
        return person.email
    logger.warning(
        "Person %s keeps %s: the new address %s belongs to person %s",
        user.pk,
        user.email,
        person.email,
        holder.pk,
    )
    return user.email


def _external_id(person: Person, user: User) -> str:
    """The subject; told apart by its issuer where another issuer's person has the same one."""
    if not User.objects.filter(external_id=person.subject).exclude(pk=user.pk).exists():
        return person.subject
    issuer = hashlib.sha256(person.issuer.encode()).hexdigest()[:12]
    return f"{issuer}:{person.subject}"
