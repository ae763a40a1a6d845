"""What is right and wrong with a provider, line by line, in words for whoever has to mend it.

Asks the provider itself, never from the cache. No secret is ever in a line.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from importlib.util import find_spec

from cryptography import x509
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.providers import asking
from accounts.providers.checking_openid import check_openid
from accounts.providers.findings import BAD, GOOD, NOTE, Finding
from accounts.providers.presets import faults
from accounts.providers.provider import SAML, Provider

SOON = datetime.timedelta(days=30)
# The fields of a provider as forms and variables call them.
WORDS = {
    "client_id": "client id",
    "trust_email": "trust e-mail",
    "hosted_domain": "hosted domain",
    "saml.entity_id": "entity id",
    "saml.sso_url": "address for signing in",
    "saml.certificates": "certificate",
}


def check(provider: Provider) -> Iterator[Finding]:
    """What is right, what is wrong, and what is to be known; the provider is asked meanwhile."""
    wrong = [
        Finding(BAD, f"The {WORDS.get(field, field)} {_joined(sentence)}")
        for field, sentence in faults(provider)
    ]
    yield from wrong or [Finding(GOOD, "The settings are complete.")]
    yield from _addresses(provider)
    if provider.kind == SAML:
        yield from _saml(provider)
    elif provider.issuer:
        with asking.patience(2 * asking.PATIENCE):
            yield from check_openid(provider)


def _addresses(provider: Provider) -> Iterator[Finding]:
    told = "; ".join(f"{name}: {address}" for name, address in addresses(provider).items())
    yield Finding(NOTE, told, "Register these at the provider, letter by letter.")


def addresses(provider: Provider) -> dict[str, str]:
    """What the provider has to be told of us."""
    site = settings.SITE_URL.rstrip("/")
    if provider.kind == SAML:
        return {
            "Metadata (and entity id)": site + reverse("saml_metadata", args=[provider.key]),
            "Answers go to (ACS)": site + reverse("saml_acs", args=[provider.key]),
            "After signing out (SLS)": site + reverse("saml_sls", args=[provider.key]),
        }
    return {
        "Redirect address": site + reverse("openid_connect_callback", args=[provider.key]),
        "After signing out": site + reverse("signed_out"),
        "Back-channel logout": site + reverse("oidc_backchannel_logout", args=[provider.key]),
    }


def _saml(provider: Provider) -> Iterator[Finding]:
    if find_spec("onelogin") is None:
        yield Finding(BAD, "The extra package is missing.", "Install imprimatur[saml].")
    for pem in provider.saml.certificates if provider.saml else ():
        try:
            ends_at = x509.load_pem_x509_certificate(pem.encode()).not_valid_after_utc
        except ValueError:
            yield Finding(BAD, "A certificate cannot be read.", "Copy it from the metadata anew.")
            continue
        if ends_at < timezone.now():
            yield Finding(NOTE, f"A certificate has ended on {ends_at:%Y-%m-%d}.", "Replace it.")
        elif ends_at < timezone.now() + SOON:
            yield Finding(NOTE, f"A certificate ends on {ends_at:%Y-%m-%d}.", "Add the next one.")
        else:
            yield Finding(GOOD, f"A certificate is good until {ends_at:%Y-%m-%d}.")


def _joined(sentence: str) -> str:
    return f"is wrong: {sentence}" if sentence.startswith("“") else sentence
