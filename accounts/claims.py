"""Identity provider's claims in, what we store about a person out. Pure: no models, no requests.

Everything here comes from outside, so everything is checked: what decides who somebody is (subject,
address) is refused unless it is exactly right; what is only shown (name, title, language) is made
harmless and cut. Claims: OpenID Connect Core 1.0, section 5.1.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

ISSUER_LENGTH = 200  # allauth's SocialAccount.provider
SUBJECT_LENGTH = 191  # allauth's SocialAccount.uid; the standard allows 255
EMAIL_LENGTH = 254
TEXT_LENGTH = 150
LOCALE_LENGTH = 20

# No standard claim holds the job title; these are the names providers use.
JOB_TITLE_CLAIMS = ("job_title", "jobTitle", "title")
# Zero-width (non-)joiners are control characters that Persian and Indic names are spelled with.
JOINERS = "\u200c\u200d"


class EntryRefused(Exception):
    """Somebody may not come in; `reason` is the sentence they read."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ClaimsRefused(EntryRefused):
    """The identity provider's answer does not name somebody who may sign in here."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who signs in: (issuer, subject) is who they are, the rest is what is known about them.

    `name`, `locale` and `job_title` are empty where the provider does not say.
    """

    issuer: str
    subject: str
    email: str
    name: str = ""
    locale: str = ""
    job_title: str = ""


def read_person(
    claims: object, *, issuer: object, domains: Collection[str], trust_email: bool = False
) -> Person:
    """What the claims say about a person who may sign in.

    `domains` are matched exactly: a subdomain is another domain. `trust_email` takes an address
    for verified when the provider leaves `email_verified` out; a plain “no” stays a no.
    Raises ClaimsRefused, and nothing else, whatever the claims are.
    """
    if not isinstance(claims, Mapping):
        raise ClaimsRefused("The identity provider's answer could not be read.")
    return Person(
        issuer=_identifier(issuer, ISSUER_LENGTH, "its own address"),
        subject=_identifier(claims.get("sub"), SUBJECT_LENGTH, "an id for you"),
        email=_email(claims, domains, trust_email),
        name=_name(claims),
        locale=_locale(claims.get("locale")),
        job_title=next(filter(None, (_plain(claims.get(key)) for key in JOB_TITLE_CLAIMS)), ""),
    )


def merge(id_token: object, userinfo: object) -> dict[str, Any]:
    """One set of claims out of the id token and the userinfo answer, which may say more.

    Address and verification come from the same source: one source's “verified” says nothing of
    the other's address. Raises ClaimsRefused where the two speak of different people (OpenID
    Connect Core 1.0, section 5.3.2).
    """
    if not isinstance(id_token, Mapping):
        raise ClaimsRefused("The identity provider sent no proof of who you are (no id token).")
    if not isinstance(userinfo, Mapping) or not userinfo:
        return dict(id_token)
    if userinfo.get("sub") != id_token.get("sub"):
        raise ClaimsRefused("The identity provider gave two different answers about who you are.")
    merged = {**id_token, **userinfo}
    if userinfo.get("email"):
        merged["email_verified"] = userinfo.get("email_verified")
        if merged["email_verified"] is None and userinfo["email"] == id_token.get("email"):
            merged["email_verified"] = id_token.get("email_verified")
    else:
        merged["email"] = id_token.get("email")
        merged["email_verified"] = id_token.get("email_verified")
    return merged


def _identifier(value: object, length: int, what: str) -> str:
    """Taken as it is or not at all: a trimmed or cut id would be somebody else's."""
    if not isinstance(value, str) or not value:
        raise ClaimsRefused(f"The identity provider did not send {what}.")
    if len(value) > length:
        raise ClaimsRefused(f"The identity provider sent {what} of more than {length} characters.")
    if not value.isprintable() or value != value.strip():
        raise ClaimsRefused(f"The identity provider sent {what} with characters we do not accept.")
    return value


def _email(claims: Mapping[str, Any], domains: Collection[str], trust_email: bool) -> str:
    given = claims.get("email")
    if not isinstance(given, str) or not given.strip():
        raise ClaimsRefused("The identity provider did not send your e-mail address.")
    email = given.strip()
    # ASCII only: databases and Python fold other letters differently, and “ſam@” must not
    # become “sam@” in one of them (the trap of CVE-2019-19844).
    if len(email) > EMAIL_LENGTH or not re.fullmatch(r"[!#-~]+", email):
        raise ClaimsRefused("Your e-mail address is too long or has characters we do not accept.")
    try:
        validate_email(email)
    except ValidationError as error:
        raise ClaimsRefused("What the identity provider sent is no e-mail address.") from error
    email = email.lower()
    if not _is_verified(claims.get("email_verified"), trust_email):
        raise ClaimsRefused(f"The identity provider has not verified your address {email}.")
    if email.rpartition("@")[2] not in {domain.lower() for domain in domains}:
        raise ClaimsRefused(f"The address {email} is not one of this company's.")
    return email


def _is_verified(claim: object, trust_email: bool) -> bool:
    # Strict on purpose: bool("false") is True, and that would hand over the accounts of others.
    return claim is True or claim == "true" or (claim is None and trust_email)


def _name(claims: Mapping[str, Any]) -> str:
    parts = (_plain(claims.get("given_name")), _plain(claims.get("family_name")))
    name = _plain(claims.get("name")) or " ".join(filter(None, parts))
    return name[:TEXT_LENGTH].rstrip()


def _plain(value: object) -> str:
    """One line of visible text without control characters or markup; "" for anything else."""
    if not isinstance(value, str):
        return ""
    text = unicodedata.normalize("NFC", value[: 4 * TEXT_LENGTH])
    text = " ".join("".join(map(_harmless, text)).split())[:TEXT_LENGTH].rstrip()
    return text if any(letter.isalnum() for letter in text) else ""


def _harmless(letter: str) -> str:
    if letter in JOINERS:
        return letter
    if letter in "<>" or unicodedata.category(letter)[0] in "CZ":
        return " "
    return letter


def _locale(value: object) -> str:
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
