"""People as a directory keeps them: what Entra and Okta are documented to send, what follows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from accounts.leaving import deactivate, reactivate
from accounts.models import AuditEntry, Department, DirectoryRecord, User
from accounts.scim.filtering import MOST_TERMS
from tests.accounts.conftest import ISSUER
from tests.accounts.scim_bodies import CORE, WORK, entra, okta, patch
from tests.accounts.scim_client import Directory

SEARCH = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory() -> Directory:
    return Directory()


def person(key: str) -> User:
    return User.objects.select_related("directory_record").get(pk=int(key[2:]))


def refused(response: Any, status: int, scim_type: str = "") -> str:
    assert response.status_code == status, response.content
    assert response.said["status"] == str(status)
    assert response.said.get("scimType", "") == scim_type
    return response.said["detail"]


def test_entra_tests_the_connection(directory: Directory) -> None:
    found = directory.get("Users", filter='userName eq "e7b5b2c0-6f1a-4d0e-9df1-6c4a4d3a0000"')
    assert found.status_code == 200
    assert (found.said["totalResults"], found.said["Resources"]) == (0, [])


def test_entra_adds_somebody(directory: Directory) -> None:
    made = directory.post("Users", entra.PERSON)
    assert made.status_code == 201
    assert made["Content-Type"] == "application/scim+json"
    assert made["Location"] == made.said["meta"]["location"]
    sent = {key: made.said[key] for key in ("externalId", "userName", "emails", "name", "title")}
    assert sent.items() <= entra.PERSON.items()
    assert "555-1234" not in made.content.decode() + str(DirectoryRecord.objects.values().get())
    who = person(made.said["id"])
    assert (who.email, who.name) == ("nneka.okafor@example.com", "Nneka Okafor")
    assert (who.job_title, who.external_source) == ("Buyer", "sso")
    assert who.vouched_at
    assert not who.has_usable_password()
    line = AuditEntry.objects.get(about=who)
    assert (line.kind, line.detail) == ("person_added", {"provider": "sso", "by_way": "SCIM"})
    for wanted in (
        'userName eq "N.Okafor@tenant.onmicrosoft.example"',
        'externalId eq "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef"',
        'emails[type eq "work"].value eq "nneka.okafor@example.com"',
    ):
        assert directory.get("Users", filter=wanted).said["Resources"] == [made.said]


def test_entra_changes_somebody(directory: Directory) -> None:
    key = directory.made("Users", entra.PERSON)
    boss = directory.made("Users", okta.PERSON)
    told = directory.patch(f"Users/{key}", entra.OTHER_ADDRESS).said
    assert person(key).email == "nneka.martin@example.com"
    assert told["name"]["familyName"] == "Martin"
    told = directory.patch(f"Users/{key}", entra.OTHER_NAMES).said
    assert (told["title"], told["externalId"]) == ("Head of buying", "another-id")
    assert person(key).name == "Nneka Martin"
    told = directory.patch(f"Users/{key}", entra.OTHER_NAMES_BY_THE_STANDARD).said
    assert told["name"]["familyName"] == "Roy"
    assert told[WORK]["department"] == "Operations"
    assert (person(key).name, person(key).email) == ("Nneka Roy", "n@example.com")
    for body in (entra.manager(boss), entra.manager_in_a_list(boss)):
        told = directory.patch(f"Users/{key}", body)
        assert told.said[WORK]["manager"] == {"value": boss}
        assert person(key).line_manager == person(boss)


@pytest.mark.parametrize(
    ("leaves", "comes_back"),
    [
        (entra.LEAVES, entra.COMES_BACK),
        (entra.LEAVES_BY_THE_STANDARD, entra.COMES_BACK),
        (okta.LEAVES, okta.COMES_BACK),
    ],
)
def test_somebody_leaves_and_comes_back(
    directory: Directory, leaves: object, comes_back: object
) -> None:
    key = directory.made("Users", entra.PERSON)
    browser = Client()
    browser.force_login(person(key), backend="accounts.backends.SessionBackend")
    assert browser.get("/accounts/logout/").status_code == 200
    assert directory.patch(f"Users/{key}", leaves).said["active"] is False
    assert not person(key).is_active
    assert browser.get("/accounts/logout/").status_code == 302
    # Whoever is away is still there to be looked up.
    assert directory.get("Users", filter="active eq false").said["totalResults"] == 1
    assert directory.get(f"Users/{key}").said["active"] is False
    assert directory.patch(f"Users/{key}", comes_back).said["active"] is True
    assert person(key).is_active
    assert browser.get("/accounts/logout/").status_code == 302


def test_whom_the_directory_deletes_keeps_their_name_and_comes_back_as_themselves(
    directory: Directory,
) -> None:
    key = directory.made("Users", entra.PERSON)
    assert directory.delete(f"Users/{key}").status_code == 204
    assert (person(key).is_active, person(key).name) == (False, "Nneka Okafor")
    refused(directory.get(f"Users/{key}"), 404)
    refused(directory.delete(f"Users/{key}"), 404)
    assert directory.get("Users").said["totalResults"] == 0
    assert directory.made("Users", entra.PERSON) == key
    assert person(key).is_active
    refused(directory.post("Users", entra.PERSON), 409, "uniqueness")


def test_somebody_new_does_not_get_the_account_of_who_had_their_address(
    directory: Directory,
) -> None:
    key = directory.made("Users", entra.PERSON)
    directory.delete(f"Users/{key}")
    for changes in (
        {"externalId": "somebody-else"},
        {"externalId": "somebody-else", "userName": "another@example.com"},
    ):
        refused(directory.post("Users", {**entra.PERSON, **changes}), 409, "uniqueness")
    assert not person(key).is_active


def test_okta_adds_and_replaces_somebody(directory: Directory) -> None:
    assert directory.get("Users", startIndex="1", count="2").said["totalResults"] == 0
    key = directory.made("Users", okta.PERSON)
    told = directory.get(f"Users/{key}").said
    assert "password" not in told
    assert not person(key).has_usable_password()
    assert person(key).locale == "en-US"
    new = okta.replaced(key, displayName="Test <b>Person</b>", title="Tester")
    assert directory.put(f"Users/{key}", new).said["title"] == "Tester"
    gone = directory.put(f"Users/{key}", okta.replaced(key, active=False))
    assert (gone.status_code, gone.said["active"]) == (200, False)
    assert "title" not in gone.said
    assert not person(key).is_active


def test_people_whom_nobody_keeps_yet_are_taken_over(directory: Directory, alice: User) -> None:
    found = directory.get("Users", filter='userName eq "ALICE@example.com"').said["Resources"]
    assert [one["id"] for one in found] == [f"u-{alice.pk}"]
    kept = {**okta.PERSON, "userName": "a.martin", "emails": [{"value": "Alice@Example.com"}]}
    assert directory.made("Users", kept) == f"u-{alice.pk}"
    assert AuditEntry.objects.get(kind="person_linked").about == alice
    assert person(f"u-{alice.pk}").external_source == "sso"


def test_others_people_are_not_there(
    directory: Directory, alice: User, admin: User, settings: Any
) -> None:
    User.objects.filter(pk=alice.pk).update(external_source="partners")
    stranger = User.objects.create_user("guest@elsewhere.example", "Guest")
    left = User.objects.create_user("left@example.com", "Left", is_active=False)
    for other in (alice, stranger, left):
        key = f"u-{other.pk}"
        refused(directory.get(f"Users/{key}"), 404)
        refused(directory.patch(f"Users/{key}", entra.LEAVES), 404)
        refused(directory.put(f"Users/{key}", okta.PERSON), 404)
        refused(directory.delete(f"Users/{key}"), 404)
    listed = directory.get("Users").said["Resources"]
    assert [one["id"] for one in listed] == [f"u-{admin.pk}"]
    for email in (alice.email, left.email):
        body = {**okta.PERSON, "userName": email, "emails": [{"value": email}]}
        refused(directory.post("Users", body), 409, "uniqueness")
    alice.refresh_from_db()
    assert alice.is_active


@pytest.mark.parametrize(
    "email",
    [
        "a@example.com.evil.example",
        "a@sub.example.com",
        "ſam@example.com",
        "a b@example.com",
        "a@example.com\nb",
        "x" * 250 + "@example.com",
        "@example.com",
        "nobody",
    ],
)
def test_addresses_that_are_refused(directory: Directory, email: str) -> None:
    body = {**okta.PERSON, "emails": [{"value": email, "primary": True}]}
    refused(directory.post("Users", body), 400, "invalidValue")
    key = directory.made("Users", okta.PERSON)
    change = patch({"op": "replace", "path": "emails", "value": body["emails"]})
    refused(directory.patch(f"Users/{key}", change), 400, "invalidValue")
    assert person(key).email == "test.user@example.com"


def test_an_address_that_somebody_has(directory: Directory, alice: User) -> None:
    key = directory.made("Users", okta.PERSON)
    change = patch({"op": "replace", "path": 'emails[type eq "work"].value', "value": alice.email})
    told = directory.patch(f"Users/{key}", change)
    assert told.status_code in {200, 409}
    assert person(key).email == "test.user@example.com"
    directory.made("Users", entra.PERSON)
    name = patch({"op": "replace", "value": {"userName": entra.PERSON["userName"]}})
    refused(directory.patch(f"Users/{key}", name), 409, "uniqueness")


def test_changes_are_made_together_or_not_at_all(directory: Directory) -> None:
    key = directory.made("Users", okta.PERSON)
    bad = {"op": "replace", "path": "emails", "value": [{"value": "a@evil.example"}]}
    body = patch({"op": "replace", "path": "displayName", "value": "Changed"}, bad)
    refused(directory.patch(f"Users/{key}", body), 400, "invalidValue")
    assert person(key).name == "Test User"
    assert directory.get(f"Users/{key}").said["displayName"] == "Test User"


def test_the_last_admin_stays(directory: Directory, admin: User) -> None:
    key = f"u-{admin.pk}"
    for body in (entra.LEAVES, okta.LEAVES):
        assert "last administrator" in refused(directory.patch(f"Users/{key}", body), 403)
    refused(directory.delete(f"Users/{key}"), 403)
    admin.refresh_from_db()
    assert admin.is_active
    assert AuditEntry.objects.filter(kind="directory_refused").count() == 3
    User.objects.create_superuser("second@example.com", "Second")
    assert directory.patch(f"Users/{key}", entra.LEAVES).said["active"] is False


def test_what_an_admin_decided_stays(directory: Directory) -> None:
    key = directory.made("Users", entra.PERSON)
    who = person(key)
    who.by_hand = ["name", "department"]
    who.name = "Nneka O."
    who.save()
    told = directory.patch(f"Users/{key}", entra.OTHER_NAMES)
    assert told.said["displayName"] == "Nneka Martin"  # or it would be sent again each time
    assert person(key).name == "Nneka O."
    # Let go here: no news from the directory, no return.
    deactivate(person(key))
    directory.patch(f"Users/{key}", entra.COMES_BACK)
    directory.patch(f"Users/{key}", entra.department("Sales"))
    assert not person(key).is_active
    # Brought back here, and the directory says again that they left.
    reactivate(person(key))
    directory.patch(f"Users/{key}", entra.LEAVES)
    assert not person(key).is_active


def test_departments_and_hostile_text(directory: Directory, settings: Any) -> None:
    sales = Department.objects.create(name="Sales", slug="sales")
    key = directory.made("Users", {**entra.PERSON, "title": "<script>alert(1)</script>"})
    assert person(key).department == sales
    assert "<script>" not in person(key).job_title
    directory.patch(f"Users/{key}", entra.department("Nowhere"))
    assert not Department.objects.filter(name="Nowhere").exists()
    mapping = {"departments": {"d-17": "Sales/Inside"}, "create_departments": True}
    settings.PROVIDERS = [replace(settings.PROVIDERS[0], mapping=mapping)]
    directory.patch(f"Users/{key}", entra.department("D-17"))
    inside = Department.objects.get(name="Inside")
    assert (inside.parent, person(key).department) == (sales, inside)


def test_pages_orders_and_a_steady_number_of_queries(
    directory: Directory, django_assert_max_num_queries: Any
) -> None:
    User.objects.bulk_create(
        User(email=f"p{number:03}@example.com", name=f"P {number:03}") for number in range(120)
    )
    directory.get("Users")  # the use of the token is noted
    with django_assert_max_num_queries(3):
        first = directory.get("Users", startIndex="1", count="100").said
    assert (first["totalResults"], first["itemsPerPage"], len(first["Resources"])) == (
        120,
        100,
        100,
    )
    second = directory.get("Users", startIndex="101", count="100").said["Resources"]
    ids = [one["id"] for one in first["Resources"] + second]
    assert len(set(ids)) == 120
    last = directory.get("Users", sortBy="userName", sortOrder="descending", count="1").said
    assert last["Resources"][0]["userName"] == "p119@example.com"
    few = directory.get("Users", attributes="userName", count="1").said["Resources"][0]
    assert few.keys() == {"schemas", "id", "userName"}
    assert directory.get("Users", count="0").said["Resources"] == []
    assert directory.get("Users", startIndex="9" * 30).said["Resources"] == []
    searched = directory.post("Users/.search", {"filter": 'userName sw "p11"', "count": 2})
    assert (searched.said["totalResults"], len(searched.said["Resources"])) == (10, 2)


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (f'{CORE}:userName eq "alice@example.com"', 1),
        ('USERNAME EQ "ALICE@EXAMPLE.COM"', 1),
        ('displayName co "martin" and active eq true', 1),
        ('not (displayName sw "Alice")', 1),
        ("externalId pr or title pr", 0),
        ("externalId eq null", 2),
        ('userName ne "alice@example.com"', 1),
        ('emails.value ew "@example.com"', 2),
        ('meta.created lt "2020-01-01T00:00:00Z"', 0),
        ('id eq "u-0"', 0),
    ],
)
def test_filters(directory: Directory, alice: User, admin: User, wanted: str, count: int) -> None:
    assert directory.get("Users", filter=wanted).said["totalResults"] == count


@pytest.mark.parametrize(
    "wanted", ["userName", "userName eq alice", 'nickName eq "a"', 'name.middleName eq "x"', "("]
)
def test_filters_that_are_refused(directory: Directory, wanted: str) -> None:
    refused(directory.get("Users", filter=wanted), 400, "invalidFilter")


@pytest.mark.parametrize("joint", [" or ", " and "])
def test_a_filter_that_no_database_could_answer(directory: Directory, joint: str) -> None:
    long = joint.join(['externalId eq "a"'] * (MOST_TERMS + 1))
    within = f"emails[{joint.join(['value pr'] * MOST_TERMS)}] and active eq true"
    for wanted in (long, within):
        refused = directory.post("Users/.search", {"schemas": [SEARCH], "filter": wanted})
        assert (refused.status_code, refused.said["scimType"]) == (400, "invalidFilter")


def test_whom_another_provider_signs_in_is_not_free(directory: Directory, alice: User) -> None:
    """Even where their domain is this provider's as well, and nobody noted whose they are."""
    account = SocialAccount.objects.create(user=alice, provider="https://other.example", uid="a")
    assert directory.get("Users").said["totalResults"] == 0
    assert directory.get(f"Users/u-{alice.pk}").status_code == 404
    assert directory.post("Users", {"schemas": [CORE], "userName": alice.email}).status_code == 409
    account.provider = f"{ISSUER}/"  # our own, with a slash as its tokens may say
    account.save()
    assert directory.get("Users").said["totalResults"] == 1
