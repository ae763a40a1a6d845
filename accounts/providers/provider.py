"""What an identity provider is to us, wherever it was entered. Pure: no models, no settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

OIDC, GOOGLE, ENTRA, SAML = "oidc", "google", "entra", "saml"


@dataclass(frozen=True, slots=True)
class SamlSide:
    """What a SAML provider's metadata says."""

    entity_id: str
    sso_url: str
    slo_url: str = ""
    certificates: tuple[str, ...] = ()  # PEM bodies, the newest first


@dataclass(frozen=True, slots=True)
class Provider:
    """`key` stands in the addresses that the provider is told; `issuer` is what its tokens must
    say (SAML: its entity id). `domains` are matched exactly. `mapping` is what an admin told of
    its claims, see `accounts.claims.table_of`."""

    key: str
    kind: str
    name: str
    issuer: str = ""
    client_id: str = ""
    secret: str = field(default="", repr=False)
    private_key: str = field(default="", repr=False)
    tenant: str = ""
    hosted_domain: str = ""
    domains: frozenset[str] = frozenset()
    trust_email: bool = False
    saml: SamlSide | None = None
    mapping: dict[str, Any] = field(default_factory=dict, hash=False)
    is_from_environment: bool = True
