"""Identity providers: read from the environment, entered by admins, and checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts import tokens
from accounts.models import AuditEntry, IdentityProvider, User
from accounts.providers import ENTRA, GOOGLE, SAML, Provider, provider, providers
from accounts.providers.client_keys import client_assertion
from accounts.providers.environment import read_providers
from accounts.sealing import seal, unseal
from tests.accounts.conftest import ISSUER, START, SignIn, change_provider
from tests.accounts.conftest import IdentityProvider as Idp
from wiki.env import Env

TENANT = "8f0c5e0a-3c4b-4b7e-9d57-0a1b2c3d4e5f"
STAFF = {
    "SSO_PROVIDERS": "staff",
    "SSO_STAFF_KIND": "entra",
    "SSO_STAFF_TENANT": TENANT,
    "SSO_STAFF_CLIENT_ID": "wiki",
    "SSO_STAFF_CLIENT_SECRET": "s",
    "SSO_STAFF_DOMAINS": "Example.com, example.fr",
}
METADATA = """<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata"
  xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="https://saml.example">
  <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data>
      <ds:X509Certificate>QUJD</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>
    <KeyDescriptor use="encryption"><ds:KeyInfo><ds:X509Data>
      <ds:X509Certificate>WFla</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>
    <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
      Location="https://saml.example/post"/>
    <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
      Location="https://saml.example/sso"/>
  </IDPSSODescriptor>
</EntityDescriptor>"""

ADD = "/admin/accounts/identityprovider/add/"
LIST = "/admin/accounts/identityprovider/"


def private_pem(bits: int = 2048) -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return pem.decode()


# --- The environment ----------------------------------------------------------------------------


def test_what_the_environment_names() -> None:
    google = {
        "SSO_PROVIDERS": "staff,my-google",
        "SSO_MY_GOOGLE_KIND": "google",
        "SSO_MY_GOOGLE_CLIENT_ID": "g",
        "SSO_MY_GOOGLE_CLIENT_SECRET": "s",
        "SSO_MY_GOOGLE_HOSTED_DOMAIN": "Example.com",
        "SSO_MY_GOOGLE_DOMAINS": "example.com",
    }
    plain = {
        "OIDC_ISSUER": "https://idp.example/",
        "OIDC_CLIENT_ID": "w",
        "ALLOWED_EMAIL_DOMAINS": "@example.com",
    }
    sso, staff, my_google = read_providers(Env({**STAFF, **google, **plain}))
    assert (sso.key, sso.issuer, sso.domains) == (
        "sso",
        "https://idp.example",
        frozenset({"example.com"}),
    )
    assert (staff.kind, staff.name) == (ENTRA, "Staff")
    assert staff.issuer == f"https://login.microsoftonline.com/{TENANT}/v2.0"
    assert staff.domains == {"example.com", "example.fr"}
    assert (my_google.kind, my_google.issuer) == (GOOGLE, "https://accounts.google.com")
    assert my_google.hosted_domain == "example.com"
    assert "secret" not in repr(staff)


def test_a_private_key_and_metadata_may_be_files(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text(private_pem())
    (tmp_path / "idp.xml").write_text(METADATA)
    keyed = {**STAFF, "SSO_STAFF_CLIENT_SECRET": "", "SSO_STAFF_PRIVATE_KEY": ""}
    keyed["SSO_STAFF_PRIVATE_KEY"] = str(tmp_path / "key.pem")
    [staff] = read_providers(Env(keyed))
    assert staff.private_key.startswith("-----BEGIN PRIVATE KEY-----")
    saml = {
        "SSO_PROVIDERS": "saml1",
        "SSO_SAML1_KIND": "saml",
        "SSO_SAML1_METADATA": str(tmp_path / "idp.xml"),
        "SSO_SAML1_DOMAINS": "example.com",
    }
    [one] = read_providers(Env(saml))
    assert one.saml is not None
    assert (one.kind, one.issuer) == (SAML, "https://saml.example")
    assert one.saml.sso_url == "https://saml.example/sso"
    assert [pem.splitlines()[1] for pem in one.saml.certificates] == ["QUJD"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SSO_PROVIDERS": "staff,staff"}, "SSO_PROVIDERS names “staff” twice"),
        ({"SSO_PROVIDERS": "Staff"}, "SSO_PROVIDERS: “Staff” is no key"),
        ({"SSO_PROVIDERS": "demo"}, "SSO_PROVIDERS: “demo” means something else"),
        ({"SSO_STAFF_KIND": "azure"}, "SSO_STAFF_KIND: “azure” is none of"),
        ({"SSO_STAFF_TENANT": "common"}, "SSO_STAFF_TENANT: “common” lets every company"),
        ({"SSO_STAFF_TENANT": "organizations"}, "SSO_STAFF_TENANT: “organizations” lets every"),
        ({"SSO_STAFF_TENANT": "example.com"}, "SSO_STAFF_TENANT must be the id"),
        ({"SSO_STAFF_CLIENT_ID": ""}, "SSO_STAFF_CLIENT_ID is not set"),
        ({"SSO_STAFF_CLIENT_SECRET": ""}, "SSO_STAFF_CLIENT_SECRET is not set"),
        ({"SSO_STAFF_DOMAINS": ""}, "SSO_STAFF_DOMAINS is not set"),
        ({"SSO_STAFF_DOMAINS": "*.example.com"}, "SSO_STAFF_DOMAINS: “*.example.com” is no domain"),
        ({"SSO_STAFF_TRUST_EMAIL": "maybe"}, "SSO_STAFF_TRUST_EMAIL must be 1 or 0"),
        ({"SSO_STAFF_MAPPING": "{"}, "SSO_STAFF_MAPPING is no JSON"),
        ({"SSO_STAFF_MAPPING": "[]"}, "SSO_STAFF_MAPPING must be an object"),
        ({"SSO_STAFF_PRIVATE_KEY": "nonsense"}, "SSO_STAFF_PRIVATE_KEY: It is no private key"),
        ({"SSO_STAFF_PRIVATE_KEY": "/nowhere/key"}, "SSO_STAFF_PRIVATE_KEY: “/nowhere/key” cannot"),
        ({"SSO_STAFF_KIND": "oidc"}, "SSO_STAFF_ISSUER is not set"),
        ({"SSO_STAFF_KIND": "saml"}, "SSO_STAFF_ENTITY_ID is not set"),
    ],
    ids=lambda value: " ".join(map("=".join, value.items())) if type(value) is dict else "",
)
def test_a_wrong_value_stops_the_start(changes: dict[str, str], sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        read_providers(Env({**STAFF, **changes}))
    assert str(refusal.value).startswith(sentence)
    assert str(refusal.value).endswith(".")


# --- The database -------------------------------------------------------------------------------


def stored(**changes: Any) -> IdentityProvider:
    given = {
        "key": "partners",
        "name": "Partners",
        "issuer": "https://partners.example",
        "client_id": "wiki",
        "sealed_secret": seal("shh"),
        "domains": "partner.example",
    }
    return IdentityProvider.objects.create(**{**given, **changes})


@pytest.mark.django_db
def test_those_in_use_in_order(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    stored()
    stored(key="second", name="A second one", position=1)
    stored(key="sso", name="Would hide the environment's")
    stored(key="off", is_active=False)
    stored(key="lost", sealed_secret="sealed with another key")
    with django_assert_num_queries(1):
        assert [one.key for one in providers()] == ["sso", "partners", "second"]
    with django_assert_num_queries(0):
        found = provider("sso")
        assert found is not None
        assert found.is_from_environment
    partners = provider("partners")
    assert partners is not None
    assert (partners.secret, partners.domains) == ("shh", frozenset({"partner.example"}))
    assert "shh" not in repr(partners)
    assert provider("off") is None
    assert provider("nobody") is None


@pytest.mark.django_db
def test_an_admin_enters_one(client: Client, admin: User, alice: User) -> None:
    client.force_login(alice)
    assert client.get(LIST, follow=True).status_code == 403
    client.force_login(admin)
    assert b"?kind=entra" in client.get(ADD).content
    typed = {
        "kind": "entra",
        "key": "staff",
        "name": "Staff <b>",
        "is_active": "on",
        "position": "0",
        "domains": "example.com, Example.fr",
        "tenant": "common",
        "client_id": "wiki",
        "secret": "top secret",
        "mapping": "{}",
    }
    refused = client.post(ADD, typed)
    assert "lets every company of the world in" in refused.content.decode()
    assert b"top secret" not in refused.content
    assert client.post(ADD, {**typed, "tenant": TENANT, "key": "sso"}).status_code == 200
    assert not IdentityProvider.objects.exists()
    assert client.post(ADD, {**typed, "tenant": TENANT}).status_code == 302
    row = IdentityProvider.objects.get()
    assert unseal(row.sealed_secret) == "top secret"
    assert "top secret" not in json.dumps(list(IdentityProvider.objects.values()), default=str)
    assert (row.domains, row.changed_by) == ("example.com\nexample.fr", admin)
    page = client.get(f"{LIST}{row.pk}/change/").content
    assert b"top secret" not in page
    assert b"One is stored" in page
    changed = {**typed, "tenant": TENANT, "secret": "", "name": "Staff", "key": "other"}
    assert client.post(f"{LIST}{row.pk}/change/", changed).status_code == 302
    row.refresh_from_db()
    assert (row.key, row.name, unseal(row.sealed_secret)) == ("staff", "Staff", "top secret")
    told = AuditEntry.objects.filter(kind="provider_changed").order_by("pk").last()
    assert told is not None
    assert (told.by, told.what, told.detail) == (admin, "staff", {"fields": ["name"]})
    assert "top secret" not in json.dumps(list(AuditEntry.objects.values("detail", "what")))
    assert b"Your company account".lower() in client.get(LIST).content.lower()
    forgotten = {**changed, "forget_secret": "on", "key": "staff"}
    assert (
        "asks for a secret or a key"
        in client.post(f"{LIST}{row.pk}/change/", forgotten).content.decode()
    )


@pytest.mark.django_db
def test_a_stored_secret_does_not_go_to_an_address_entered_later(
    client: Client, admin: User, settings: Any
) -> None:
    """Else whoever may change the address could read the secret, which nobody sees again."""
    client.force_login(admin)
    typed = {
        "kind": "oidc",
        "key": "staff",
        "name": "Staff",
        "is_active": "on",
        "position": "0",
        "domains": "example.com",
        "issuer": "https://idp.example",
        "client_id": "wiki",
        "secret": "top secret",
        "mapping": "{}",
    }
    assert client.post(ADD, typed).status_code == 302
    row = IdentityProvider.objects.get()
    page = f"{LIST}{row.pk}/change/"
    moved = {**typed, "secret": "", "issuer": "https://evil.example"}
    assert "Enter it again" in client.post(page, moved).content.decode()
    row.refresh_from_db()
    assert row.issuer == "https://idp.example"
    settings.SECURE = True
    plain = {**moved, "secret": "another", "issuer": "http://evil.example"}
    assert "must begin with https://" in client.post(page, plain).content.decode()
    assert client.post(page, {**moved, "secret": "another"}).status_code == 302
    row.refresh_from_db()
    assert (row.issuer, unseal(row.sealed_secret)) == ("https://evil.example", "another")


@pytest.mark.django_db
def test_tokens_go_with_their_provider(client: Client, admin: User) -> None:
    """Another one with its key would else be spoken for by them."""
    row = IdentityProvider.objects.create(key="staff", name="Staff", domains="example.com")
    token, other = (tokens.make("Directory", key, admin)[0] for key in ("staff", "sso"))
    client.force_login(admin)
    assert client.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not IdentityProvider.objects.exists()
    assert list(tokens.valid()) == [other]
    assert AuditEntry.objects.get(kind="token_revoked").what == str(token)


# --- Proving who we are -------------------------------------------------------------------------


def test_a_signed_statement_is_for_this_address_and_a_minute() -> None:
    pem = private_pem()
    wiki = Provider("staff", ENTRA, "Staff", client_id="wiki", private_key=pem)
    statement = client_assertion(wiki, "https://idp.example/token")
    key = serialization.load_pem_private_key(pem.encode(), None).public_key()
    said = jwt.decode(statement, key, ["RS256"], audience="https://idp.example/token")
    assert (said["iss"], said["sub"]) == ("wiki", "wiki")
    assert said["exp"] - said["iat"] == 60
    assert (
        jwt.decode(
            client_assertion(wiki, "https://idp.example/token"),
            key,
            ["RS256"],
            audience=said["aud"],
        )["jti"]
        != said["jti"]
    )


@pytest.mark.django_db
def test_a_key_instead_of_a_secret(sign_in: SignIn, provider: Idp, settings: Any) -> None:
    change_provider(settings, secret="not to be sent", private_key=private_pem())
    assert sign_in(sub="a-1", email="alice@example.com").status_code == 302
    sent = next(options["data"] for url, options in provider.asked if url.endswith("/token"))
    assert sent["client_assertion_type"].endswith(":jwt-bearer")
    assert sent["client_assertion"].count(".") == 2
    assert "client_secret" not in sent
    assert "not to be sent" not in str(sent)


@pytest.mark.django_db
def test_several_on_the_sign_in_page(
    client: Client,
    sign_in: SignIn,
    settings: Any,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    stored(name="Ein sehr langer Name " * 3)
    settings.SSO_AUTO = True
    with django_assert_num_queries(1):
        page = client.get("/accounts/login/", {"next": "/a/"})
    assert [door["key"] for door in page.context["doors"]] == ["sso", "partners"]
    client.cookies["imprimatur_provider"] = "partners"
    page = client.get("/accounts/login/")
    assert [door["key"] for door in page.context["doors"]] == ["partners", "sso"]
    response = sign_in(sub="a-1", email="alice@example.com")
    cookie = response.cookies["imprimatur_provider"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("sso", True, "Lax")
    assert ISSUER not in cookie.OutputString()


@pytest.mark.django_db
def test_straight_to_the_only_one_but_not_after_signing_out(client: Client, settings: Any) -> None:
    settings.SSO_AUTO = True
    assert client.get("/accounts/login/").status_code == 200
    response = client.get("/accounts/login/", {"next": "/a/"})
    assert (response.status_code, response["Location"]) == (302, f"{START}?next=%2Fa%2F")
    client.cookies["imprimatur_provider"] = "-"
    assert client.get("/accounts/login/", {"next": "/a/"}).status_code == 200
