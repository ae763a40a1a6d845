"""`manage.py check`: sign-in settings that would let the wrong people in, or nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection

from accounts.models import IdentityProvider
from accounts.providers.presets import DOMAIN, EVERYBODYS_DIRECTORIES, ISSUER_LENGTH
from accounts.providers.provider import Provider


@register(Tags.security)
def check_sign_in(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Everything wrong with the sign-in settings."""
    found = [message for provider in settings.PROVIDERS for message in _provider(provider)]
    return [*found, *_site_is_closed()]


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


@register(Tags.database)
def check_a_way_in(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Only with `--database default`: the database has to be asked."""
    from accounts.providers import providers

    if settings.DEBUG or not databases or not _is_migrated() or providers():
        return []
    return [
        Warning(
            "No identity provider is in use: nobody can sign in, except by BREAK_GLASS=1.",
            hint="Name one in the environment, or add one in the administration.",
            id="accounts.W002",
        )
    ]


def _is_migrated() -> bool:
    """The very first `migrate` checks a database that has no table yet."""
    return IdentityProvider._meta.db_table in connection.introspection.table_names()


def _provider(provider: Provider) -> Iterator[CheckMessage]:
    yield from _domains(provider)
    yield from _issuer(provider)


def _domains(provider: Provider) -> Iterator[CheckMessage]:
    for domain in sorted(provider.domains):
        if not DOMAIN.fullmatch(domain):
            yield Error(
                f"ALLOWED_EMAIL_DOMAINS: “{domain}” is no domain.",
                hint="Write whole domains such as example.com; there are no wildcards.",
                id="accounts.E001",
            )


def _issuer(provider: Provider) -> Iterator[CheckMessage]:
    issuer = urlsplit(provider.issuer)
    if provider.trust_email and EVERYBODYS_DIRECTORIES & set(issuer.path.split("/")):
        yield Error(
            f"{provider.key}: trusting the addresses of a directory of every company means that"
            " anybody can claim any address in a directory of their own.",
            hint="Put your own tenant's id into the issuer.",
            id="accounts.E002",
        )
    if issuer.scheme == "http" and not settings.DEBUG:
        yield Error(
            f"{provider.key}: the issuer must begin with https://: who signs in is decided by its"
            " answers.",
            id="accounts.E003",
        )
    if len(provider.issuer) > ISSUER_LENGTH:
        yield Error(
            f"{provider.key}: the issuer is longer than {ISSUER_LENGTH} characters.",
            id="accounts.E004",
        )


def _site_is_closed() -> Iterator[CheckMessage]:
    if "accounts.middleware.SignInRequiredMiddleware" not in settings.MIDDLEWARE:
        yield Error(
            "SignInRequiredMiddleware is missing: the whole wiki would be public.",
            id="accounts.E005",
        )
