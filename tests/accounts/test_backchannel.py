"""The provider says that somebody signed out there: proven, fresh, once; then it holds at once."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from accounts import sessions
from accounts.models import AuditEntry, BrowserSession, User
from accounts.views import backchannel
from tests.accounts.conftest import ISSUER, IdentityProvider, SignIn, signed_in_as

pytestmark = pytest.mark.django_db

HERE = "/accounts/oidc/sso/backchannel-logout/"
EVENTS = {"http://schemas.openid.net/event/backchannel-logout": {}}
NONE = object()


@pytest.fixture
def alice_in(client: Client, sign_in: SignIn, provider: IdentityProvider) -> User:
    provider.id_token = {"sid": "s-1"}
    sign_in(sub="a-1", email="alice@example.com")
    assert BrowserSession.objects.get().sid == "s-1"
    found = signed_in_as(client)
    assert found is not None
    return found


@pytest.fixture
def token(provider: IdentityProvider) -> Callable[..., str]:
    def make(**changes: Any) -> str:
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": "imprimatur",
            "iat": now,
            "exp": now + 120,
            "jti": "t-1",
            "sub": "a-1",
            "sid": "s-1",
            "events": EVENTS,
            **changes,
        }
        return provider.sign({name: claims[name] for name in claims if claims[name] is not NONE})

    return make


def say(logout_token: str) -> HttpResponse:
    """From the provider's server: no cookies, no token against forgery."""
    return Client(enforce_csrf_checks=True).post(HERE, {"logout_token": logout_token})


def is_in(client: Client) -> bool:
    return client.get("/me/sessions/").status_code == 200


@pytest.mark.parametrize("named", [{}, {"sid": NONE}, {"sub": NONE}])
def test_it_holds_at_once_and_once(
    client: Client, alice_in: User, token: Callable[..., str], named: dict[str, Any]
) -> None:
    elsewhere = Client()
    elsewhere.force_login(alice_in, backend="accounts.backends.SessionBackend")
    sent = token(**named)
    answer = say(sent)
    assert (answer.status_code, answer.content) == (200, b"")
    assert "no-store" in answer["Cache-Control"]
    assert not is_in(client)
    assert is_in(elsewhere)  # through another door
    line = AuditEntry.objects.get(kind="signed_out_by_provider")
    assert (line.about, line.what) == (alice_in, ISSUER)
    again = say(sent)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_request")
    assert "used before" in again.json()["error_description"]


def test_whether_somebody_was_in_is_not_told(token: Callable[..., str]) -> None:
    assert say(token(sub="nobody", sid=NONE)).status_code == 200
    assert say(token(jti="t-2", sub="n" * 5_000, sid="s" * 5_000)).status_code == 200
    assert not AuditEntry.objects.filter(kind="signed_out_by_provider").exists()


NOT_TAKEN: list[dict[str, Any]] = [
    {"iss": "https://other.example"},
    {"aud": "another application"},
    {"exp": 1},
    {"iat": 600},
    {"iat": 2**40},
    {"iat": "yesterday"},
    {"jti": NONE},
    {"jti": ""},
    {"jti": 7},
    {"sub": NONE, "sid": NONE},
    {"sub": "", "sid": NONE},
    {"sub": ["a-1"]},
    {"sid": "s-1\x00"},
    {"events": NONE},
    {"events": "http://schemas.openid.net/event/backchannel-logout"},
    {"events": {"http://schemas.openid.net/event/other": {}}},
    {"events": {"http://schemas.openid.net/event/backchannel-logout": None}},
    # An id token is no logout token, whoever got hold of one.
    {"nonce": "n-1"},
    {"events": NONE, "nonce": "n-1", "jti": NONE},
]


def test_other_tokens_end_nothing(
    client: Client, alice_in: User, token: Callable[..., str]
) -> None:
    for number, changes in enumerate(NOT_TAKEN):
        answer = say(token(**{"jti": f"t-{number}", **changes}))
        assert answer.status_code == 400, changes
        assert set(answer.json()) == {"error", "error_description"}
        assert "a-1" not in answer.content.decode()
    assert is_in(client)


def test_forged_and_broken_tokens(
    client: Client, alice_in: User, token: Callable[..., str], provider: IdentityProvider
) -> None:
    good = token()
    claims = jwt.decode(good, options={"verify_signature": False})
    stranger = ec.generate_private_key(ec.SECP256R1())
    forged = [
        jwt.encode(claims, stranger, "ES256", headers={"kid": provider.kid}),
        jwt.encode(claims, stranger, "ES256", headers={"kid": "unknown"}),
        jwt.encode(claims, None, "none"),
        jwt.encode(claims, "a pretend secret that is long enough", "HS256"),
        good[:-4],
        "",
        "no token",
        "x" * 100_000,
        "\x00.\ud7ff.",
    ]
    assert [say(text).status_code for text in forged] == [400] * len(forged)
    assert Client().post(HERE, b"[", content_type="application/json").status_code == 400
    assert Client().get(HERE).status_code == 405
    assert Client().post(HERE.replace("sso", "other")).status_code == 404
    assert is_in(client)
    assert say(good).status_code == 200  # those before did not use it up


def test_out_of_reach_keys_are_no_proof(
    client: Client, alice_in: User, token: Callable[..., str], provider: IdentityProvider
) -> None:
    cache.clear()
    sent = token()
    provider.answers["/jwks"] = requests.ConnectionError("down")
    assert say(sent).status_code == 503
    assert is_in(client)


def test_guessing_is_slow_and_much_to_tell_is_not(
    token: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backchannel, "TRIES", 3)
    good = [say(token(jti=f"t-{number}")).status_code for number in range(6)]
    assert good == [200] * 6
    assert [say("no token").status_code for _ in range(4)] == [400, 400, 400, 429]
    assert say(token(jti="t-9")).status_code == 429


@pytest.mark.parametrize("algorithm", [["ES256"], {}, None, 7])
def test_a_header_that_is_no_header(provider: IdentityProvider, algorithm: Any) -> None:
    head = json.dumps({"typ": "JWT", "alg": algorithm}).encode()
    parts = (base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (head, b"{}", b"x"))
    assert say(".".join(parts)).status_code == 400


def test_where_ending_fails_the_provider_may_say_it_again(
    client: Client, alice_in: User, token: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, end_by = token(), sessions.end_by
    monkeypatch.setattr(sessions, "end_by", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        say(sent)
    monkeypatch.setattr(sessions, "end_by", end_by)
    assert say(sent).status_code == 200
    assert not is_in(client)


def test_keys_stay_known_while_others_cannot_be_had(
    alice_in: User, provider: IdentityProvider, token: Callable[..., str]
) -> None:
    good = token()
    provider.kid = "unheard of"
    provider.answers["/jwks"] = requests.ConnectionError("refused")
    assert say(token()).status_code == 503
    assert say(good).status_code == 200
