"""The identity providers that admins entered, as `accounts.providers` knows them."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from accounts.models import IdentityProvider
from accounts.providers.environment import domains_in
from accounts.providers.presets import issuer_of
from accounts.providers.provider import SAML, Provider, SamlSide
from accounts.providers.saml_metadata import certificates_in
from accounts.sealing import Unsealable, unseal

logger = logging.getLogger(__name__)


def stored(key: str | None = None) -> Iterator[Provider]:
    """Those in use (with this key), in order: one query.

    One whose secret cannot be opened any more is left out and logged: it could let nobody in.
    """
    rows = IdentityProvider.objects.filter(is_active=True)
    for row in rows if key is None else rows.filter(key=key):
        try:
            yield as_provider(row)
        except Unsealable:
            logger.error("Provider %s: its secret was sealed with another SECRET_KEY", row.key)


def find(key: str) -> Provider | None:
    """The one with this key, even if it is not in use: for trying it out."""
    row = IdentityProvider.objects.filter(key=key).first()
    try:
        return as_provider(row) if row else None
    except Unsealable:
        return None


def as_provider(row: IdentityProvider) -> Provider:
    """Raises Unsealable."""
    return Provider(
        key=row.key,
        kind=row.kind,
        name=row.name,
        issuer=issuer_of(row.kind, issuer=row.issuer, tenant=row.tenant, entity_id=row.entity_id),
        client_id=row.client_id,
        secret=unseal(row.sealed_secret),
        private_key=unseal(row.sealed_private_key),
        tenant=row.tenant,
        hosted_domain=row.hosted_domain.lower(),
        domains=domains_in(row.domains),
        trust_email=row.trust_email,
        saml=_saml_side(row) if row.kind == SAML else None,
        mapping=row.mapping,
        is_from_environment=False,
    )


def _saml_side(row: IdentityProvider) -> SamlSide:
    return SamlSide(row.entity_id, row.sso_url, row.slo_url, certificates_in(row.certificates))
