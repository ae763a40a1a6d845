"""The identity providers through which people sign in: the environment's, then the database's."""

from __future__ import annotations

from django.conf import settings

from accounts.providers.provider import ENTRA, GOOGLE, OIDC, SAML, Provider, SamlSide

__all__ = ["ENTRA", "GOOGLE", "OIDC", "SAML", "Provider", "SamlSide", "provider", "providers"]


def providers() -> list[Provider]:
    """Those in use, in the order of the sign-in page: one query.

    The database is asked each time, so that what an admin switches off is off in every process.
    """
    from accounts.provider_rows import stored

    given: list[Provider] = settings.PROVIDERS
    keys = {provider.key for provider in given}
    return [*given, *(provider for provider in stored() if provider.key not in keys)]


def provider(key: str) -> Provider | None:
    """The one in use with this key; no query where it comes from the environment."""
    from accounts.provider_rows import stored

    for given in settings.PROVIDERS:
        if given.key == key:
            return given
    return next(iter(stored(key)), None)
