"""Single values: read strictly where they decide, harmlessly where they show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.claims.person import ClaimsRefused

ISSUER_LENGTH = 200  # allauth's SocialAccount.provider
SUBJECT_LENGTH = 255  # what the standard allows
EMAIL_LENGTH = 254
TEXT_LENGTH = 150
LOCALE_LENGTH = 20
ADDRESS_LENGTH = 500
GROUP_LENGTH = 200
# Zero-width (non-)joiners are control characters that Persian and Indic names are spelled with.
JOINERS = "\u200c\u200d"


def found(claims: Mapping[str, Any], name: str) -> Any:
    """A claim by its name, or by the way to it (“realm_access.roles”); None where it is not."""
    if name in claims:
        return claims[name]
    value: Any = claims
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def identifier(value: object, length: int, what: str) -> str:
    """Taken as it is or not at all: a trimmed or cut id would be somebody else's."""
    if not isinstance(value, str) or not value:
        raise ClaimsRefused(f"The identity provider did not send {what}.")
    if len(value) > length:
        raise ClaimsRefused(f"The identity provider sent {what} of more than {length} characters.")
    if not value.isprintable() or value != value.strip():
        raise ClaimsRefused(f"The identity provider sent {what} with characters we do not accept.")
    return value


def email(claims: Mapping[str, Any], domains: Collection[str], trust_email: bool) -> str:
    """The verified address, in small letters, of one of these domains. Raises ClaimsRefused."""
    given = claims.get("email")
    if not isinstance(given, str) or not given.strip():
        raise ClaimsRefused("The identity provider did not send your e-mail address.")
    address = given.strip()
    # ASCII only: databases and Python fold other letters differently, and “ſam@” must not
    # become “sam@” in one of them (the trap of CVE-2019-19844).
    if len(address) > EMAIL_LENGTH or not re.fullmatch(r"[!#-~]+", address):
        raise ClaimsRefused("Your e-mail address is too long or has characters we do not accept.")
    try:
        validate_email(address)
    except ValidationError as error:
        raise ClaimsRefused("What the identity provider sent is no e-mail address.") from error
    address = address.lower()
    if not _is_verified(claims.get("email_verified"), trust_email):
        raise ClaimsRefused(f"The identity provider has not verified your address {address}.")
    if address.rpartition("@")[2] not in {domain.lower() for domain in domains}:
        raise ClaimsRefused(f"The address {address} is not one of this company's.")
    return address


def plain(value: object) -> str:
    """One line of visible text without control characters or markup; "" for anything else."""
    if not isinstance(value, str):
        return ""
    text = unicodedata.normalize("NFC", value[: 4 * TEXT_LENGTH])
    text = " ".join("".join(map(_harmless, text)).split())[:TEXT_LENGTH].rstrip()
    return text if any(letter.isalnum() for letter in text) else ""


def locale(value: object) -> str:
    """A language tag such as “fr” or “fr-BE”; “fr_FR.UTF-8” is understood, nonsense is dropped."""
    if not isinstance(value, str):
        return ""
    tag = value.strip()[: 2 * LOCALE_LENGTH].partition(".")[0].replace("_", "-")
    if len(tag) > LOCALE_LENGTH or not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag):
        return ""
    language, *rest = tag.split("-")
    return "-".join(
        [language.lower(), *(part.upper() if len(part) == 2 else part for part in rest)]
    )


def address_of_picture(value: object) -> str:
    """An https address without a name or a password in it; "" for anything else."""
    if not isinstance(value, str) or len(value) > ADDRESS_LENGTH:
        return ""
    if not re.fullmatch(r"https://[!#-;=?-~]+", value):
        return ""
    try:
        parts = urlsplit(value)
        fits = bool(parts.hostname) and parts.username is None and parts.port in (None, 443)
    except ValueError:
        return ""
    return value if fits else ""


def somebody(value: object) -> str:
    """An address or an id of somebody else, as it is or not at all."""
    value = first_of(value)
    if isinstance(value, Mapping):
        value = value.get("email") or value.get("value") or value.get("id")
    if not isinstance(value, str) or len(value) > SUBJECT_LENGTH or not value.isprintable():
        return ""
    return value.strip()


def many(value: object) -> Iterator[str]:
    """Names in a list, or in a text between semicolons. Each is taken as it is or not at all: a
    cleaned “<admins>” would be another group."""
    values = value.split(";") if isinstance(value, str) else value
    for one in values if isinstance(values, list | tuple) else ():
        if isinstance(one, str) and (name := one.strip()):
            fits = len(name) <= GROUP_LENGTH and name.isprintable() and not set(name) & set("<>")
            if fits and unicodedata.normalize("NFC", name) == name:
                yield name


def first_of(value: object) -> object:
    """The first of a list, else the value itself."""
    return value[0] if isinstance(value, list | tuple) and value else value


def _is_verified(claim: object, trust_email: bool) -> bool:
    # Strict on purpose: bool("false") is True, and that would hand over the accounts of others.
    return claim is True or claim == "true" or (claim is None and trust_email)


def _harmless(letter: str) -> str:
    if letter in JOINERS:
        return letter
    if letter in "<>" or unicodedata.category(letter)[0] in "CZ":
        return " "
    return letter
