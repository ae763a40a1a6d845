"""Messages that travel in an address (the HTTP-Redirect binding)."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from accounts.providers.provider import Provider
from accounts.saml.signing import query_of


def address_with(url: str, provider: Provider, **message: str) -> str:
    """The provider's address, with its own query kept, carrying the message."""
    parts = urlsplit(url)
    query = "&".join(filter(None, [parts.query, query_of(provider, message)]))
    return urlunsplit(parts._replace(query=query, fragment=""))
