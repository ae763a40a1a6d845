"""What some providers say in a way of their own, in the standard's words. Pure.

Raises ClaimsRefused for people of another directory than the company's: Google and Microsoft sign
anybody in.
"""

from __future__ import annotations

from typing import Any

from accounts.claims import ClaimsRefused
from accounts.providers.presets import GOOGLE_ISSUER
from accounts.providers.provider import ENTRA, GOOGLE, Provider

# “Whether the owner of this domain has verified it”, which Entra says if it is told to.
EDOV = "xms_edov"
YES = (True, 1, "1", "true")


def in_standard_words(provider: Provider, claims: dict[str, Any]) -> dict[str, Any]:
    """The claims with `sub`, `email` and `email_verified` as the standard means them."""
    if provider.kind == GOOGLE:
        return _google(provider, claims)
    if provider.kind == ENTRA:
        return _entra(provider, claims)
    if provider.issuer == GOOGLE_ISSUER and not isinstance(claims.get("hd"), str):
        # Entered as any provider; the danger that `_google` names is the same.
        raise ClaimsRefused("This is a private Google account, not one of a Workspace.")
    return claims


def auth_parameters(provider: Provider) -> dict[str, str]:
    """What the provider is asked beside the standard's parameters."""
    if provider.kind != GOOGLE:
        return {}
    only = next(iter(provider.domains)) if len(provider.domains) == 1 else "*"
    return {"hd": provider.hosted_domain or only}


def _google(provider: Provider, claims: dict[str, Any]) -> dict[str, Any]:
    """`hd` is of Workspace accounts alone. Without it, somebody who has left could still have a
    private Google account in the name of their old address."""
    allowed = {provider.hosted_domain} if provider.hosted_domain else provider.domains
    hosted = claims.get("hd")
    if not isinstance(hosted, str) or hosted not in allowed:
        raise ClaimsRefused("This Google account does not belong to the company's Workspace.")
    return claims


def _entra(provider: Provider, claims: dict[str, Any]) -> dict[str, Any]:
    """`oid` is who somebody is in the whole directory; `sub` is made for each application, so
    that a new registration would make strangers of everybody."""
    if claims.get("tid") != provider.tenant:
        raise ClaimsRefused("This Microsoft account belongs to another company's directory.")
    told = {**claims, "sub": claims.get("oid")}
    if EDOV in claims and claims.get("email_verified") is None:
        told["email_verified"] = claims[EDOV] in YES
    if not claims.get("email") and provider.trust_email:
        # The name one signs in with: looks like an address, and is one in most directories.
        told["email"] = claims.get("preferred_username") or claims.get("upn")
        told["email_verified"] = None
    return told
