"""People, as the directory of one provider sees, adds and changes them.

A directory sees whom it keeps, and those with an address of its provider whom nobody keeps yet: it
may take these over. Others are not there for it. It never deletes anybody: whom it deletes leaves.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from scim2_models import Context, NotFoundException, PatchOp

from accounts.applying import Source, apply
from accounts.claims import table_of
from accounts.groups import DIRECTORY
from accounts.leaving import deactivate, reactivate
from accounts.models import DirectoryRecord, User
from accounts.scim import reading
from accounts.scim.admins import check_stays_another, refuse_last_admin
from accounts.scim.door import Caller
from accounts.scim.facts import facts_of
from accounts.scim.filtering import Column, number
from accounts.scim.matching import taken, whom_to_create
from accounts.scim.resources import ENTERPRISE, USER, Person
from accounts.scim.seeing import visible

COLUMNS = {
    "id": Column("pk", "id"),
    "username": Column("scim_name"),
    "externalid": Column("directory_record__external_id", "exact"),
    "displayname": Column("name"),
    "name.formatted": Column("name"),
    "title": Column("job_title"),
    "active": Column("is_active", "flag"),
    "emails.value": Column("email"),
    "emails.type": Column("email", "given"),
    "emails.primary": Column("email", "given"),
    "meta.created": Column("date_joined", "time"),
    "meta.lastmodified": Column("directory_record__changed_at", "time"),
}
# Which of what a directory says is kept in its own words.
NOT_TOLD = {"id", "schemas", "meta"}


def get(caller: Caller, key: str) -> User:
    """Raises NotFoundException for whom the directory does not see."""
    person = visible(caller).filter(pk=number(key) or 0).first() if key[:2] == "u-" else None
    if person is None:
        raise NotFoundException(detail="There is no such person.")
    return person


def create(caller: Caller, told: Any) -> User:
    """A new person; or one whom the directory deleted before, or whom nobody kept until now.

    Raises UniquenessException for somebody it has already, or whose address is somebody else's.
    """
    try:
        with transaction.atomic():
            person, is_new = whom_to_create(caller, told)
            _write(caller, person, told, is_created=True, is_new=is_new)
    except IntegrityError as error:
        raise taken() from error  # of two at once, the other was first
    return get(caller, f"u-{person.pk}")


def replace(caller: Caller, key: str, told: Any) -> User:
    """All that the directory says of somebody. Raises SCIM's refusals."""
    return _changed(caller, key, lambda _: told)


def change(caller: Caller, key: str, changes: PatchOp[Any] | None) -> User:
    """Some of it: all of these changes, or none. Raises SCIM's refusals."""

    def patched(person: User) -> Any:
        resource = as_resource(person, caller)
        if changes is not None:
            changes.patch(resource)
        return resource

    return _changed(caller, key, patched)


def delete(caller: Caller, key: str) -> None:
    """They leave, and the directory does not see them any more. Raises SCIM's refusals."""
    with refuse_last_admin(caller), transaction.atomic():
        person = _locked(caller, get(caller, key))
        resource = as_resource(person, caller)
        resource.active = False
        _write(caller, person, resource)
        DirectoryRecord.objects.filter(person=person).update(deleted_at=timezone.now())


def as_resource(person: User, caller: Caller) -> Any:
    """Somebody in SCIM's words: the directory's own ones where it said some (no query)."""
    record = getattr(person, "directory_record", None)
    content = dict(record.told) if record else _from_our_words(person)
    content |= {
        "schemas": [USER, *([ENTERPRISE] if ENTERPRISE in content else [])],
        "id": f"u-{person.pk}",
        "active": person.is_active,
        "meta": {
            "resourceType": "User",
            "created": person.date_joined,
            "lastModified": record.changed_at if record else person.date_joined,
            "location": caller.address(f"Users/u-{person.pk}"),
        },
    }
    return Person.model_validate(content)


def _from_our_words(person: User) -> dict[str, Any]:
    said = {
        "userName": person.email,
        "name": {"formatted": person.name},
        "displayName": person.name,
        "title": person.job_title or None,
        "locale": person.locale or None,
        "emails": [{"value": person.email, "type": "work", "primary": True}],
    }
    return {key: value for key, value in said.items() if value}


def _changed(caller: Caller, key: str, becomes: Any) -> User:
    try:
        with refuse_last_admin(caller), transaction.atomic():
            person = _locked(caller, get(caller, key))
            _write(caller, person, becomes(person))
    except IntegrityError as error:
        raise taken() from error
    return get(caller, f"u-{person.pk}")


def _locked(caller: Caller, person: User) -> User:
    """The same, and nobody else changes them meanwhile."""
    User.objects.select_for_update(no_key=True).filter(pk=person.pk).values_list("pk").get()
    return get(caller, f"u-{person.pk}")


def _write(
    caller: Caller, person: User, told: Any, *, is_created: bool = False, is_new: bool = False
) -> None:
    """What the directory says, kept in its words and applied in ours; and whether they are in."""
    was_said = getattr(person, "directory_record", None)
    was_active = person.is_active if was_said is None else was_said.told.get("active", True)
    makes = table_of(caller.provider).create_departments
    source = Source(caller.key, DIRECTORY, request=caller.request, makes_departments=makes)
    apply(person, facts_of(caller, person, told), source, is_new=is_new)
    _keep(caller, person, told)
    # Who leaves is believed each time. Who comes back is so only where that is news: an
    # administrator who let somebody go is not overruled by the next round of the directory.
    if told.active is False:
        check_stays_another(person)
        deactivate(person)
    elif is_created or not was_active:
        reactivate(person)


def _keep(caller: Caller, person: User, told: Any) -> None:
    said = told.model_dump(scim_ctx=Context.DEFAULT)
    DirectoryRecord.objects.update_or_create(
        person=person,
        defaults={
            "provider_key": caller.key,
            "user_name": reading.short(told.user_name, "userName"),
            "external_id": reading.short(told.external_id, "externalId") or None,
            "told": reading.kept({key: said[key] for key in said.keys() - NOT_TOLD}),
            "changed_at": timezone.now(),
            "deleted_at": None,
        },
    )
