"""From a checked answer to somebody signed in, by the same way as any other provider's people."""

from __future__ import annotations

import json
from dataclasses import asdict

from allauth.socialaccount.providers.base import Provider as AllauthProvider
from django.http import HttpRequest

from accounts.claims import read_person
from accounts.providers.provider import Provider
from accounts.saml.answer import Answer
from accounts.saml.claims import claims_of
from accounts.sso import PersonLogin


class SamlLogin(AllauthProvider):
    """What allauth wants to know of a provider that vouched for somebody."""

    id = "saml"
    name = "SAML 2.0"
    uses_apps = False


def login_of(request: HttpRequest, provider: Provider, answer: Answer) -> PersonLogin:
    """The sign-in of whom the answer names. Raises ClaimsRefused."""
    person = read_person(claims_from(provider, answer), provider=provider, issuer=answer.issuer)
    # What the provider wants to hear when this session ends; see `signing_out`.
    hint = {name: value for name, value in asdict(answer).items() if name.startswith("name_")}
    return PersonLogin(
        SamlLogin(request),
        person,
        provider_key=provider.key,
        id_token=json.dumps(hint) if provider.saml and provider.saml.slo_url else "",
        sid=answer.session_index[:255],
    )


def claims_from(provider: Provider, answer: Answer) -> dict[str, object]:
    """The answer's attributes as claims, for `read_person`, `preview` and tests of a provider.

    Raises ClaimsRefused.
    """
    subject = provider.mapping.get("subject", [])
    return claims_of(
        answer.attributes,
        name_id=answer.name_id,
        name_id_format=answer.name_id_format,
        subject_names=(subject,) if isinstance(subject, str) else tuple(subject),
    )
