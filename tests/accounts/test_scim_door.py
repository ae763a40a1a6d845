"""Who gets in, and what becomes of bodies that no directory should send."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as steady
from hypothesis import strategies as st

from accounts import tokens
from accounts.models import AuditEntry, Group, User
from accounts.scim import door
from tests.accounts.scim_bodies import CORE, GROUP, PATCH, WORK, entra, patch
from tests.accounts.scim_client import BASE, Directory

pytestmark = pytest.mark.django_db


def test_nobody_comes_in_without_a_valid_token(client: Client, alice: User) -> None:
    client.force_login(alice)  # a session is no token
    refused = client.get(f"{BASE}Users")
    assert (refused.status_code, refused["WWW-Authenticate"][:6]) == (401, "Bearer")
    assert refused["Content-Type"] == "application/scim+json"
    assert refused.json()["status"] == "401"
    directory = Directory()
    assert directory.get("Users").status_code == 200
    for text in ("", "Bearer", "Bearer imp_" + "x" * 40, "Basic abc", "Bearer " + "x" * 5000):
        directory.headers = {"Authorization": text}
        assert directory.get("Users").status_code == 401
    _, text = tokens.make("Old", "sso", None, timezone.now() - datetime.timedelta(seconds=1))
    directory.headers = {"Authorization": f"Bearer {text}"}
    assert directory.get("Users").status_code == 401
    assert alice.email not in str([entry.detail for entry in AuditEntry.objects.all()])


def test_a_revoked_token_and_one_of_a_provider_that_is_gone(alice: User) -> None:
    directory, other = Directory(), Directory("gone")
    assert other.get("Users").status_code == 401
    tokens.revoke(directory.token, None)
    assert directory.get("Users").status_code == 401


def test_guessing_is_slow_and_the_right_token_still_works() -> None:
    directory, guesser = Directory(), Directory()
    guesser.headers = {"Authorization": "Bearer imp_" + "x" * 40}
    answers = [guesser.get("Users").status_code for _ in range(door.TRIES + 2)]
    assert answers == [401] * door.TRIES + [429] * 2
    assert AuditEntry.objects.filter(kind="token_refused").count() == door.TRIES
    assert directory.get("Users").status_code == 200


def test_methods_and_addresses_that_are_not_there() -> None:
    directory = Directory()
    assert directory.send("delete", "Users").status_code == 405
    assert directory.post("Schemas", {}).status_code == 405
    for path in (
        "Users/u-999",
        "Users/1",
        "Users/u-1%00",
        "Groups/u-1",
        "Users/u-" + "9" * 40,
        "x",
    ):
        assert directory.get(path).said["status"] == "404", path
    assert directory.post("Bulk", {}).status_code == 501
    assert directory.get("Schemas", filter='id eq "x"').status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'"' + b"x" * 100 + b'"',
        b"[" * 100_000,
        b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
        b'{"userName": NaN}',
        b'{"userName": ' + b"9" * 10_000 + b"}",
        b'{"userName": "a\\u0000b", "emails": [{"value": "a@example.com"}]}',
        b'{"userName": "a\\ud800", "emails": [{"value": "a@example.com"}]}',
        json.dumps({"userName": "x" * 300, "emails": [{"value": "a@example.com"}]}).encode(),
        json.dumps({"userName": "a", "title": "x" * 20_000, "emails": "a@example.com"}).encode(),
    ],
)
def test_bodies_that_cannot_be_read(body: bytes) -> None:
    directory = Directory()
    for path in ("Users", "Groups"):
        response = directory.post(path, body)
        assert response.status_code == 400, response.said
        assert response.said["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
    assert not User.objects.exists()
    assert not Group.objects.exists()


def test_a_body_that_is_too_large_and_too_many_changes() -> None:
    directory = Directory()
    assert directory.post("Users", b"x" * (door.LARGEST + 1)).status_code == 413
    key = directory.made("Users", entra.PERSON)
    many = patch(*[{"op": "add", "path": "title", "value": "x"}] * 1_001)
    assert directory.patch(f"Users/{key}", many).status_code == 400


TEXTS = st.sampled_from(
    [
        *(CORE, GROUP, WORK, PATCH, "a@example.com", "True", "", "replace", "Add", "remove", "id"),
        *("members", 'members[value eq "u-1"]', "manager", f"{WORK}:manager", "name.familyName"),
        *('emails[type eq "work"].value', "active", "userName", "u-1", "[", "emails[", "x\u0000"),
    ]
) | st.text(max_size=5)
KEYS = st.sampled_from(
    [
        *("userName", "emails", "value", "type", "primary", "active", "name", "externalId"),
        *("members", "displayName", "op", "path", "Operations", "schemas", WORK, "manager"),
        *("meta", "id", "title"),
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | TEXTS, inner, max_size=4),
    max_leaves=12,
)
CHANGES = st.lists(
    st.fixed_dictionaries(
        {"op": st.sampled_from(["Add", "replace", "Remove"]) | VALUES},
        optional={"path": TEXTS | VALUES, "value": VALUES},
    ),
    max_size=3,
)
quickly = steady(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.long
@given(resource=st.dictionaries(KEYS, VALUES, max_size=6), changes=CHANGES, query=TEXTS)
@quickly
def test_no_body_breaks_it(resource: Any, changes: Any, query: str) -> None:
    with transaction.atomic():
        directory = Directory()
        person = directory.made("Users", entra.PERSON)
        group = directory.made("Groups", entra.TEAM)
        body = {"schemas": [PATCH], "Operations": changes}
        answers = [
            directory.post("Users", {"schemas": [CORE], "userName": "b@example.com", **resource}),
            directory.put(f"Users/{person}", {**entra.PERSON, **resource}),
            directory.patch(f"Users/{person}", body),
            directory.put(f"Groups/{group}", {"displayName": "x", **resource}),
            directory.patch(f"Groups/{group}", body),
            directory.get("Users", filter=query, sortBy=query, attributes=query),
            directory.get("Groups", filter=f'displayName eq "{query}"', count=query),
        ]
        for answer in answers:
            assert answer.status_code in {200, 201, 204, 400, 403, 404, 409}, answer.content
        transaction.set_rollback(True)
