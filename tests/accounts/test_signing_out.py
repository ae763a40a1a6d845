"""Out: here at once, and at the identity provider for whoever wants that too."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from accounts.models import AuditEntry, BrowserSession, User
from tests.accounts.conftest import ISSUER, IdentityProvider, SignIn, signed_in_as

pytestmark = pytest.mark.django_db

OUT, AFTER, THERE = "/accounts/logout/", "/accounts/signed-out/", "/accounts/signed-out/there/"
LOGIN = "/accounts/login/"
DISCOVERY = "/.well-known/openid-configuration"


@pytest.fixture
def alice_in(client: Client, sign_in: SignIn) -> User:
    sign_in(sub="a-1", email="alice@example.com")
    found = signed_in_as(client)
    assert found is not None
    return found


def text(response: HttpResponse) -> str:
    return response.content.decode()


def test_out_here_and_then_at_the_provider(client: Client, alice_in: User) -> None:
    id_token = BrowserSession.objects.get().id_token
    asked = text(client.get(OUT))
    assert "Sign out here and at your company account" in asked
    assert id_token not in asked
    assert signed_in_as(client) == alice_in  # a GET only asks
    response = client.post(OUT)
    assert response["Location"] == AFTER
    assert response["Clear-Site-Data"] == '"cache"'
    # Out here, whatever follows; and nothing of it is left behind.
    assert signed_in_as(client) is None
    assert not BrowserSession.objects.exists()
    line = AuditEntry.objects.get(kind="signed_out")
    assert (line.by, line.address) == (alice_in, "127.0.0.1")
    page = client.get(AFTER)
    assert "You are signed out here" in text(page)
    assert "Refresh" not in page
    assert client.post(OUT)["Location"] == AFTER  # a double click
    there = client.get(THERE)["Location"]
    assert there.startswith(f"{ISSUER}/logout?")
    told = {name: value for name, (value,) in parse_qs(urlsplit(there).query).items()}
    state = told.pop("state")
    assert told == {
        "client_id": "imprimatur",
        "id_token_hint": id_token,
        "post_logout_redirect_uri": f"http://testserver{AFTER}",
    }
    # Back from there, and only then, it says so.
    assert "signed out here" in text(client.get(AFTER, {"state": "x" + state}))
    back = client.get(AFTER, {"state": state}, follow=True)
    assert back.redirect_chain == [(LOGIN, 302)]
    assert "You are signed out here and at your company account." in text(back)
    assert client.get(THERE)["Location"] == client.get(AFTER)["Location"] == LOGIN
    assert not Session.objects.filter(session_data__contains=id_token).exists()


def test_both_at_once(client: Client, alice_in: User) -> None:
    page = client.post(OUT, {"there": "1"}, follow=True)
    assert page.redirect_chain == [(f"{AFTER}?on=1", 302)]
    assert page["Refresh"] == f"0; url={THERE}"
    assert f'href="{THERE}"' in text(page)


def test_nobody_is_signed_in_again_without_noticing(
    client: Client, alice_in: User, settings: Any
) -> None:
    settings.SSO_AUTO = True
    client.post(OUT)
    page = client.get(LOGIN, {"next": "/people/"})
    assert page.status_code == 200
    assert "Continue with your company account" in text(page)


def test_signing_in_again_forgets_the_offer(
    client: Client, alice_in: User, sign_in: SignIn
) -> None:
    client.post(OUT)
    sign_in(sub="a-1", email="alice@example.com")
    assert client.get(THERE)["Location"] == LOGIN
    assert "signing_out" not in client.session
    assert client.session.get_expiry_age() > 13 * 24 * 3600


@pytest.mark.parametrize("trouble", ["down", "none", "unsafe", "gone"])
def test_where_the_provider_offers_nothing_it_is_out_all_the_same(
    client: Client, alice_in: User, provider: IdentityProvider, settings: Any, trouble: str
) -> None:
    cache.clear()
    known = provider._discovery()
    provider.answers[DISCOVERY] = {
        "down": requests.ConnectionError("down"),
        "none": {name: known[name] for name in known if name != "end_session_endpoint"},
        "unsafe": {**known, "end_session_endpoint": "javascript:alert(1)"},
        "gone": known,
    }[trouble]
    if trouble == "gone":
        settings.PROVIDERS = []
    out = client.post(OUT, {"there": "1"}, follow=True)
    assert out.redirect_chain == [(LOGIN, 302)]
    assert "You are signed out." in text(out)
    assert signed_in_as(client) is None


def test_other_doors_lead_out_as_well(client: Client, alice: User) -> None:
    client.force_login(alice, backend="accounts.backends.SessionBackend")
    assert "Sign out here and at" not in text(client.get(OUT))
    assert client.post(OUT)["Location"] == LOGIN
    assert client.get(OUT)["Location"] == client.post(OUT)["Location"] == LOGIN
    assert client.post(AFTER).status_code == client.post(THERE).status_code == 405


def test_while_the_provider_is_down_those_who_are_in_stay_in(
    client: Client, alice_in: User, provider: IdentityProvider
) -> None:
    cache.clear()
    for path in (DISCOVERY, "/jwks", "/token", "/userinfo"):
        provider.answers[path] = requests.ConnectionError("down")
    assert client.get("/me/sessions/").status_code == 200
    assert Client().get("/accounts/oidc/sso/login/").status_code == 503
    assert client.get("/me/sessions/").status_code == 200
