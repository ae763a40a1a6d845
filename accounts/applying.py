"""What a provider says about a person, written to their row: by a sign-in or through a directory.

What it does not say stays as it was (an admin may have filled it in), and so does what an admin set
by hand. Whatever changes stands in the audit log, in the caller's transaction.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts import granting, portraits
from accounts.auditing import record
from accounts.by_hand import is_kept
from accounts.departments_by_path import find, find_or_make
from accounts.groups import DIRECTORY, source_of_claims
from accounts.models import Department, User

logger = logging.getLogger(__name__)

SIGN_IN = "sso"
IDENTITY = {"external_source", "external_id"}
WAYS = {SIGN_IN: "sign-in", DIRECTORY: "SCIM"}  # as the audit log calls them


class Unsaid:
    """What the provider does not speak of."""

    def __bool__(self) -> bool:
        return False


UNSAID: Final = Unsaid()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said about a person, each of it optional; empty texts say nothing, except that there
    is no picture.

    `department` is a path of names; `line_manager` an address, the provider's id of somebody, or
    the person; `groups` all those the provider has them in, as far as these are groups here;
    `is_admin` and `role` what their groups give them (`is_usual_role`: they give none, everybody
    has it); `manages` the paths of departments that they answer for where nobody does.
    """

    email: str | Unsaid = UNSAID
    name: str | Unsaid = UNSAID
    job_title: str | Unsaid = UNSAID
    locale: str | Unsaid = UNSAID
    department: tuple[str, ...] | Unsaid = UNSAID
    line_manager: str | User | Unsaid = UNSAID
    external_id: str | Unsaid = UNSAID
    picture: str | Unsaid = UNSAID
    groups: frozenset[str] | Unsaid = UNSAID
    is_admin: bool | Unsaid = UNSAID
    role: str | Unsaid = UNSAID
    is_usual_role: bool = False
    manages: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so: the provider's key, and the way by which it came (SIGN_IN or DIRECTORY)."""

    key: str
    way: str = SIGN_IN
    request: HttpRequest | None = None
    makes_departments: bool = False

    @property
    def name(self) -> str:
        """As in `Membership.source`."""
        return source_of_claims(self.key) if self.way == SIGN_IN else DIRECTORY


@transaction.atomic
def apply(user: User, facts: Facts, source: Source, *, is_new: bool = False) -> list[str]:
    """Writes what is said and differs; returns the names of the fields that changed.

    Notes also that the provider spoke of this person (`vouched_at`). To be called with the row
    locked, or new: whoever added somebody (`is_new`) says so, which is enough. An address that
    somebody else has, and an unknown department or line manager, change nothing.
    """
    wanted = {
        "name": facts.name,
        "job_title": facts.job_title,
        "locale": facts.locale,
        "email": _email(user, facts, source),
        "department": _department(user, facts, source),
        "line_manager": _line_manager(user, facts, source),
        **_identity(user, facts, source),
    }
    changed = _write(user, wanted)
    told = [field for field in changed if field not in IDENTITY]
    if told and not is_new:
        by = {"provider": source.key, "by_way": WAYS[source.way]}
        record("person_changed", about=user, request=source.request, **by, fields=told)
    if isinstance(facts.groups, frozenset):
        granting.follow_groups(user, facts.groups, source.name, source.key)
    changed += _rights(user, facts, source)
    granting.answer_for(user, facts.manages, provider=source.key)
    if isinstance(facts.picture, str):
        portraits.offer(user, facts.picture)
    return changed


def _write(user: User, wanted: dict[str, Any]) -> list[str]:
    changed = [
        field
        for field, value in wanted.items()
        if value and not is_kept(user, field) and value != _now(user, field)
    ]
    for field in changed:
        setattr(user, field, wanted[field])
    user.vouched_at = timezone.now()
    user.save(update_fields=[*changed, "vouched_at"])
    return changed


def _now(user: User, field: str) -> Any:
    """Without a query for who or what is referred to."""
    if field in {"department", "line_manager"}:
        pk = getattr(user, f"{field}_id")
        model = Department if field == "department" else User
        return model(pk=pk) if pk else None
    return getattr(user, field)


def _email(user: User, facts: Facts, source: Source) -> str:
    """The address, unless somebody else has it: then the old one stays, and admins can read why."""
    wanted = str(facts.email or "").lower()
    if not wanted or wanted == user.email:
        return ""
    holder = User.objects.with_email(wanted).exclude(pk=user.pk).first()
    if holder is None:
        return wanted
    logger.warning(
        "Person %s keeps %s: the new address %s belongs to person %s",
        user.pk,
        user.email,
        wanted,
        holder.pk,
    )
    granting.record_once("person_changed", user, "Address kept", source.key, holder=holder.pk)
    return ""


def _department(user: User, facts: Facts, source: Source) -> Department | None:
    path = facts.department
    if not isinstance(path, tuple) or not path or is_kept(user, "department"):
        return None
    if source.makes_departments:
        return find_or_make(path, provider=source.key)
    return find(path)


def _line_manager(user: User, facts: Facts, source: Source) -> User | None:
    said = facts.line_manager
    if not said or is_kept(user, "line_manager"):
        return None
    if isinstance(said, str):
        theirs = User.objects.filter(external_source=source.key, external_id=said).first()
        said = theirs or (User.objects.with_email(said).first() if "@" in said else None)
    return said if isinstance(said, User) and said.pk != user.pk else None


def _identity(user: User, facts: Facts, source: Source) -> dict[str, str]:
    """By whom somebody is spoken for, and under which id, unless that is somebody else's."""
    key_alone = {} if user.external_source else {"external_source": source.key}
    if not facts.external_id:
        return key_alone
    told = {"external_source": source.key, "external_id": str(facts.external_id)}
    if told.items() <= vars(user).items():
        return {}
    is_anothers = User.objects.filter(**told).exclude(pk=user.pk).exists()
    return key_alone if is_anothers else told


def _rights(user: User, facts: Facts, source: Source) -> list[str]:
    changed, request = [], source.request
    if isinstance(facts.is_admin, bool):
        changed += granting.set_admin(user, facts.is_admin, source.name, request=request)
    if isinstance(facts.role, str) and facts.role:
        usual = facts.is_usual_role
        changed += granting.set_role(user, facts.role, source.name, is_usual=usual, request=request)
    return changed
