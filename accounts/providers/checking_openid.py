"""What an OpenID Connect provider says about itself, held against the settings."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from django.utils import timezone

from accounts.providers import asking, discovery
from accounts.providers.findings import BAD, GOOD, NOTE, Finding
from accounts.providers.provider import ENTRA, Provider
from accounts.providers.tokens import ALGORITHMS

CLOCK = 60  # seconds that clocks may differ


def check_openid(provider: Provider) -> Iterator[Finding]:
    """Asks it, one thing after the other; stops where the next makes no sense."""
    if urlsplit(provider.issuer).scheme == "https":
        yield Finding(GOOD, "It is asked over https.")
    else:
        yield Finding(BAD, "It is asked over plain http.", "Use its https:// address.")
    address = discovery.document_address(provider)
    try:
        response = asking.get(address)
        found = _document(response)
    except (asking.ProviderDown, ValueError) as error:
        yield Finding(
            BAD,
            f"It cannot be asked: {error}.",
            "Open the address from this machine: name, firewall, proxy and certificate.",
        )
        return
    yield Finding(GOOD, f"It answers at {address}.")
    yield from _clock(response)
    yield from _issuer(provider, found)
    try:
        discovery.check_document(provider, found)
    except asking.ProviderDown as error:
        yield Finding(BAD, f"{error}.", "Compare the issuer with the provider's documentation.")
        return
    yield from _keys(found)
    yield from _abilities(provider, found)


def _document(response: requests.Response) -> dict[str, Any]:
    if response.status_code != requests.codes.ok:
        raise ValueError(f"it answers with {response.status_code}")
    try:
        found = response.json()
    except ValueError as error:
        raise ValueError("the answer is no JSON") from error
    if not isinstance(found, dict):
        raise ValueError("the answer is no object")
    return found


def _clock(response: requests.Response) -> Iterator[Finding]:
    try:
        theirs = parsedate_to_datetime(response.headers.get("Date", ""))
    except (TypeError, ValueError):
        yield Finding(NOTE, "It does not say what time it is.")
        return
    apart = abs((timezone.now() - theirs).total_seconds())
    if apart > CLOCK:
        yield Finding(
            BAD,
            f"Its clock and ours are {round(apart)} seconds apart.",
            "Switch on NTP on this machine: tokens are valid for minutes.",
        )
    else:
        yield Finding(GOOD, "Its clock and ours agree.")


def _issuer(provider: Provider, found: dict[str, Any]) -> Iterator[Finding]:
    said = str(found.get("issuer", ""))[:200]
    if said == provider.issuer:
        yield Finding(GOOD, f"It calls itself {said}, as the settings do.")
    elif discovery.says_its_issuer(provider, found):
        yield Finding(GOOD, f"It calls itself {said}: the same, but for the end.")
    else:
        yield Finding(
            BAD,
            f"It calls itself {said or 'nothing'}, the settings say {provider.issuer}.",
            f"Enter {said} as the issuer, if that is the company's own." if said else "",
        )


def _keys(found: dict[str, Any]) -> Iterator[Finding]:
    try:
        keys = asking.get_json(found["jwks_uri"]).get("keys")
    except asking.ProviderDown as error:
        yield Finding(BAD, f"Its keys cannot be fetched: {error}.", "As above, for this address.")
        return
    kinds = [key.get("kty") for key in keys if isinstance(key, dict)] if keys else []
    usable = [kind for kind in kinds if kind in {"RSA", "EC", "OKP"}]
    if usable:
        yield Finding(GOOD, f"It has {len(usable)} key(s) to sign with.")
    else:
        yield Finding(
            BAD, "It has no public key.", "Let it sign with RS256 or ES256, not with a secret."
        )


def _abilities(provider: Provider, found: dict[str, Any]) -> Iterator[Finding]:
    algorithms = found.get("id_token_signing_alg_values_supported") or ["RS256"]
    if not ALGORITHMS & set(map(str, algorithms)):
        yield Finding(BAD, "It signs in no way that we accept.", "Choose RS256 or ES256 there.")
    if "code" not in found.get("response_types_supported", ["code"]):
        yield Finding(BAD, "It does not offer the code flow.", "Allow it there (“code”).")
    if "S256" in (found.get("code_challenge_methods_supported") or []):
        yield Finding(GOOD, "It knows PKCE (S256).")
    else:
        yield Finding(NOTE, "It does not say that it knows PKCE; it is asked with it all the same.")
    yield _proof(provider, found.get("token_endpoint_auth_methods_supported"))
    if found.get("end_session_endpoint"):
        yield Finding(GOOD, "People can sign out there, too.")
    else:
        yield Finding(NOTE, "It has no address for signing out: people sign out here alone.")
    if provider.kind == ENTRA and not provider.trust_email:
        yield Finding(
            NOTE,
            "Entra does not say that addresses are verified.",
            "Add the optional claim xms_edov there, or switch on “trust e-mail” here.",
        )


def _proof(provider: Provider, offered: object) -> Finding:
    if provider.private_key:
        how, wanted = "a signed statement (private_key_jwt)", {"private_key_jwt"}
    elif provider.secret:
        how, wanted = "a secret", {"client_secret_post", "client_secret_basic"}
    else:
        how, wanted = "nothing but PKCE (a public client)", {"none"}
    if isinstance(offered, list) and not wanted & set(map(str, offered)):
        return Finding(
            BAD if provider.private_key or provider.secret else NOTE,
            f"We prove who we are by {how}, which it does not list.",
            f"It lists: {', '.join(map(str, offered))[:200]}.",
        )
    return Finding(GOOD, f"We prove who we are by {how}.")
