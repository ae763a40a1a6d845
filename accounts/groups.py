"""Who is in which group, and who says so.

Somebody is in a group as long as one source says so: an admin (“hand”), a directory (“scim”), a
provider's claims (“sso:<key>”). A source takes out only whom it put in. All of this is one line in
the audit log for each person whom it brings in or out.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from accounts import auditing
from accounts.models import Group, Membership, User

DIRECTORY = "scim"


def source_of_claims(provider_key: str) -> str:
    """The source of memberships that this provider's claims say at a sign-in."""
    return f"sso:{provider_key}"


@transaction.atomic
def put_in(group: Group, people: Iterable[User], source: str, by: User | None = None) -> set[int]:
    """This source says that these people are in the group. Returns the ids of those for whom it
    had not said so. A few statements, however many people; twice is once."""
    wanted = {person.pk: person for person in people}
    already = _said(group, source, wanted)
    news = wanted.keys() - set(already)
    in_it = set(_in_it(group, news))
    Membership.objects.bulk_create(
        (Membership(group=group, person_id=pk, source=source) for pk in sorted(news)),
        ignore_conflicts=True,
    )
    _log(group, [wanted[pk] for pk in sorted(news - in_it)], "in", source, by)
    return news


@transaction.atomic
def take_out(group: Group, people: Iterable[User], source: str, by: User | None = None) -> set[int]:
    """This source does not say so any more; another may. Returns the ids of those for whom it
    had said so."""
    named = {person.pk: person for person in people}
    gone = set(_said(group, source, named))
    Membership.objects.filter(group=group, source=source, person__in=gone).delete()
    still = set(_in_it(group, gone))
    _log(group, [named[pk] for pk in sorted(gone - still)], "out", source, by)
    return gone


@transaction.atomic
def set_of(group: Group, people: Iterable[User], source: str, by: User | None = None) -> set[int]:
    """Exactly these, as far as this source goes. Returns the ids of those who came or went."""
    wanted = {person.pk: person for person in people}
    said = User.objects.filter(memberships__group=group, memberships__source=source)
    gone = take_out(group, said.exclude(pk__in=wanted), source, by)
    return gone | put_in(group, wanted.values(), source, by)


@transaction.atomic
def delete(group: Group, by: User | None = None) -> None:
    """The group, who is in it, and what it was admitted to. The log keeps its name."""
    auditing.record("group_changed", by=by, what=group.name, change="deleted")
    group.delete()


def _said(group: Group, source: str, people: Iterable[int]) -> list[int]:
    rows = Membership.objects.filter(group=group, source=source, person__in=list(people))
    return list(rows.values_list("person_id", flat=True))


def _in_it(group: Group, people: Iterable[int]) -> list[int]:
    rows = Membership.objects.filter(group=group, person__in=list(people))
    return list(rows.values_list("person_id", flat=True))


def _log(group: Group, people: list[User], change: str, source: str, by: User | None) -> None:
    told = {"change": change, "source": source}
    auditing.record_each("group_changed", ((one, told) for one in people), by=by, what=group.name)
