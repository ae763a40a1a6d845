"""Several first sign-ins at once: one person comes of it, and one subject wins an address."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import connection

from accounts.claims import Person
from accounts.models import Department, Group, User
from accounts.sign_in import PersonRefused, recognise

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 6
ALICE = Person("https://idp.example", "a-1", "alice@example.com", "Alice Martin")


def at_once(people: list[Person]) -> list[User | None]:
    """What comes of each, None for the refused; other failures are raised."""
    start = Barrier(len(people))

    def enter(person: Person) -> User | None:
        start.wait()
        try:
            return recognise(person)
        except PersonRefused:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(enter, people))


def test_one_person_in_many_tabs() -> None:
    users = at_once([ALICE] * AT_ONCE)
    assert {user.pk for user in users if user} == {User.objects.get().pk}
    assert None not in users
    assert SocialAccount.objects.count() == 1


@pytest.mark.parametrize("tree", [[], ["Sales"]], ids=["no departments", "one"])
def test_many_people_of_one_new_department(tree: list[str]) -> None:
    for name in tree:
        Department.objects.create(name=name, slug=name.lower())
    same = replace(
        ALICE, department=("Operations", "IT"), makes_departments=True, groups=frozenset({"wiki"})
    )
    team = [
        replace(same, subject=f"t-{number}", email=f"t{number}@example.com")
        for number in range(AT_ONCE)
    ]
    users = at_once(team)
    assert {user.department for user in users if user} == {Department.objects.get(name="IT")}
    assert Department.objects.count() == len(tree) + 2
    assert Group.objects.get().members.count() == AT_ONCE


@pytest.mark.parametrize(
    "prepare",
    [lambda: None, lambda: User.objects.create_user("alice@example.com", "Alice")],
    ids=["unknown address", "made beforehand"],
)
def test_many_subjects_with_one_address(prepare: Callable[[], object]) -> None:
    prepare()
    users = at_once([replace(ALICE, subject=f"a-{number}") for number in range(AT_ONCE)])
    assert len([user for user in users if user]) == 1
    assert User.objects.get().external_id == SocialAccount.objects.get().uid
