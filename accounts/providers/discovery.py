"""What an OpenID Connect provider says about itself: its addresses and the keys it signs with.

Kept for an hour in the cache. Nothing stale is used after that: a provider that cannot be asked
then could not sign anybody in either.
"""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlsplit

from django.core.cache import cache

from accounts.providers.asking import ProviderDown, get_json
from accounts.providers.provider import Provider
from accounts.providers.tokens import UnknownKey, key_for, verified

__all__ = [
    "ProviderDown",
    "UnknownKey",
    "document",
    "end_session_endpoint",
    "keys",
    "signing_key",
    "verify_jwt",
]

HOUR = 3600
# After a failure nobody waits for it again so soon: a morning's crowd would hold every process.
BREATHER = 5  # seconds
# A token with an unknown key makes us fetch the keys once; not more often than this.
FRESH_KEYS = 30  # seconds
WELL_KNOWN = "/.well-known/openid-configuration"
NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
ENDPOINTS = (*NEEDED, "userinfo_endpoint", "end_session_endpoint")


def document(provider: Provider) -> dict[str, Any]:
    """The discovery document: all of NEEDED are in it. Raises ProviderDown."""
    return _kept("document", provider.issuer, lambda: check_document(provider, fetch(provider)))


def fetch(provider: Provider) -> dict[str, Any]:
    """The document as it is, unchecked and not from the cache. Raises ProviderDown."""
    return get_json(document_address(provider))


def document_address(provider: Provider) -> str:
    issuer = provider.issuer
    return issuer if "/.well-known/" in issuer else issuer.rstrip("/") + WELL_KNOWN


def check_document(provider: Provider, found: dict[str, Any]) -> dict[str, Any]:
    """The document again. Raises ProviderDown where it is incomplete or somebody else's."""
    for name in ENDPOINTS:
        value = found.get(name)
        if not isinstance(value, str) if name in NEEDED else not isinstance(value, str | None):
            raise ProviderDown(f"The discovery document says nothing usable as {name}")
        if value and not _is_as_safe(value, provider.issuer):
            raise ProviderDown(f"{name} is not an https:// address: {value[:200]}")
    if not says_its_issuer(provider, found):
        raise ProviderDown(f"The document is of another issuer: {found['issuer'][:200]}")
    return found


def says_its_issuer(provider: Provider, found: dict[str, Any]) -> bool:
    """Whether this is the issuer's own document; a slash at the end makes no difference."""
    ours = provider.issuer.partition("/.well-known/")[0]
    return str(found.get("issuer")).rstrip("/") == ours.rstrip("/")


def end_session_endpoint(provider: Provider) -> str:
    """Where people sign out at the provider itself; "" where it has no such address or is down."""
    try:
        return document(provider).get("end_session_endpoint") or ""
    except ProviderDown:
        return ""


def keys(provider: Provider, *, anew: bool = False) -> dict[str, Any]:
    """Its public keys (a JWK set). Raises ProviderDown."""
    address = document(provider)["jwks_uri"]
    if anew and cache.add(_name("fresh-keys", address), True, FRESH_KEYS):
        # The known ones stay until others are there: anybody may send a token with an unknown key.
        cache.set(_name("keys", address), get_json(address), HOUR)
    return _kept("keys", address, lambda: get_json(address))


def signing_key(provider: Provider, text: str) -> Any:
    """The key that this JWT says it is signed with. Raises ProviderDown, UnknownKey."""
    try:
        return key_for(text, keys(provider))
    except UnknownKey:
        # Providers change their keys without a word.
        return key_for(text, keys(provider, anew=True))


def verify_jwt(
    provider: Provider, text: str, *, audience: str, require: tuple[str, ...] = (), **options: Any
) -> dict[str, Any]:
    """The claims of a JWT that this provider signed, for this audience, and that has not ended.

    `require` names claims beyond iss, aud, exp and iat; `options` are PyJWT's (`verify_exp` …).
    Raises ProviderDown, UnknownKey, and jwt.InvalidTokenError for everything else that is wrong.
    """
    return verified(
        text,
        signing_key(provider, text),
        issuer=document(provider)["issuer"],
        audience=audience,
        require=require,
        **options,
    )


def forget(provider: Provider) -> None:
    """What is in the cache is asked for again, as after a change of its settings."""
    found = cache.get(_name("document", provider.issuer)) or {}
    gone = [("document", provider.issuer), ("document-down", provider.issuer)]
    if address := found.get("jwks_uri"):
        gone += [("keys", address), ("keys-down", address), ("fresh-keys", address)]
    cache.delete_many([_name(*name) for name in gone])


def _kept(what: str, address: str, fetched: Any) -> dict[str, Any]:
    name, down = _name(what, address), _name(f"{what}-down", address)
    if (found := cache.get(name)) is not None:
        return dict(found)
    if cache.get(down):
        raise ProviderDown(f"{address} did not answer a moment ago")
    try:
        found = fetched()
    except ProviderDown:
        cache.set(down, True, BREATHER)
        raise
    cache.set(name, found, HOUR)
    return dict(found)


def _name(what: str, address: str) -> str:
    return f"sso:{what}:{hashlib.sha256(address.encode()).hexdigest()}"


def _is_as_safe(address: str, issuer: str) -> bool:
    return urlsplit(address).scheme in {"https", urlsplit(issuer).scheme}
