"""What a directory said about a person, as it is applied here."""

from __future__ import annotations

from typing import Any

from scim2_models import UniquenessException

from accounts import claims
from accounts.applying import UNSAID, Facts
from accounts.models import User
from accounts.scim import reading
from accounts.scim.door import Caller
from accounts.scim.filtering import number
from accounts.scim.resources import EnterpriseUser
from accounts.scim.seeing import visible


def facts_of(caller: Caller, person: User, told: Any) -> Facts:
    """Raises InvalidValueException for an address or id that we do not take, and
    UniquenessException for an address that somebody else has.

    Its own id counts until there is another: by it the first sign-in finds them, where the
    directory and the tokens use the same ids.
    """
    works = told[EnterpriseUser]
    manager = works.manager.value if works and works.manager else ""
    external_id = reading.short(told.external_id, "externalId")
    table = claims.table_of(caller.provider)
    return Facts(
        email=_free(reading.address(told, caller.provider), person),
        name=reading.name(told),
        job_title=claims.plain(told.title),
        locale=claims.locale(told.locale),
        department=claims.department_path(works and works.department, table) or UNSAID,
        line_manager=_person(caller, manager or "") or UNSAID,
        external_id=UNSAID if person.external_id else external_id,
    )


def _free(email: str, person: User) -> str:
    if User.objects.with_email(email).exclude(pk=person.pk).exists():
        raise UniquenessException(
            detail=f"The address {email} belongs to another account here, perhaps of somebody who"
            " had it before. An administrator of the wiki can release it."
        )
    return email


def _person(caller: Caller, key: str) -> User | None:
    pk = number(key)
    return visible(caller).filter(pk=pk).first() if pk else None
