"""What is known beforehand of the kinds of providers, and what has to be right of each. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from accounts.providers.provider import ENTRA, GOOGLE, OIDC, SAML, Provider

GOOGLE_ISSUER = "https://accounts.google.com"
ENTRA_ISSUER = "https://login.microsoftonline.com/{}/v2.0"
# Microsoft's names for “any company's directory”, and for that of private people.
EVERYBODYS_DIRECTORIES = {"common", "organizations", "consumers"}
KINDS = {OIDC, GOOGLE, ENTRA, SAML}
KEY = re.compile(r"[a-z][a-z0-9-]*")
# Names that allauth itself gives to something else.
TAKEN_KEYS = {"demo", "local", "saml"}
DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
TENANT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ISSUER_LENGTH = 200  # allauth's SocialAccount.provider
KEY_LENGTH = 30


def issuer_of(kind: str, *, issuer: str = "", tenant: str = "", entity_id: str = "") -> str:
    """What this provider's tokens must say of who made them."""
    preset = {GOOGLE: GOOGLE_ISSUER, ENTRA: ENTRA_ISSUER.format(tenant), SAML: entity_id}
    return preset.get(kind, issuer)


def faults(provider: Provider) -> Iterator[tuple[str, str]]:
    """(field, sentence) for each thing that is missing or wrong; fields are called as in
    `Provider`, a SAML provider's `saml.…`."""
    yield from _names(provider)
    yield from _domains(provider)
    if provider.kind == SAML:
        yield from _saml(provider)
    elif provider.kind in KINDS:
        yield from _openid(provider)


def _names(provider: Provider) -> Iterator[tuple[str, str]]:
    key = provider.key
    if not KEY.fullmatch(key) or len(key) > KEY_LENGTH:
        yield "key", f"“{key}” is no key: small letters, digits and hyphens, {KEY_LENGTH} at most."
    if key in TAKEN_KEYS:
        yield "key", f"“{key}” means something else already."
    if provider.kind not in KINDS:
        yield "kind", f"“{provider.kind}” is none of {', '.join(sorted(KINDS))}."


def _domains(provider: Provider) -> Iterator[tuple[str, str]]:
    if not provider.domains:
        yield "domains", "is not set: name the e-mail domains of the people who may sign in."
    for domain in sorted(provider.domains):
        if not DOMAIN.fullmatch(domain):
            yield (
                "domains",
                f"“{domain}” is no domain. Write whole ones such as example.com, no wildcards.",
            )


def _openid(provider: Provider) -> Iterator[tuple[str, str]]:
    if not provider.client_id:
        yield "client_id", "is not set: the provider knows us by it."
    if provider.kind == ENTRA:
        yield from _tenant(provider)
    elif not provider.issuer:
        yield "issuer", "is not set: it is the provider's address."
    if len(provider.issuer) > ISSUER_LENGTH:
        yield "issuer", f"is longer than {ISSUER_LENGTH} characters."
    if provider.kind in {ENTRA, GOOGLE} and not (provider.secret or provider.private_key):
        yield "secret", "is not set: this provider asks for a secret or a key."
    hosted = provider.hosted_domain
    if hosted and not DOMAIN.fullmatch(hosted):
        yield "hosted_domain", f"“{hosted}” is no domain."


def _tenant(provider: Provider) -> Iterator[tuple[str, str]]:
    if provider.tenant in EVERYBODYS_DIRECTORIES:
        yield (
            "tenant",
            f"“{provider.tenant}” lets every company of the world in: give your directory's id.",
        )
    elif not TENANT.fullmatch(provider.tenant):
        yield "tenant", "must be the id of your directory: 8-4-4-4-12 hexadecimal digits."


def _saml(provider: Provider) -> Iterator[tuple[str, str]]:
    side = provider.saml
    if side is None or not side.entity_id:
        yield "saml.entity_id", "is not set: it is the provider's own name in its metadata."
    elif len(side.entity_id) > ISSUER_LENGTH:
        yield "saml.entity_id", f"is longer than {ISSUER_LENGTH} characters."
    if side is None or not side.sso_url:
        yield "saml.sso_url", "is not set: people are sent there to sign in."
    if side is None or not side.certificates:
        yield "saml.certificates", "is not set: answers are checked against it."
