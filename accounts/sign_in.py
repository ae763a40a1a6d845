"""Whom a person who signs in is to us: found, linked once, or created; their claims applied.

Identity is (issuer, subject), kept in allauth's SocialAccount. An address alone never is: companies
give a leaver's address to the next person, and two providers may both know the same address.
"""

from __future__ import annotations

import logging

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts.applying import SIGN_IN, UNSAID, WAYS, Facts, Source, apply
from accounts.auditing import record
from accounts.claims import TEXT_LENGTH, EntryRefused, Person
from accounts.models import DirectoryRecord, User

logger = logging.getLogger(__name__)


class PersonRefused(EntryRefused):
    """We know who this is, and they may not come in."""


def recognise(person: Person, request: HttpRequest | None = None) -> User:
    """The user this person is, created or linked at the first sign-in, with the claims applied.

    Raises PersonRefused for somebody inactive, and for an address that belongs to somebody else.
    """
    try:
        return _recognise(person, request)
    except IntegrityError:
        # Two first sign-ins at once (two tabs): the other one has made the row we now find.
        return _recognise(person, request)


def facts_of(person: Person) -> Facts:
    """What a sign-in says, as it is applied."""
    return Facts(
        email=person.email,
        name=person.name,
        job_title=person.job_title,
        locale=person.locale,
        department=person.department or UNSAID,
        line_manager=person.line_manager,
        external_id=person.subject,
        picture=UNSAID if person.picture is None else person.picture,
        groups=UNSAID if person.groups is None else person.groups,
        is_admin=UNSAID if person.is_admin is None else person.is_admin,
        role=person.role or UNSAID,
        is_usual_role=person.is_usual_role,
        manages=person.manages,
    )


@transaction.atomic
def _recognise(person: Person, request: HttpRequest | None) -> User:
    known = _by_identity(person)
    user = known or _by_external_id(person) or _by_email(person)
    is_new = user is None
    if user is None:
        name = person.name or person.email.split("@")[0][:TEXT_LENGTH]
        user = User.objects.create_user(person.email, name)
        logger.info("Person %s created at first sign-in: %s", user.pk, user.email)
        _record("person_added", user, person, request)
    if not user.is_active:
        logger.warning("Refused: person %s is not active", user.pk)
        raise PersonRefused("Your account here is not active any more.")
    if not is_new and known is None:
        _link(person, user, request)
    source = Source(
        person.provider_key,
        SIGN_IN,
        request=request,
        makes_departments=person.makes_departments,
    )
    apply(user, facts_of(person), source, is_new=is_new)
    if known is None:
        SocialAccount.objects.get_or_create(
            provider=person.issuer, uid=person.uid, defaults={"user": user}
        )
    return user


def _by_identity(person: Person) -> User | None:
    return (
        User.objects.select_for_update(of=("self",))
        .filter(socialaccount__provider=person.issuer, socialaccount__uid=person.uid)
        .first()
    )


def _by_external_id(person: Person) -> User | None:
    """Somebody created beforehand with this provider's own id, who has not signed in yet. The same
    id in another provider's words is somebody else."""
    user = (
        User.objects.select_for_update()
        .filter(external_source=person.provider_key, external_id=person.subject)
        .first()
    )
    return None if user is None or _has_signed_in(user) else user


def _by_email(person: Person) -> User | None:
    """Somebody created beforehand with this address only: linked once, then known by subject."""
    # The row is locked, so that of two subjects with one address only the first is linked.
    user = User.objects.select_for_update().with_email(person.email).first()
    if user is None or _may_be_linked(user, person):
        return user
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


def _may_be_linked(user: User, person: Person) -> bool:
    """Whether nobody spoke for them yet; or only this provider did, through its directory, which
    may know them by another id than its sign-in does."""
    if _has_signed_in(user):
        return False
    if user.external_source not in {"", person.provider_key}:
        return False
    if not user.external_id:
        return True
    kept = DirectoryRecord.objects.filter(person=user, deleted_at=None)
    return kept.filter(provider_key=person.provider_key).exists()


def _has_signed_in(user: User) -> bool:
    return SocialAccount.objects.filter(user=user).exists()


def _link(person: Person, user: User, request: HttpRequest | None) -> None:
    if user.external_id == person.subject:
        logger.info("Person %s linked by the provider's id", user.pk)
    else:
        logger.info("Person %s linked by the verified address %s", user.pk, person.email)
    _record("person_linked", user, person, request)


def _record(kind: str, user: User, person: Person, request: HttpRequest | None) -> None:
    told = {"provider": person.provider_key, "by_way": WAYS[SIGN_IN]}
    record(kind, about=user, request=request, **told)
