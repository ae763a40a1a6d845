"""`manage.py check`: sign-in settings that would let the wrong people in."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from accounts.claims import ISSUER_LENGTH

# Microsoft's addresses for “any company's directory”.
EVERYBODYS_DIRECTORIES = {"common", "organizations", "consumers"}


@register(Tags.security)
def check_sign_in(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Everything wrong with the sign-in settings."""
    return [*_domains(), *_issuer(), *_site_is_closed()]


@register(Tags.security, deploy=True)
def check_break_glass(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A reminder, as the door is meant to be open on bad days only."""
    if not settings.BREAK_GLASS:
        return []
    return [
        Warning(
            "BREAK_GLASS is on: superusers may sign in with a local password at /admin/login/.",
            hint="Switch it off when the identity provider works again.",
            id="accounts.W001",
        )
    ]


def _domains() -> Iterator[CheckMessage]:
    for domain in settings.ALLOWED_EMAIL_DOMAINS:
        if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain):
            yield Error(
                f"ALLOWED_EMAIL_DOMAINS: “{domain}” is no domain.",
                hint="Write whole domains such as example.com; there are no wildcards.",
                id="accounts.E001",
            )


def _issuer() -> Iterator[CheckMessage]:
    issuer = urlsplit(settings.OIDC_ISSUER)
    if settings.OIDC_TRUST_EMAIL and EVERYBODYS_DIRECTORIES & set(issuer.path.split("/")):
        yield Error(
            "OIDC_TRUST_EMAIL together with a directory of every company: anybody can claim any"
            " address in a directory of their own.",
            hint="Put your own tenant's id into OIDC_ISSUER.",
            id="accounts.E002",
        )
    if issuer.scheme == "http" and not settings.DEBUG:
        yield Error(
            "OIDC_ISSUER must begin with https://: who signs in is decided by its answers.",
            id="accounts.E003",
        )
    if len(settings.OIDC_ISSUER) > ISSUER_LENGTH:
        yield Error(
            f"OIDC_ISSUER is longer than {ISSUER_LENGTH} characters.",
            id="accounts.E004",
        )


def _site_is_closed() -> Iterator[CheckMessage]:
    if "accounts.middleware.SignInRequiredMiddleware" not in settings.MIDDLEWARE:
        yield Error(
            "SignInRequiredMiddleware is missing: the whole wiki would be public.",
            id="accounts.E005",
        )
