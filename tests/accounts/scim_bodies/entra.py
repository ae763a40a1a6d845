"""What Entra's provisioning service sends."""

from __future__ import annotations

from tests.accounts.scim_bodies import CORE, GROUP, WORK, Body, patch

# User principal name, e-mail and object id differ, as they do in many tenants.
PERSON: Body = {
    "schemas": [CORE, WORK],
    "externalId": "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef",
    "userName": "n.okafor@tenant.onmicrosoft.example",
    "active": True,
    "displayName": "Nneka Okafor",
    "title": "Buyer",
    "emails": [{"primary": True, "type": "work", "value": "Nneka.Okafor@example.com"}],
    "meta": {"resourceType": "User"},
    "name": {"formatted": "Nneka Okafor", "familyName": "Okafor", "givenName": "Nneka"},
    "phoneNumbers": [{"primary": True, "type": "work", "value": "555-1234"}],
    "roles": [],
    WORK: {"department": "Sales", "employeeNumber": "117"},
}
LEAVES = patch({"op": "Replace", "path": "active", "value": "False"})
LEAVES_BY_THE_STANDARD = patch({"op": "replace", "path": "active", "value": False})
COMES_BACK = patch({"op": "Replace", "path": "active", "value": "True"})
OTHER_ADDRESS = patch(
    {
        "op": "Replace",
        "path": 'emails[type eq "work"].value',
        "value": "nneka.martin@example.com",
    },
    {"op": "Replace", "path": "name.familyName", "value": "Martin"},
)
OTHER_NAMES = patch(
    {"op": "Replace", "path": "displayName", "value": "Nneka Martin"},
    {"op": "Add", "path": "title", "value": "Head of buying"},
    {"op": "Replace", "path": "externalId", "value": "another-id"},
    {"op": "Replace", "path": f"{WORK}:employeeNumber", "value": "118"},
)
# The same with the flag: one operation without a path, its keys being paths.
OTHER_NAMES_BY_THE_STANDARD = patch(
    {"op": "replace", "path": 'emails[type eq "work"].value', "value": "n@example.com"},
    {
        "op": "replace",
        "value": {
            "displayName": "Nneka Roy",
            "name.givenName": "Nneka",
            "name.familyName": "Roy",
            f"{WORK}:department": "Operations",
            f"{WORK}:employeeNumber": "119",
        },
    },
)
TEAM: Body = {
    "schemas": [GROUP, "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
    "externalId": "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159",
    "displayName": "Works council",
    "meta": {"resourceType": "Group"},
}
TEAM_RENAMED = patch({"op": "Replace", "path": "displayName", "value": "Works councils"})


def department(name: str) -> Body:
    return patch({"op": "Add", "path": f"{WORK}:department", "value": name})


def manager(key: str) -> Body:
    """Without the flag: the bare id."""
    return patch({"op": "Add", "path": f"{WORK}:manager", "value": key})


def manager_in_a_list(key: str) -> Body:
    return patch({"op": "Add", "path": "manager", "value": [{"$ref": None, "value": key}]})


def joins(*keys: str) -> Body:
    members = [{"$ref": None, "value": key} for key in keys]
    return patch({"op": "Add", "path": "members", "value": members})


def goes(key: str) -> Body:
    """Without the flag: the value says whom, though the standard looks at the path alone."""
    return patch({"op": "Remove", "path": "members", "value": [{"$ref": None, "value": key}]})


def goes_by_the_standard(key: str) -> Body:
    return patch({"op": "remove", "path": f'members[value eq "{key}"]'})
