"""`manage.py check_sso` and the page of the same in the administration."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from io import StringIO
from typing import Any

import pytest
import requests
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import IdentityProvider, User
from tests.accounts.conftest import IdentityProvider as Idp
from tests.accounts.conftest import change_provider

pytestmark = pytest.mark.django_db

DOCUMENT = "/.well-known/openid-configuration"
CHECK = "/admin/accounts/identityprovider/check/sso/"


def told(*arguments: str) -> str:
    out = StringIO()
    try:
        call_command("check_sso", *arguments, stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}\n{error}"
    return out.getvalue()


def test_when_all_is_well(provider: Idp, settings: Any) -> None:
    provider.headers["Date"] = format_datetime(timezone.now(), usegmt=True)
    said = told()
    assert "✗" not in said
    assert "✓ It calls itself https://idp.example, as the settings do." in said
    assert "✓ Its clock and ours agree." in said
    assert "✓ It has 1 key(s) to sign with." in said
    assert "✓ It knows PKCE (S256)." in said
    assert "✓ People can sign out there, too." in said
    assert "http://testserver/accounts/oidc/sso/login/callback/" in said
    assert settings.PROVIDERS[0].secret not in said


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"issuer": "https://login.example"},
            "It calls itself https://login.example, the",
        ),
        ({"jwks_uri": None}, "says nothing usable as jwks_uri"),
        ({"token_endpoint": "http://idp.example/t"}, "token_endpoint is not an https:// address"),
        ({"response_types_supported": ["id_token"]}, "does not offer the code flow"),
        ({"id_token_signing_alg_values_supported": ["HS256"]}, "signs in no way that we accept"),
        ({"token_endpoint_auth_methods_supported": ["private_key_jwt"]}, "which it does not list"),
    ],
    ids=str,
)
def test_what_is_wrong_with_its_document(
    provider: Idp, changes: dict[str, Any], sentence: str
) -> None:
    provider.answers[DOCUMENT] = {**provider._discovery(), **changes}
    said = told("sso")
    assert sentence in said
    assert "Something is wrong" in said


def test_what_is_wrong_elsewhere(provider: Idp, settings: Any) -> None:
    provider.headers["Date"] = format_datetime(timezone.now() - timedelta(minutes=5), usegmt=True)
    said = told()
    assert "seconds apart" in said
    assert "NTP" in said
    provider.answers["/jwks"] = {"keys": []}
    assert "✗ It has no public key." in told()
    for broken in (requests.ConnectionError("refused"), 404, "<html>", "[]"):
        provider.answers[DOCUMENT] = broken
        assert "✗ It cannot be asked" in told()
    change_provider(settings, issuer="http://idp.example", domains=frozenset())
    said = told()
    assert "✗ It is asked over plain http." in said
    assert "✗ The domains is not set: name the e-mail domains" in said
    assert "There is no provider “nobody”" in told("nobody")
    settings.PROVIDERS = []
    assert "There is no identity provider" in told()


def test_saml_and_what_is_switched_off() -> None:
    IdentityProvider.objects.create(
        key="saml1",
        kind="saml",
        name="SAML",
        is_active=False,
        domains="example.com",
        entity_id="https://saml.example",
        sso_url="https://saml.example/sso",
        certificates="-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----",
    )
    said = told("saml1")
    assert "http://testserver/accounts/saml/saml1/metadata/" in said
    assert "✗ A certificate cannot be read." in said
    assert "saml1" not in told()


def test_the_page_asks_only_when_told_to(
    client: Client, provider: Idp, admin: User, alice: User, settings: Any
) -> None:
    client.force_login(alice)
    assert client.post(CHECK, follow=True).status_code == 403
    client.force_login(admin)
    page = client.get(CHECK)
    assert page.status_code == 200
    assert not provider.asked
    page = client.post(CHECK)
    assert "It knows PKCE (S256)." in page.content.decode()
    assert settings.PROVIDERS[0].secret not in page.content.decode()
    assert client.get("/admin/accounts/identityprovider/check/nobody/").status_code == 404
    assert CHECK.encode() in client.get("/admin/accounts/identityprovider/").content
