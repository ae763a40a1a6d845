"""What directories send otherwise than the standard says, put right before it is read. Pure.

What only takes another reading of the standard is in `resources.POLICY`.
"""

from __future__ import annotations

import json
from typing import Any

from scim2_models import InvalidSyntaxException, InvalidValueException

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:user"
DEPTH = 16  # SCIM needs six
OPERATIONS = 1_000
# We say what these are; Okta sends the id along, others send back all that they were given.
OURS = {"id", "meta", "schemas", "groups"}


def read_json(body: bytes) -> dict[str, Any]:
    """The object in a request's body. Raises SCIM's refusals for anything that is none, is nested
    too deep, or holds what no database can."""
    try:
        read = json.loads(body or b"null", parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidSyntaxException(detail="The body is no JSON.") from error
    if not isinstance(read, dict):
        raise InvalidSyntaxException(detail="The body must be a JSON object.")
    _check(read, DEPTH)
    return read


def resource(body: dict[str, Any]) -> dict[str, Any]:
    """A person or a group as it is created or replaced."""
    mended = {key: value for key, value in body.items() if key.lower() not in OURS - {"schemas"}}
    for key, value in mended.items():
        if key.lower() == ENTERPRISE and isinstance(value, dict):
            mended[key] = _with_manager(value)
        elif key.lower() == "members":
            mended[key] = _members(value)
    _address_from_name(mended)
    return mended


def patch(body: dict[str, Any]) -> dict[str, Any]:
    """A list of changes. The names of its members are taken in any case."""
    name = next((key for key in body if key.lower() == "operations"), None)
    changes = body.get(name) if name else None
    if not isinstance(changes, list) or not changes:
        raise InvalidSyntaxException(detail="“Operations” must be a list of changes.")
    if len(changes) > OPERATIONS:
        raise InvalidSyntaxException(detail=f"More than {OPERATIONS} changes at once.")
    mended = [_change(change) for change in changes]
    # Whoever changes nothing but what is ours changes nothing.
    return {"schemas": body.get("schemas"), "Operations": [one for one in mended if one]}


def _change(given: object) -> dict[str, Any] | None:
    if not isinstance(given, dict):
        raise InvalidSyntaxException(detail="Each change must be a JSON object.")
    change = {key.lower(): value for key, value in given.items()}
    path = change.get("path")
    if path == "" or path is None:
        change.pop("path", None)
        if isinstance(change.get("value"), dict):
            change["value"] = _parts(change["value"])
            return change if change["value"] else None
        return change
    if not isinstance(path, str):
        raise InvalidSyntaxException(detail="“path” must be a text.")
    if path.lower() in OURS:
        return None
    if _is_manager(path):
        change["path"] = f"{_written(path)}:manager"
        if "value" in change:
            change["value"] = _manager(change["value"])
    elif path.lower().rpartition(":")[2] == "members" and "value" in change:
        change["value"] = _members(change["value"])
    return change


def _parts(value: dict[str, Any]) -> dict[str, Any]:
    """The value of a change without a path: names, or paths, of attributes and what they become."""
    mended = {}
    for key, part in value.items():
        if key.lower() in OURS:
            continue
        if _is_manager(key):
            mended[f"{_written(key)}:manager"] = _manager(part)
        elif key.lower() == ENTERPRISE and isinstance(part, dict):
            mended[key] = _with_manager(part)
        elif key.lower().rpartition(":")[2] == "members":
            mended[key] = _members(part)
        else:
            mended[key] = part
    return mended


def _is_manager(path: str) -> bool:
    """Entra names it with and without the extension it belongs to."""
    return path.lower() in {"manager", f"{ENTERPRISE}:manager", f"{ENTERPRISE}.manager"}


def _written(path: str) -> str:
    return path.rpartition(":")[0] or ENTERPRISE.replace(":user", ":User")


def _with_manager(extension: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _manager(value) if key.lower() == "manager" else value
        for key, value in extension.items()
    }


def _manager(value: object) -> object:
    """Entra sends the bare id, or a list with one manager in it, or an empty text for none."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, str):
        value = {"value": value}
    if isinstance(value, dict):
        told = next((part for key, part in value.items() if key.lower() == "value"), None)
        return {"value": told} if told else None
    return value


def _members(value: object) -> object:
    """Who is meant is said by the id alone; Okta adds a name to it, Entra an empty reference."""
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list):
        return value
    return [
        {key: part for key, part in one.items() if key.lower() == "value"}
        if isinstance(one, dict)
        else one
        for one in value
    ]


def _address_from_name(body: dict[str, Any]) -> None:
    """Some leave addresses out where the user name is one."""
    given = {key.lower(): value for key, value in body.items()}
    name = given.get("username")
    if not given.get("emails") and isinstance(name, str) and "@" in name:
        body.pop(next((key for key in body if key.lower() == "emails"), ""), None)
        body["emails"] = [{"value": name, "type": "work", "primary": True}]


def _check(value: object, depth: int) -> None:
    if depth < 0:
        raise InvalidSyntaxException(detail="The body is nested too deep.")
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict):
        for key, part in value.items():
            _check_text(key)
            _check(part, depth - 1)
    elif isinstance(value, list):
        for part in value:
            _check(part, depth - 1)


def _check_text(text: str) -> None:
    """Neither NUL nor half of a surrogate pair can be stored, or sent back."""
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise InvalidValueException(detail="A text has characters that cannot be kept.")


def _no_constant(name: str) -> None:
    raise ValueError(name)
