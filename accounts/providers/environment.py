"""The identity providers that the environment names. A wrong value stops the start.

`OIDC_…` is one of them, known as “sso”; others are listed in SSO_PROVIDERS and have variables of
their own: SSO_STAFF_KIND, SSO_STAFF_CLIENT_ID …
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from accounts.providers.client_keys import check_private_key
from accounts.providers.presets import faults, issuer_of
from accounts.providers.provider import OIDC, SAML, Provider, SamlSide
from accounts.providers.saml_metadata import certificates_in, read_metadata
from wiki.env import Env

# How the fields of a provider are called where they are read from.
VARIABLES = {
    "domains": "DOMAINS",
    "saml.entity_id": "ENTITY_ID",
    "saml.sso_url": "SSO_URL",
    "saml.certificates": "CERTIFICATES",
}


def read_providers(env: Env) -> list[Provider]:
    """All that the environment names, `sso` first. Raises ImproperlyConfigured."""
    first = [_plain(env)] if env.text("OIDC_ISSUER") else []
    found = [*first, *(_Named(env, key).read() for key in env.words("SSO_PROVIDERS"))]
    keys = [provider.key for provider in found]
    for key in keys:
        if keys.count(key) > 1:
            raise ImproperlyConfigured(f"SSO_PROVIDERS names “{key}” twice.")
    return found


def domains_in(text: str) -> frozenset[str]:
    """The e-mail domains in a text, separated by commas, blanks or lines."""
    return frozenset(word.lower().lstrip("@") for word in text.replace(",", " ").split())


def _plain(env: Env) -> Provider:
    provider = Provider(
        key="sso",
        kind=OIDC,
        name=env.text("OIDC_NAME", "your company account"),
        issuer=env.address("OIDC_ISSUER"),
        client_id=env.required("OIDC_CLIENT_ID", "the provider knows us by it."),
        secret=env.text("OIDC_CLIENT_SECRET"),
        domains=domains_in(env.text("ALLOWED_EMAIL_DOMAINS")),
        trust_email=env.flag("OIDC_TRUST_EMAIL"),
    )
    if not provider.domains:
        raise ImproperlyConfigured(
            "ALLOWED_EMAIL_DOMAINS is not set: name the e-mail domains of the people who may"
            " sign in."
        )
    return provider


@dataclass(frozen=True, slots=True)
class _Named:
    """One of SSO_PROVIDERS, with variables that bear its name."""

    env: Env
    key: str

    def read(self) -> Provider:
        kind = self.env.text(self._name("KIND"), OIDC)
        saml = self._saml_side() if kind == SAML else None
        tenant = self._text("TENANT").lower()
        provider = Provider(
            key=self.key,
            kind=kind,
            name=self._text("NAME") or self.key.capitalize(),
            issuer=issuer_of(
                kind,
                issuer=self.env.address(self._name("ISSUER")),
                tenant=tenant,
                entity_id=saml.entity_id if saml else "",
            ),
            client_id=self._text("CLIENT_ID"),
            secret=self._text("CLIENT_SECRET"),
            private_key=self._private_key(),
            tenant=tenant,
            hosted_domain=self._text("HOSTED_DOMAIN").lower(),
            domains=domains_in(self._text("DOMAINS")),
            trust_email=self.env.flag(self._name("TRUST_EMAIL")),
            saml=saml,
            mapping=self._mapping(),
        )
        self._check(provider)
        return provider

    def _check(self, provider: Provider) -> None:
        for field, sentence in faults(provider):
            raise ImproperlyConfigured(self._sentence(field, sentence))
        if provider.kind == SAML and find_spec("onelogin") is None:
            raise ImproperlyConfigured(
                f"{self._name('KIND')} is saml, which needs the extra package: install"
                " imprimatur[saml]."
            )

    def _sentence(self, field: str, sentence: str) -> str:
        if field == "key":
            return f"SSO_PROVIDERS: {sentence}"
        if field == "secret":
            field = "client_secret"
        name = self._name(VARIABLES.get(field, field.upper()))
        separator = ": " if sentence.startswith("“") else " "
        return f"{name}{separator}{sentence}"

    def _saml_side(self) -> SamlSide:
        if path := self._text("METADATA"):
            try:
                return read_metadata(Path(path).read_bytes())
            except OSError as error:
                raise ImproperlyConfigured(
                    f"{self._name('METADATA')}: “{path}” cannot be read."
                ) from error
            except ValueError as error:
                raise ImproperlyConfigured(f"{self._name('METADATA')}: {error}") from error
        return SamlSide(
            entity_id=self._text("ENTITY_ID"),
            sso_url=self.env.address(self._name("SSO_URL")),
            slo_url=self.env.address(self._name("SLO_URL")),
            certificates=certificates_in(self._pem("CERTIFICATES")),
        )

    def _private_key(self) -> str:
        pem = self._pem("PRIVATE_KEY")
        try:
            check_private_key(pem)
        except ValueError as error:
            raise ImproperlyConfigured(f"{self._name('PRIVATE_KEY')}: {error}") from error
        return pem

    def _pem(self, end: str) -> str:
        """What the variable holds, or the file that it names; “\\n” written out is a new line."""
        value = self._text(end)
        if "-----BEGIN" in value or not value.startswith(("/", "./")):
            return value.replace("\\n", "\n")
        try:
            return Path(value).read_text(encoding="ascii")
        except (OSError, ValueError) as error:
            raise ImproperlyConfigured(f"{self._name(end)}: “{value}” cannot be read.") from error

    def _mapping(self) -> dict[str, Any]:
        name = self._name("MAPPING")
        try:
            mapping = json.loads(self._text("MAPPING") or "{}")
        except ValueError as error:
            raise ImproperlyConfigured(f"{name} is no JSON.") from error
        if not isinstance(mapping, dict):
            raise ImproperlyConfigured(f"{name} must be an object: {{…}}.")
        if not mapping:
            return {}
        # Settings are read before anything else, so only where there is something to read.
        from accounts.claims import check_mapping

        for sentence in check_mapping(mapping):
            raise ImproperlyConfigured(f"{name}: {sentence}")
        return mapping

    def _text(self, end: str) -> str:
        return self.env.text(self._name(end))

    def _name(self, end: str) -> str:
        return f"SSO_{self.key.upper().replace('-', '_')}_{end}"
