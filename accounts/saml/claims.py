"""A SAML provider's attributes, in the names that claims have. Pure.

Providers name attributes by numbers of the X.500 directory, by addresses of Microsoft's or by plain
words; an admin's mapping (`accounts.claims`) may name any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.claims import ClaimsRefused
from accounts.saml.names import PERSISTENT, TRANSIENT

XMLSOAP = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
MICROSOFT = "http://schemas.microsoft.com/identity/claims/"
WS_2008 = "http://schemas.microsoft.com/ws/2008/06/identity/claims/"
LDAP = "urn:oid:2.16.840.1.113730.3.1."
PILOT = "urn:oid:0.9.2342.19200300.100.1."

NAMES = {
    "email": (f"{PILOT}3", f"{XMLSOAP}emailaddress", "mail", "emailAddress", "Email"),
    # Not …/claims/name: Entra puts the sign-in name there.
    "name": (f"{LDAP}241", f"{MICROSOFT}displayname", "displayName", "cn"),
    "given_name": ("urn:oid:2.5.4.42", f"{XMLSOAP}givenname", "givenName", "firstName"),
    "family_name": ("urn:oid:2.5.4.4", f"{XMLSOAP}surname", "sn", "surname", "lastName"),
    "job_title": ("urn:oid:2.5.4.12", f"{XMLSOAP}jobtitle", "title", "jobTitle"),
    "department": ("urn:oid:2.5.4.11", f"{XMLSOAP}department", "ou"),
    "locale": (f"{LDAP}39", "preferredLanguage", "language"),
    "manager": (f"{PILOT}10", f"{XMLSOAP}manager"),
    "groups": ("urn:oid:1.3.6.1.4.1.5923.1.5.1.1", f"{WS_2008}groups", "memberOf", "group"),
    "roles": (f"{WS_2008}role", "role", "Role"),
}
# Ids that never change and are never given to the next person, where the NameID is none.
LASTING_IDS = (
    f"{MICROSOFT}objectidentifier",
    "urn:oasis:names:tc:SAML:attribute:subject-id",
    "urn:oasis:names:tc:SAML:attribute:pairwise-id",
)
NAME_ID = "NameID"


def claims_of(
    attributes: Mapping[str, list[str]],
    *,
    name_id: str,
    name_id_format: str,
    subject_names: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Claims as `accounts.claims.read_person` takes them: every attribute under its own name, and
    what is known under the claim's name as well.

    `subject_names` are the attributes (or “NameID”) that an admin named as the lasting id. An
    address counts as verified, as its source is the company's own directory, unless an attribute
    `email_verified` says otherwise. Raises ClaimsRefused where nothing lasting says who it is.
    """
    claims = {name: _plain(values) for name, values in attributes.items()}
    for claim, names in NAMES.items():
        found = next((name for name in (claim, *names) if attributes.get(name)), None)
        if found:
            claims[claim] = _plain(attributes[found])
    claims.setdefault("email_verified", True)
    subject = _subject(attributes, name_id, name_id_format, subject_names)
    # An address is given to the next person one day; who somebody is must not go with it.
    if subject.lower() == str(claims.get("email", "")).lower():
        subject = ""
    if not subject:
        raise ClaimsRefused(
            "Your identity provider sends no lasting id for you (a NameID of the format"
            " “persistent”), only an address or a name for this one sign-in."
        )
    return {**claims, "sub": subject}


def _subject(
    attributes: Mapping[str, list[str]],
    name_id: str,
    name_id_format: str,
    subject_names: tuple[str, ...],
) -> str:
    lasting = name_id if name_id_format == PERSISTENT else ""
    if NAME_ID in subject_names and name_id_format != TRANSIENT:
        lasting = name_id
    if subject_names:
        named = [name for name in subject_names if name != NAME_ID]
        return _only_value(attributes, named) or (lasting if NAME_ID in subject_names else "")
    return lasting or _only_value(attributes, LASTING_IDS)


def _only_value(attributes: Mapping[str, list[str]], names: Any) -> str:
    """The first that has exactly one value: of two ids nobody knows which is meant."""
    return next((attributes[name][0] for name in names if len(attributes.get(name, [])) == 1), "")


def _plain(values: list[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else values
