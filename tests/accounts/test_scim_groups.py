"""Groups as a directory keeps them, and what people may do by them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from accounts import groups
from accounts.claims import read_person
from accounts.models import AuditEntry, Department, Group, Membership, User
from accounts.models.user import Role
from accounts.sign_in import recognise
from tests.accounts.conftest import ISSUER
from tests.accounts.scim_bodies import entra, okta, patch
from tests.accounts.scim_client import Directory
from tests.accounts.test_scim_people import person, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory() -> Directory:
    return Directory()


@pytest.fixture
def nneka(directory: Directory) -> str:
    return directory.made("Users", entra.PERSON)


@pytest.fixture
def test_user(directory: Directory) -> str:
    return directory.made("Users", okta.PERSON)


def members(group: str) -> set[str]:
    rows = Membership.objects.filter(group=int(group[2:]), source=groups.DIRECTORY)
    return {f"u-{pk}" for pk in rows.values_list("person", flat=True)}


def test_entras_groups(directory: Directory, nneka: str, test_user: str) -> None:
    wanted = {"excludedAttributes": "members", "filter": 'displayName eq "works COUNCIL"'}
    assert directory.get("Groups", **wanted).said["totalResults"] == 0
    key = directory.made("Groups", entra.TEAM)
    path = f"Groups/{key}"
    found = directory.get("Groups", **wanted).said["Resources"]
    assert [one["id"] for one in found] == [key]
    assert "members" not in found[0]
    for joining in (nneka, nneka, test_user):
        assert directory.patch(path, entra.joins(joining)).status_code == 204
    assert members(key) == {nneka, test_user}
    asked = f'id eq "{key}" and members eq "{nneka}"'
    assert directory.get("Groups", filter=asked).said["totalResults"] == 1
    directory.patch(path, entra.goes(nneka))
    assert members(key) == {test_user}
    assert directory.get("Groups", filter=asked).said["totalResults"] == 0
    directory.patch(path, entra.goes_by_the_standard(test_user))
    assert members(key) == set()
    assert directory.patch(path, entra.TEAM_RENAMED).status_code == 204
    assert directory.get(path).said["displayName"] == "Works councils"
    assert directory.delete(path).status_code == 204
    refused(directory.get(path), 404)
    changes = AuditEntry.objects.filter(kind="group_changed").order_by("pk")
    told = [entry.detail["change"] for entry in changes]
    assert told == ["added", "in", "in", "out", "out", "renamed", "deleted"]


def test_oktas_groups(directory: Directory, nneka: str, test_user: str) -> None:
    key = directory.made("Groups", okta.TEAM)
    path = f"Groups/{key}"
    assert directory.patch(path, okta.renamed(key, "Pushed")).status_code == 204
    assert directory.patch(path, okta.pushed(key, "Pushed", nneka)).status_code == 204
    assert (Group.objects.get().name, members(key)) == ("Pushed", {nneka})
    directory.patch(path, okta.moved(nneka, test_user))
    assert members(key) == {test_user}
    put = directory.put(path, okta.put(key, "Put", nneka, test_user))
    assert {one["value"] for one in put.said["members"]} == {nneka, test_user}
    directory.patch(path, okta.pushed(key, "Put"))
    assert members(key) == set()


def test_other_groups_are_not_there_and_keep_their_names(
    directory: Directory, nneka: str, alice: User
) -> None:
    by_hand = Group.objects.create(name="Works council")
    theirs = Group.objects.create(name="Partners", external_source="partners")
    assert directory.get("Groups").said["totalResults"] == 0
    for group in (by_hand, theirs):
        path = f"Groups/g-{group.pk}"
        refused(directory.get(path), 404)
        refused(directory.patch(path, entra.joins(nneka)), 404)
        refused(directory.delete(path), 404)
        refused(directory.post("Groups", {"displayName": group.name.upper()}), 409, "uniqueness")
    own = directory.made("Groups", {"displayName": "Own"})
    taken = patch({"op": "replace", "path": "displayName", "value": "partners"})
    refused(directory.patch(f"Groups/{own}", taken), 409, "uniqueness")
    refused(directory.post("Groups", {"displayName": "a\nb"}), 400, "invalidValue")
    assert not Membership.objects.exists()


def test_who_can_be_in_them(directory: Directory, nneka: str, alice: User) -> None:
    key = directory.made("Groups", entra.TEAM)
    path = f"Groups/{key}"
    User.objects.filter(pk=alice.pk).update(external_source="partners")
    for stranger in (f"u-{alice.pk}", "u-999", key, "", "x"):
        refused(directory.patch(path, entra.joins(nneka, stranger)), 400, "invalidValue")
        assert members(key) == set()
    # Who was let in by hand stays so, whatever the directory says.
    groups.put_in(Group.objects.get(), [alice], "hand")
    directory.patch(path, entra.joins(nneka))
    directory.patch(path, patch({"op": "remove", "path": "members"}))
    assert list(Group.objects.get().members.all()) == [alice]
    # Who left is still named when they are taken out.
    directory.patch(path, entra.joins(nneka))
    directory.delete(f"Users/{nneka}")
    assert directory.patch(path, entra.goes(nneka)).status_code == 204
    assert members(key) == set()


def test_what_people_may_do_follows_their_groups(
    directory: Directory, nneka: str, test_user: str, settings: Any
) -> None:
    mapping = {"admin_groups": ["Wiki admins"], "guest_groups": ["Contractors"]}
    settings.PROVIDERS = [replace(settings.PROVIDERS[0], mapping=mapping)]
    admins = directory.made("Groups", {"displayName": "Wiki admins"})
    contractors = directory.made("Groups", {"displayName": "Contractors"})
    directory.patch(f"Groups/{admins}", entra.joins(nneka, test_user))
    directory.patch(f"Groups/{contractors}", entra.joins(nneka))
    assert person(nneka).is_superuser
    assert person(nneka).role == Role.GUEST
    directory.patch(f"Groups/{contractors}", entra.goes(nneka))
    assert person(nneka).role == Role.AUTHOR
    directory.patch(f"Groups/{admins}", entra.goes(nneka))
    assert not person(nneka).is_superuser
    # The last one stays, whatever becomes of the group.
    directory.delete(f"Groups/{admins}")
    assert person(test_user).is_superuser


def test_a_sign_in_and_the_directory_do_not_undo_each_other(
    directory: Directory, nneka: str, admin: User, settings: Any
) -> None:
    mapping = {
        "admin_groups": ["Wiki admins", "admins-by-id"],
        "reader_groups": ["Apprentices"],
        "default_role": "guest",
        "department_manager_groups": {"Apprentices": "Sales"},
    }
    settings.PROVIDERS = [replace(settings.PROVIDERS[0], mapping=mapping)]
    Department.objects.create(name="Sales", slug="sales")
    group = {"displayName": "Directory's admins", "externalId": "Admins-by-id"}
    admins = directory.made("Groups", group)
    readers = directory.made("Groups", {"displayName": "Apprentices"})

    def signs_in(*groups: str) -> User:
        claims = {"sub": "n-1", "email": person(nneka).email, "email_verified": True}
        told = {**claims, "groups": list(groups)}
        return recognise(read_person(told, provider=settings.PROVIDERS[0], issuer=ISSUER))

    def now() -> tuple[bool, str, set[str]]:
        who = person(nneka)
        names = Group.objects.filter(members=who).values_list("name", flat=True)
        return who.is_superuser, who.role, set(names)

    for joining in (admins, readers):
        directory.patch(f"Groups/{joining}", entra.joins(nneka))
    given = (True, "reader", {"Directory's admins", "Apprentices"})
    assert now() == given
    assert person(nneka).managed_departments.get().name == "Sales"
    assert signs_in().pk == int(nneka[2:])
    assert now() == given
    signs_in("Wiki admins", "Apprentices")
    assert now() == (True, "reader", given[2] | {"Wiki admins"})
    for leaving in (admins, readers):
        directory.patch(f"Groups/{leaving}", entra.goes(nneka))
    assert now() == (True, "reader", {"Wiki admins", "Apprentices"})
    directory.patch(f"Groups/{admins}", entra.joins(nneka))
    signs_in()
    assert now() == (True, "guest", {"Directory's admins"})
    directory.delete(f"Groups/{admins}")
    assert now() == (False, "guest", set())


def test_the_administration_shows_and_fills_groups(
    directory: Directory, client: Client, admin: User, alice: User, nneka: str
) -> None:
    key = directory.made("Groups", entra.TEAM)
    directory.patch(f"Groups/{key}", entra.joins(nneka))
    client.force_login(admin)
    page = f"/admin/accounts/group/{key[2:]}/change/"
    assert "Nneka Okafor" in client.get(page).content.decode()
    told = {
        "name": "Works council",
        "external_source": "sso",
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-person": alice.pk,
        "admissions-TOTAL_FORMS": "0",
        "admissions-INITIAL_FORMS": "0",
    }
    assert client.post(page, told).status_code == 302
    rows = Membership.objects.order_by("source").values_list("person", "source")
    assert list(rows) == [(alice.pk, "hand"), (int(nneka[2:]), "scim")]
    line = AuditEntry.objects.filter(kind="group_changed").latest("pk")
    assert (line.by, line.about, line.detail["change"]) == (admin, alice, "in")
    listed = client.get("/admin/accounts/group/")
    assert listed.context["cl"].result_list[0].people_count == 2


def test_many_members_one_by_one(directory: Directory, nneka: str, test_user: str) -> None:
    """Each change by itself would look at all the members there are."""
    key = directory.made("Groups", {**entra.TEAM, "members": [{"value": nneka}]})
    path = f"Groups/{key}"
    gone = [{"op": "remove", "path": f'members[value eq "u-{pk}"]'} for pk in range(9_000, 9_300)]
    came = {"op": "Add", "path": "members", "value": [{"value": test_user}]}
    named = {"op": "replace", "path": "displayName", "value": "Council"}
    assert directory.patch(path, patch(came, *gone, named)).status_code == 204
    assert members(key) == {nneka, test_user}
    assert Group.objects.get().name == "Council"
    # In the order they come in: in and out again, out and in again.
    leaves = {"op": "Remove", "path": "members", "value": [{"value": test_user}]}
    comes = {"op": "add", "path": "members", "value": [{"value": nneka}]}
    goes = {"op": "remove", "path": f'members[value eq "{nneka}"]'}
    assert directory.patch(path, patch(came, leaves, goes, comes)).status_code == 204
    assert members(key) == {nneka}
    # All of them, then one: as the standard has it; and only so many of that kind.
    everybody = {"op": "remove", "path": "members"}
    assert directory.patch(path, patch(everybody, came)).status_code == 204
    assert members(key) == {test_user}
    refused(directory.patch(path, patch(*gone, everybody)), 400, "invalidSyntax")
    strangers = {"op": "add", "path": "members", "value": [{"value": "u-9000"}]}
    refused(directory.patch(path, patch(strangers)), 400, "invalidValue")
    assert members(key) == {test_user}
