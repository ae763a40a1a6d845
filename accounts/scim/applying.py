"""What a directory said is done to a person here, except where an administrator decided."""

from __future__ import annotations

from typing import Any

from scim2_models import UniquenessException

from accounts import auditing, by_hand
from accounts.models import Department, User
from accounts.scim import reading
from accounts.scim.door import Caller
from accounts.scim.filtering import number
from accounts.scim.seeing import visible


def apply(caller: Caller, person: User, told: Any) -> list[str]:
    """Writes what is said and differs, in the caller's transaction; returns the names of fields.

    What a directory leaves out stays as it was: an administrator may have filled it in. Raises
    UniquenessException for an address that somebody else has.
    """
    wanted: dict[str, Any] = {
        "email": _free(reading.address(told, caller.provider), person),
        "name": reading.name(told),
        "job_title": reading.line(told.title),
        "locale": reading.locale(told.locale),
        "department": _department(reading.department_path(told, caller.provider)),
        "line_manager": _manager(caller, person, reading.manager_key(told)),
        "external_source": caller.key,
    }
    if not person.external_id and told.external_id:
        wanted["external_id"] = _free_id(caller, told.external_id)
    changed = [
        field
        for field, value in wanted.items()
        if value and not by_hand.is_kept(person, field) and value != getattr(person, field)
    ]
    for field in changed:
        setattr(person, field, wanted[field])
    if changed:
        person.save(update_fields=changed)
        auditing.record(
            "person_changed", about=person, request=caller.request, fields=changed, by_way="SCIM"
        )
    return changed


def _free(email: str, person: User) -> str:
    if User.objects.with_email(email).exclude(pk=person.pk).exists():
        raise UniquenessException(
            detail=f"The address {email} belongs to another account here, perhaps of somebody who"
            " had it before. An administrator of the wiki can release it."
        )
    return email


def _free_id(caller: Caller, external_id: str) -> str | None:
    """By it the first sign-in finds them, where the directory and the tokens use the same ids."""
    same = User.objects.filter(external_source=caller.key, external_id=external_id)
    return None if same.exists() else external_id


def _department(path: list[str]) -> Department | None:
    """The department at the end of this path; a name alone may stand anywhere, if only once."""
    if not path:
        return None
    found = Department.objects.filter(name__iexact=path[-1])
    if len(path) == 1:
        return found.get() if found.count() == 1 else found.filter(parent=None).first()
    for depth, name in enumerate(reversed(path[:-1]), start=1):
        found = found.filter(**{f"{'parent__' * depth}name__iexact": name})
    return found.filter(**{f"{'parent__' * (len(path) - 1)}parent": None}).first()


def _manager(caller: Caller, person: User, key: str) -> User | None:
    pk = number(key)
    return visible(caller).filter(pk=pk).exclude(pk=person.pk).first() if pk else None
