"""Whom a directory means by somebody it adds: a new person, or one who is here already."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from scim2_models import UniquenessException

from accounts import auditing
from accounts.claims import TEXT_LENGTH
from accounts.models import DirectoryRecord, User
from accounts.scim import reading
from accounts.scim.door import Caller
from accounts.scim.seeing import visible


def whom_to_create(caller: Caller, told: Any) -> tuple[User, bool]:
    """The person to write to, made now where there is none: one whom the directory deleted before
    (known by its own id or name), one of this address whom nobody kept until now, or a new one;
    and whether it is new.

    Raises UniquenessException for whom it has already, and for addresses of others.
    """
    address = reading.address(told, caller.provider)
    if known := _known(caller, told):
        return known, False
    person = User.objects.select_for_update().with_email(address).first()
    if person is None:
        name = reading.name(told) or address.split("@")[0][:TEXT_LENGTH]
        person = User.objects.create_user(address, name)
        auditing.record(
            "person_added", about=person, request=caller.request, provider=caller.key, by_way="SCIM"
        )
        return person, True
    if not visible(caller).filter(pk=person.pk, directory_record=None).exists():
        raise taken(address)
    auditing.record(
        "person_linked", about=person, request=caller.request, provider=caller.key, by_way="SCIM"
    )
    return person, False


def _known(caller: Caller, told: Any) -> User | None:
    """Whom the directory deleted and brings back. Raises UniquenessException for whom it has."""
    same = Q(user_name__iexact=told.user_name)
    if told.external_id:
        same |= Q(external_id=told.external_id)
    records = DirectoryRecord.objects.filter(same, provider_key=caller.key)
    found = list(records.select_for_update().select_related("person"))
    if not found:
        return None
    record = found[0]
    is_other = told.external_id and record.external_id not in {None, told.external_id}
    if len(found) > 1 or record.deleted_at is None or is_other:
        raise taken(told.user_name)
    return record.person


def taken(name: str = "") -> UniquenessException:
    """The refusal for a name, id or address that somebody has."""
    who = f"“{name}”" if name else "This name or id"
    return UniquenessException(
        detail=f"{who} belongs to an account here already, perhaps of somebody who left or had it"
        " before. An administrator of the wiki can release it."
    )
