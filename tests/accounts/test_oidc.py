"""What is checked of an OpenID Connect provider's answer, and what each kind means by it."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from django.test import Client

from accounts.claims import ClaimsRefused
from accounts.models import AuditEntry, IdentityProvider, User
from accounts.oidc.presets import in_standard_words
from accounts.providers import ENTRA, GOOGLE, discovery
from accounts.providers import provider as find_provider
from accounts.providers.asking import ProviderDown
from accounts.providers.discovery import UnknownKey
from tests.accounts.conftest import (
    CALLBACK,
    GONE,
    ISSUER,
    START,
    SignIn,
    change_provider,
    signed_in_as,
)
from tests.accounts.conftest import (
    IdentityProvider as Idp,
)

pytestmark = pytest.mark.django_db

TENANT = "8f0c5e0a-3c4b-4b7e-9d57-0a1b2c3d4e5f"
ALICE = {"sub": "a-1", "email": "alice@example.com"}
CHECK = "/admin/accounts/identityprovider/check/sso/"


def asked(client: Client, path: str = START) -> dict[str, list[str]]:
    return parse_qs(urlsplit(client.get(path)["Location"]).query)


# --- The id token -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": GONE},
        {"aud": ["imprimatur", "another"]},
        {"azp": "another"},
        {"iss": f"{ISSUER}/"},
        {"iss": GONE},
        {"aud": GONE},
        {"exp": GONE},
        {"iat": GONE},
        {"exp": -120},
        {"iat": 3_600},
        {"nbf": 3_600},
    ],
    ids=str,
)
def test_a_token_that_is_not_the_answer(
    client: Client, sign_in: SignIn, provider: Idp, claims: dict[str, Any]
) -> None:
    now = int(time.time())  # numbers are seconds from now
    provider.id_token = {k: now + v if isinstance(v, int) else v for k, v in claims.items()}
    assert sign_in(**ALICE).status_code == 503
    assert signed_in_as(client) is None
    assert AuditEntry.objects.filter(kind="sign_in_failed").count() == 1


def test_a_token_for_several_that_we_asked_for(sign_in: SignIn, provider: Idp) -> None:
    now = int(time.time())
    provider.id_token = {"aud": ["other", "imprimatur"], "azp": "imprimatur", "iat": now + 30}
    assert sign_in(**ALICE).status_code == 302  # and a clock half a minute ahead


def test_a_token_that_somebody_else_signed(client: Client, sign_in: SignIn, provider: Idp) -> None:
    ours, provider.key = provider.key, ec.generate_private_key(ec.SECP256R1())
    public = jwt.algorithms.ECAlgorithm.to_jwk(ours.public_key(), as_dict=True)
    provider.answers["/jwks"] = {"keys": [{**public, "kid": "first"}]}
    assert sign_in(**ALICE).status_code == 503
    assert signed_in_as(client) is None


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_that_anybody_can_sign(
    client: Client,
    sign_in: SignIn,
    provider: Idp,
    monkeypatch: pytest.MonkeyPatch,
    algorithm: str,
) -> None:
    key = None if algorithm == "none" else "the client's own secret, long enough for it"
    monkeypatch.setattr(
        provider, "sign", lambda claims: jwt.encode(claims, key, algorithm, {"kid": "first"})
    )
    assert sign_in(**ALICE).status_code == 503
    assert signed_in_as(client) is None


def test_new_keys_are_fetched_once(sign_in: SignIn, client: Client, provider: Idp) -> None:
    sign_in(**ALICE)
    provider.key, provider.kid = ec.generate_private_key(ec.SECP256R1()), "second"
    assert sign_in(**ALICE).status_code == 302
    provider.kid, provider.answers["/jwks"] = "third", {"keys": []}
    sso = find_provider("sso")
    assert sso is not None
    before = len(provider.asked)
    for _ in range(3):
        with pytest.raises(UnknownKey):
            discovery.signing_key(sso, provider.sign({}))
    assert len(provider.asked) == before  # fetched anew a moment ago


def test_discovery_and_keys_are_asked_once(sign_in: SignIn, client: Client, provider: Idp) -> None:
    for _ in range(2):
        sign_in(**ALICE)
    paths = [urlsplit(url).path for url, _ in provider.asked]
    assert paths.count("/.well-known/openid-configuration") == paths.count("/jwks") == 1
    sso = find_provider("sso")
    assert sso is not None
    assert discovery.end_session_endpoint(sso) == f"{ISSUER}/logout"


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://idp.example/token"},
        {"end_session_endpoint": "javascript:alert(1)"},
        {"jwks_uri": None},
    ],
    ids=str,
)
def test_a_discovery_document_that_is_not_taken(
    client: Client, provider: Idp, change: dict[str, Any]
) -> None:
    provider.answers["/.well-known/openid-configuration"] = {**provider._discovery(), **change}
    assert client.get(START).status_code == 503
    sso = find_provider("sso")
    assert sso is not None
    asked_once = len(provider.asked)
    with pytest.raises(ProviderDown):
        discovery.document(sso)
    assert discovery.end_session_endpoint(sso) == ""
    assert len(provider.asked) == asked_once  # nobody waits for it again so soon


def test_a_provider_without_userinfo(sign_in: SignIn, provider: Idp) -> None:
    document = provider._discovery()
    del document["userinfo_endpoint"]
    provider.answers["/.well-known/openid-configuration"] = document
    provider.id_token = {**ALICE, "email_verified": True, "name": "Alice"}
    assert sign_in(**ALICE).status_code == 302


def test_claims_that_only_userinfo_has(client: Client, sign_in: SignIn) -> None:
    sign_in(**ALICE, job_title="Head of Sales", locale="fr")
    user = signed_in_as(client)
    assert user is not None
    assert (user.job_title, user.locale, user.email) == (
        "Head of Sales",
        "fr",
        "alice@example.com",
    )


def test_an_answer_too_large_or_of_another_issuer(
    client: Client, sign_in: SignIn, provider: Idp
) -> None:
    provider.answers["/userinfo"] = {"sub": "a-1", "x": "x" * 2_000_000}
    assert sign_in(**ALICE).status_code == 503
    state = asked(client)["state"][0]
    query = {"code": "c", "state": state, "iss": "https://evil.example"}
    assert client.get(CALLBACK, query).status_code == 503
    assert not provider.asked[-1][0].endswith("/token")


def test_an_answer_to_another_providers_question(client: Client, provider: Idp) -> None:
    IdentityProvider.objects.create(
        key="two", name="Two", issuer="https://two.example", client_id="w", domains="example.com"
    )
    state = asked(client)["state"][0]
    response = client.get("/accounts/oidc/two/login/callback/", {"code": "c", "state": state})
    assert response.status_code == 400
    assert signed_in_as(client) is None


def test_too_many_from_one_address(
    client: Client, provider: Idp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.views.signing_in.TRIES", 2)
    assert [client.get(START).status_code for _ in range(4)] == [302, 302, 429, 429]
    assert client.get(CALLBACK).status_code == 400
    assert AuditEntry.objects.get(kind="too_many_tries").what == "sso-start"


def test_what_the_audit_log_says_of_the_refused(sign_in: SignIn) -> None:
    sign_in(sub="e-1", email="eve.outsider@evil.example")
    line = AuditEntry.objects.get(kind="sign_in_refused")
    assert "…@evil.example" in line.detail["reason"]
    assert "eve" not in str(line.detail)
    assert line.address == "127.0.0.1"


# --- Google and Entra ---------------------------------------------------------------------------


def test_google_is_asked_for_the_domain_and_has_to_name_it(
    client: Client, sign_in: SignIn, provider: Idp, settings: Any
) -> None:
    change_provider(settings, kind=GOOGLE, hosted_domain="example.com")
    assert asked(client)["hd"] == ["example.com"]
    for wrong in (GONE, "evil.example", "sub.example.com", ["example.com"]):
        provider.id_token = {"hd": wrong}
        assert sign_in(**ALICE).status_code == 403
    assert not User.objects.exists()
    provider.id_token = {"hd": "example.com"}
    assert sign_in(**ALICE).status_code == 302


def test_googles_hosted_domain_is_not_userinfos_to_say(
    sign_in: SignIn, provider: Idp, settings: Any
) -> None:
    change_provider(settings, kind=GOOGLE, hosted_domain="example.com")
    provider.id_token = {"hd": "evil.example"}
    assert sign_in(**ALICE, hd="example.com").status_code == 403


def test_a_private_google_account_where_google_was_entered_as_any_provider(settings: Any) -> None:
    """Its address may be that of somebody who left."""
    change_provider(settings, issuer="https://accounts.google.com")
    told = settings.PROVIDERS[0]
    for hosted in ({}, {"hd": None}, {"hd": ["example.com"]}):
        with pytest.raises(ClaimsRefused, match="private Google account"):
            in_standard_words(told, {**ALICE, **hosted})
    # The Workspace's main domain, whatever the addresses are.
    assert in_standard_words(told, {**ALICE, "hd": "example.org"})


def entra(provider: Idp, settings: Any, trust_email: bool = False, **claims: Any) -> None:
    change_provider(settings, kind=ENTRA, tenant=TENANT, trust_email=trust_email)
    given = {"tid": TENANT, "oid": "o-1", "sub": "pairwise", "name": "Alice", **claims}
    provider.id_token = {name: given[name] for name in given if given[name] is not None}


def test_entra_knows_people_by_their_object_id(
    client: Client, sign_in: SignIn, provider: Idp, settings: Any
) -> None:
    entra(provider, settings, email="alice@example.com", xms_edov=True)
    assert sign_in(email="ignored@evil.example").status_code == 302
    user = signed_in_as(client)
    assert user is not None
    assert user.socialaccount_set.get().uid == "o-1"
    assert not any(url.endswith("/userinfo") for url, _ in provider.asked)


@pytest.mark.parametrize(
    ("trust", "claims", "status"),
    [
        (True, {"email": "alice@example.com"}, 302),
        (True, {"preferred_username": "alice@example.com"}, 302),
        (True, {"upn": "alice@example.com"}, 302),
        (True, {"preferred_username": "alice@other.example"}, 403),
        (True, {"email": "alice@example.com", "xms_edov": False}, 403),
        (False, {"email": "alice@example.com", "xms_edov": "1"}, 302),
        (False, {"email": "alice@example.com", "xms_edov": "false"}, 403),
        (False, {"email": "alice@example.com"}, 403),
        (False, {"preferred_username": "alice@example.com"}, 403),
        (True, {"email": "alice@example.com", "tid": "9188040d-6c67-4c5b-b112-36a304b66dad"}, 403),
        (True, {"email": "alice@example.com", "tid": None}, 403),
        (True, {"email": "alice@example.com", "oid": None}, 403),
    ],
    ids=str,
)
def test_whom_entra_vouches_for(
    sign_in: SignIn,
    provider: Idp,
    settings: Any,
    trust: bool,
    claims: dict[str, Any],
    status: int,
) -> None:
    entra(provider, settings, trust, **claims)
    assert sign_in().status_code == status


# --- Trying it out ------------------------------------------------------------------------------


def test_a_test_sign_in_changes_nothing(client: Client, provider: Idp, admin: User) -> None:
    assert client.get(f"{START}?test").status_code == 404
    client.force_login(admin)
    query = asked(client, f"{START}?test")
    provider.nonce = query["nonce"][0]
    long_text = "<b>" + "x" * 500
    provider.claims = {**ALICE, "email_verified": True, "name": long_text, "groups": ["a", "b"]}
    response = client.get(CALLBACK, {"code": "a-code", "state": query["state"][0]})
    assert (response.status_code, response["Location"]) == (302, CHECK)
    page = client.get(CHECK).content.decode()
    assert "alice@example.com" in page
    assert "What would become of it" in page
    assert "&lt;b&gt;xxx" in page
    assert "x" * 100 not in page
    assert signed_in_as(client) == admin
    assert list(User.objects.all()) == [admin]
    assert not AuditEntry.objects.filter(kind="signed_in", about__isnull=True).exists()


def test_a_test_says_what_went_wrong(client: Client, provider: Idp, admin: User) -> None:
    client.force_login(admin)
    query = asked(client, f"{START}?test")
    client.get(CALLBACK, {"code": "a-code", "state": query["state"][0]})  # no nonce came back
    assert "answers another question (nonce)" in client.get(CHECK).content.decode()
    provider.nonce = (query := asked(client, f"{START}?test"))["nonce"][0]
    provider.claims = {"sub": "e-1", "email": "eve@evil.example", "email_verified": True}
    client.get(CALLBACK, {"code": "a-code", "state": query["state"][0]})
    page = client.get(CHECK).content.decode()
    assert "could not sign in: The address eve@evil.example is not one" in page
    cache.clear()
    provider.answers["/.well-known/openid-configuration"] = requests.ConnectionError("refused")
    assert client.get(f"{START}?test")["Location"] == CHECK
    assert "does not answer" in client.get(CHECK).content.decode()


def test_one_that_is_switched_off_can_be_tried_by_admins_alone(
    client: Client, provider: Idp, admin: User, alice: User
) -> None:
    IdentityProvider.objects.create(
        key="next",
        name="Next",
        issuer=ISSUER,
        client_id="imprimatur",
        domains="example.com",
        is_active=False,
    )
    start = "/accounts/oidc/next/login/"
    for person in (None, alice):
        if person:
            client.force_login(person)
        assert client.get(start).status_code == client.get(f"{start}?test").status_code == 404
    client.force_login(admin)
    assert client.get(start).status_code == 404
    assert asked(client, f"{start}?test")["client_id"] == ["imprimatur"]
