"""What Okta's SCIM client sends."""

from __future__ import annotations

from tests.accounts.scim_bodies import CORE, GROUP, Body, patch

PERSON: Body = {
    "schemas": [CORE],
    "userName": "test.user@example.com",
    "name": {"givenName": "Test", "familyName": "User"},
    "emails": [{"primary": True, "value": "test.user@example.com", "type": "work"}],
    "displayName": "Test User",
    "locale": "en-US",
    "externalId": "00ujl29u0le5T6Aj10h7",
    "groups": [],
    "password": "1mz050nq",
    "active": True,
}
LEAVES = patch({"op": "replace", "value": {"active": False}})
COMES_BACK = patch({"op": "replace", "value": {"active": True}})
TEAM: Body = {"schemas": [GROUP], "displayName": "Test SCIMv2", "members": []}


def replaced(key: str, **changes: object) -> Body:
    """A profile is sent back whole, with what the server had said of it."""
    meta = {"resourceType": "User"}
    return {**PERSON, "id": key, "meta": meta, "name": dict(PERSON["name"]), **changes}


def renamed(key: str, name: str) -> Body:
    return patch({"op": "replace", "value": {"id": key, "displayName": name}})


def pushed(team: str, name: str, *keys: str) -> Body:
    members = [{"value": key, "display": "test.user@example.com"} for key in keys]
    return patch({"op": "replace", "value": {"id": team, "displayName": name, "members": members}})


def moved(out: str, into: str) -> Body:
    return patch(
        {"op": "remove", "path": f'members[value eq "{out}"]'},
        {"op": "add", "path": "members", "value": [{"value": into, "display": "a@example.com"}]},
    )


def put(key: str, name: str, *keys: str) -> Body:
    members = [{"value": one, "display": "test.user@example.com"} for one in keys]
    return {"schemas": [GROUP], "id": key, "displayName": name, "members": members}
