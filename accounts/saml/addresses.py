"""What the provider is told of us: our name, and where it sends people."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from accounts.providers.provider import Provider


def own_name(provider: Provider) -> str:
    """Our entity id: the address of our metadata, as it is usual."""
    return _absolute("saml_metadata", provider)


def answers_go_to(provider: Provider) -> str:
    """The assertion consumer service (ACS)."""
    return _absolute("saml_acs", provider)


def sign_outs_return_to(provider: Provider) -> str:
    """The single logout service (SLS)."""
    return _absolute("saml_sls", provider)


def _absolute(name: str, provider: Provider) -> str:
    # Not from the request's Host: what an assertion must say is not for its bearer to choose.
    return settings.SITE_URL.rstrip("/") + reverse(name, args=[provider.key])
