"""Through single sign-on and out again, with all that may go wrong on the way."""

import logging
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from html import unescape
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.http import HttpResponse
from django.test import Client

from accounts import pages
from accounts.models import AuditEntry, User
from accounts.providers import asking
from tests.accounts.conftest import (
    CALLBACK,
    ISSUER,
    START,
    IdentityProvider,
    SignIn,
    change_provider,
    signed_in_as,
)

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


def text(response: HttpResponse) -> str:
    return unescape(response.content.decode())


# --- The way in -------------------------------------------------------------------------------


def test_a_sign_in(client: Client, sign_in: SignIn) -> None:
    response = sign_in(sub="a-1", email="alice@example.com")
    assert (response.status_code, response["Location"]) == (302, "/")
    user = signed_in_as(client)
    assert user is not None
    assert user.email == "alice@example.com"


def test_the_request_to_the_provider(client: Client, provider: IdentityProvider) -> None:
    asked = parse_qs(urlsplit(client.get(START)["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) == 43
    assert asked["response_type"] == ["code"]
    assert asked["redirect_uri"] == ["http://testserver/accounts/oidc/sso/login/callback/"]
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert len(asked["state"][0]) >= 16


def test_the_code_is_redeemed_with_the_verifier(
    sign_in: SignIn, provider: IdentityProvider
) -> None:
    sign_in(sub="a-1", email="alice@example.com")
    redeemed = next(options for url, options in provider.asked if url.endswith("/token"))
    assert len(redeemed["data"]["code_verifier"]) > 42


def test_hostile_names_are_shown_as_text(client: Client, sign_in: SignIn) -> None:
    sign_in(sub="a-1", email="alice@example.com", name="<script>alert(1)</script>" + "é" * 400)
    user = signed_in_as(client)
    assert user is not None
    assert user.name.startswith("script alert(1) /script")
    assert len(user.name) == 150


@pytest.mark.parametrize("destination", ["/operations/laptop/?version=3", "/people/?q=é&x=1"])
def test_deep_links_survive(client: Client, sign_in: SignIn, destination: str) -> None:
    asked = client.get(destination)
    login = asked["Location"]
    assert login.startswith(f"{LOGIN}?next=")
    page = client.get(login)
    [door] = page.context["doors"]
    assert door["url"].startswith(f"{START}?next=")
    destination = parse_qs(urlsplit(door["url"]).query)["next"][0]
    response = sign_in(next_url=destination, sub="a-1", email="alice@example.com")
    assert unescape(requests.utils.unquote(response["Location"])) == requests.utils.unquote(
        destination
    )


@pytest.mark.parametrize(
    "destination",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "http:///evil.example/",
        "javascript:alert(1)",
        "https://testserver.evil.example/",
        "https://testserver@evil.example/",
    ],
)
def test_open_redirects_are_refused(client: Client, sign_in: SignIn, destination: str) -> None:
    assert client.get(LOGIN, {"next": destination}).context["next"] == ""
    assert sign_in(next_url=destination, sub="a-1", email="alice@example.com")["Location"] == "/"
    assert client.get(LOGIN, {"next": destination})["Location"] == "/"


def test_the_query_cannot_tie_an_identity_to_the_person_signed_in(
    client: Client, provider: IdentityProvider, alice: User
) -> None:
    client.force_login(alice)
    provider.claims = {"sub": "eve", "email": "eve@example.com", "email_verified": True}
    started = client.get(START, {"process": "connect", "scope": "admin", "auth_params": "prompt=x"})
    asked = parse_qs(urlsplit(started["Location"]).query)
    assert "admin" not in asked["scope"][0]
    assert "prompt" not in asked
    provider.nonce = asked["nonce"][0]
    client.get(CALLBACK, {"code": "c", "state": asked["state"][0]})
    assert not alice.socialaccount_set.exists()
    user = signed_in_as(client)
    assert user is not None
    assert user.email == "eve@example.com"


def test_signing_in_gives_the_session_a_new_key(client: Client, sign_in: SignIn) -> None:
    client.get(LOGIN)
    client.get(START)
    before = client.session.session_key
    sign_in(sub="a-1", email="alice@example.com")
    assert client.session.session_key != before


# --- Refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        ({"email": "eve@example.com.evil.com"}, "is not one of this company's"),
        ({"email": "eve@evil.com"}, "is not one of this company's"),
        ({"email_verified": False}, "not verified"),
        ({"email_verified": "false"}, "not verified"),
        ({"email_verified": None}, "not verified"),
        ({"email": None}, "did not send your e-mail address"),
        ({"email": ["alice@example.com"]}, "did not send your e-mail address"),
        ({"email": "alice@example.com\x00"}, "characters we do not accept"),
        ({"sub": "s" * 256}, "sent an id for you of more than"),
        ({"sub": "s" * 5_000}, "sent an id for you of more than"),
        ({"sub": ""}, "did not send an id for you"),
        ({"sub": None}, "did not send an id for you"),
        ({"sub": 17}, "did not send an id for you"),
    ],
)
def test_refused_claims_are_explained(
    client: Client, sign_in: SignIn, settings: Any, claims: dict[str, Any], told: str
) -> None:
    settings.SUPPORT_CONTACT = "Deniz in IT"
    response = sign_in(**{"sub": "a-1", "email": "alice@example.com", **claims})
    assert response.status_code == 403
    assert told in text(response)
    assert "Deniz in IT" in text(response)
    assert not User.objects.exists()
    assert signed_in_as(client) is None


def test_email_verified_as_the_text_true(client: Client, sign_in: SignIn) -> None:
    response = sign_in(sub="a-1", email="alice@example.com", email_verified="true")
    assert response.status_code == 302


def test_a_provider_that_leaves_verification_out_may_be_trusted(
    client: Client, sign_in: SignIn, settings: Any
) -> None:
    change_provider(settings, trust_email=True)
    response = sign_in(sub="a-1", email="alice@example.com", email_verified=None)
    assert response.status_code == 302


def test_userinfo_of_somebody_else_is_refused(
    client: Client, sign_in: SignIn, provider: IdentityProvider
) -> None:
    provider.id_token = {"sub": "mallory"}
    response = sign_in(sub="a-1", email="alice@example.com")
    assert response.status_code == 403
    assert "two different answers" in text(response)


def test_a_recycled_address_is_explained(client: Client, sign_in: SignIn) -> None:
    sign_in(sub="a-1", email="alice@example.com")
    client.post("/accounts/logout/")
    response = sign_in(sub="a-2", email="Alice@Example.com")
    assert response.status_code == 403
    assert "belongs to another account here" in text(response)
    assert signed_in_as(client) is None


def test_somebody_inactive_is_told(client: Client, sign_in: SignIn) -> None:
    sign_in(sub="a-1", email="alice@example.com")
    User.objects.update(is_active=False)
    response = sign_in(sub="a-1", email="alice@example.com")
    assert response.status_code == 403
    assert "not active" in text(response)


def test_two_people_whose_addresses_differ_in_case_only(client: Client, sign_in: SignIn) -> None:
    sign_in(sub="a-1", email="alice@example.com")
    assert sign_in(sub="a-2", email="ALICE@example.com").status_code == 403
    assert User.objects.count() == 1


# --- The provider fails -----------------------------------------------------------------------

BROKEN_DISCOVERY: list[Any] = [
    requests.ConnectionError("refused"),
    requests.Timeout("too slow"),
    requests.exceptions.SSLError("expired"),
    404,
    500,
    "<html>maintenance</html>",
    "",
    "[]",
    "null",
    "{}",
    '{"authorization_endpoint": 3}',
]


@pytest.mark.parametrize("answer", BROKEN_DISCOVERY, ids=repr)
def test_broken_discovery_is_a_plain_page(
    client: Client, provider: IdentityProvider, alice: User, answer: Any
) -> None:
    provider.answers["/.well-known/openid-configuration"] = answer
    response = client.get(START)
    assert response.status_code == 503
    assert "does not answer properly" in text(response)
    assert response["Retry-After"]


@pytest.mark.parametrize("path", ["/token", "/userinfo"])
@pytest.mark.parametrize(
    "answer",
    [
        requests.ConnectionError("refused"),
        requests.Timeout("too slow"),
        400,
        500,
        "<html>",
        "",
        "[]",
        "null",
        '"text"',
        "17",
    ],
    ids=repr,
)
def test_a_broken_answer_is_never_a_server_error(
    client: Client, sign_in: SignIn, provider: IdentityProvider, path: str, answer: Any
) -> None:
    provider.answers[path] = answer
    response = sign_in(sub="a-1", email="alice@example.com")
    assert response.status_code in {403, 503}
    assert signed_in_as(client) is None


@pytest.mark.parametrize(
    "token",
    [
        {"access_token": "t"},
        {"access_token": "t", "id_token": "no.jwt"},
        {"access_token": "t", "id_token": 5},
        {"access_token": "t", "id_token": "", "expires_in": "soon"},
        {"error": "invalid_grant"},
    ],
)
def test_an_odd_token_is_never_a_server_error(
    client: Client, sign_in: SignIn, provider: IdentityProvider, token: dict[str, Any]
) -> None:
    provider.answers["/token"] = token
    response = sign_in(sub="a-1", email="alice@example.com")
    assert response.status_code in {403, 503}
    assert signed_in_as(client) is None


@pytest.mark.parametrize(
    "claim",
    [
        {"iss": "https://evil.example"},
        {"aud": "another-client"},
        {"exp": 1},
    ],
)
def test_an_id_token_for_somebody_else_is_not_taken(
    client: Client, sign_in: SignIn, provider: IdentityProvider, claim: dict[str, Any]
) -> None:
    provider.id_token = claim
    assert sign_in(sub="a-1", email="alice@example.com").status_code == 503
    assert signed_in_as(client) is None


def test_a_provider_that_is_down_leaves_sessions_alone(
    client: Client, provider: IdentityProvider, alice: User
) -> None:
    client.force_login(alice)
    provider.answers["/.well-known/openid-configuration"] = requests.ConnectionError("refused")
    assert client.get(START).status_code == 503
    assert signed_in_as(client) == alice


def test_a_provider_that_does_not_answer_costs_seconds_not_minutes(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asking.PATIENCE <= 5
    monkeypatch.setattr(asking, "PATIENCE", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        change_provider(settings, issuer=address)
        started = time.monotonic()
        assert client.get(START).status_code == 503
        # Far above the budget, far below the minutes that sockets wait without one.
        assert time.monotonic() - started < 20


def test_one_budget_for_all_answers(
    sign_in: SignIn, provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(asking.time, "monotonic", lambda: now[0])

    def slow(answer: Callable[[], Any]) -> Callable[[], Any]:
        def _slow() -> Any:
            now[0] += 2
            return answer()

        return _slow

    provider.answers["/token"] = slow(provider.token)
    sign_in(sub="a-1", email="alice@example.com")
    timeouts = [options["timeout"] for _, options in provider.asked[1:]]
    assert timeouts == [5.0, 3.0, 3.0]  # token, keys, userinfo; discovery is known from the start


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ({}, 400, "too long ago or used already"),
        ({"code": "c"}, 400, "too long ago or used already"),
        ({"code": "c", "state": "forged"}, 400, "too long ago or used already"),
    ],
)
def test_a_callback_nobody_asked_for(
    client: Client, provider: IdentityProvider, query: dict[str, str], status: int, told: str
) -> None:
    response = client.get(CALLBACK, query)
    assert response.status_code == status
    assert told in text(response)
    assert not provider.asked


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        ("access_denied", 400, "You cancelled"),
        ("login_required", 400, "did not let you in"),
        ("<script>alert(1)</script>", 400, "did not let you in"),
        ("server_error", 503, "does not answer properly"),
        ("temporarily_unavailable", 503, "does not answer properly"),
    ],
)
def test_the_provider_says_no(
    client: Client, provider: IdentityProvider, error: str, status: int, told: str
) -> None:
    state = parse_qs(urlsplit(client.get(START)["Location"]).query)["state"][0]
    response = client.get(CALLBACK, {"error": error, "state": state})
    assert response.status_code == status
    assert told in text(response)
    assert b"<script>alert(1)" not in response.content


def test_a_code_is_used_once_and_a_reload_goes_on(
    client: Client, sign_in: SignIn, provider: IdentityProvider
) -> None:
    sign_in(sub="a-1", email="alice@example.com")
    response = client.get(CALLBACK, {"code": "a-code", "state": "used"})
    assert (response.status_code, response["Location"]) == (302, "/")


def test_a_state_belongs_to_its_browser(client: Client, provider: IdentityProvider) -> None:
    provider.claims = {"sub": "eve", "email": "eve@example.com", "email_verified": True}
    state = parse_qs(urlsplit(client.get(START)["Location"]).query)["state"][0]
    victim = Client()
    assert victim.get(CALLBACK, {"code": "c", "state": state}).status_code == 400
    assert signed_in_as(victim) is None


# --- The pages --------------------------------------------------------------------------------


def test_the_sign_in_page(client: Client, settings: Any) -> None:
    settings.SUPPORT_CONTACT = "Deniz in IT"
    change_provider(settings, name="Contoso <b>")
    response = client.get(LOGIN)
    assert response.status_code == 200
    assert [door["url"] for door in response.context["doors"]] == [START]
    assert response.context["demo_cast"] == []
    assert "Deniz in IT" in text(response)
    assert b"Contoso &lt;b&gt;" in response.content
    assert "no-store" in response["Cache-Control"]


def test_without_any_way_in_the_page_says_so(client: Client, settings: Any) -> None:
    settings.PROVIDERS = []
    response = client.get(LOGIN)
    assert response.context["doors"] == []
    assert "not set up" in text(response)
    assert client.get(START).status_code == 404


def test_somebody_signed_in_goes_on(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get(LOGIN)["Location"] == "/"
    assert client.get(LOGIN, {"next": "/x/y/"})["Location"] == "/x/y/"


def test_signing_out_takes_a_post(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get("/accounts/logout/").status_code == 200
    assert signed_in_as(client) == alice
    response = client.post("/accounts/logout/")
    assert response["Location"] == LOGIN
    assert signed_in_as(client) is None
    assert "You are signed out." in text(client.get(LOGIN))


def test_signing_out_needs_the_token(alice: User) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(alice)
    assert careful.post("/accounts/logout/").status_code == 403
    assert signed_in_as(careful) == alice


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "email/",
        "password/change/",
        "password/set/",
        "password/reset/",
        "confirm-email/",
        "reauthenticate/",
        "login/code/",
        "inactive/",
        "3rdparty/",
        "3rdparty/signup/",
        "social/connections/",
        "demo/",
        "oidc/other/login/",
        "oidc/other/login/callback/",
    ],
)
def test_allauths_other_pages_are_not_there(client: Client, alice: User, path: str) -> None:
    client.force_login(alice)
    assert client.get(f"/accounts/{path}").status_code == 404
    assert client.post(f"/accounts/{path}").status_code in {404, 405}


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("path", [LOGIN, START, CALLBACK])
def test_sign_in_pages_take_no_posts(client: Client, path: str, method: str) -> None:
    assert getattr(client, method)(path).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/people/1/",
        "/operations/",
        "/operations/set-up-a-new-laptop/",
        "/admin/",
        "/admin/accounts/user/",
        "/admin/accounts/department/add/",
        "/admin/autocomplete/?app_label=accounts&model_name=department&field_name=parent",
        "/admin/jsi18n/",
    ],
)
def test_everything_else_asks_to_sign_in(client: Client, path: str) -> None:
    response = client.get(path, follow=True)
    target = urlsplit(response.redirect_chain[-1][0])
    assert target.path == LOGIN
    assert parse_qs(target.query)["next"] == [path]


# --- Sessions ---------------------------------------------------------------------------------


def test_a_leavers_session_ends_with_the_next_request(client: Client, sign_in: SignIn) -> None:
    sign_in(sub="a-1", email="alice@example.com")
    assert client.get("/accounts/logout/").status_code == 200
    User.objects.update(is_active=False)
    response = client.get("/accounts/logout/")
    assert (response.status_code, response["Location"]) == (302, LOGIN)
    assert client.get("/people/1/").status_code == 302


def test_who_comes_in_is_logged(sign_in: SignIn, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="accounts"):
        sign_in(sub="a-1", email="alice@example.com")
    assert "created at first sign-in: alice@example.com" in caplog.text


def test_the_issuer_is_what_the_account_is_known_by(client: Client, sign_in: SignIn) -> None:
    sign_in(sub="a-1", email="alice@example.com")
    user = signed_in_as(client)
    assert user is not None
    assert user.socialaccount_set.get().provider == ISSUER


def test_signing_out_makes_the_browser_forget_what_it_kept(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.post("/accounts/logout/")["Clear-Site-Data"] == '"cache"'


@pytest.mark.parametrize(
    "sent",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n",  # the body comes byte by byte
        b"HTTP/1.1 200 OK\r\nX-Long: ",  # the headers do
    ],
)
def test_a_provider_that_trickles_costs_no_more(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(asking, "PATIENCE", 0.3)
    over = Event()

    def trickle(door: socket.socket) -> None:
        with door.accept()[0] as visitor, suppress(OSError):
            visitor.sendall(sent)
            while not over.wait(0.1):
                visitor.sendall(b"x")

    with socket.create_server(("127.0.0.1", 0)) as door:
        change_provider(settings, issuer=f"http://127.0.0.1:{door.getsockname()[1]}")
        thread = Thread(target=trickle, args=(door,))
        thread.start()
        try:
            started = time.monotonic()
            assert client.get(START).status_code == 503
            assert time.monotonic() - started < 5
        finally:
            over.set()
            thread.join()


@pytest.mark.parametrize(
    ("answer", "said"),
    [({"id_token": "secret-token"}, "not redeemed."), ({"error": "invalid_client"}, "id_client.")],
)
def test_what_the_token_address_answers_is_in_no_log(
    sign_in: SignIn,
    provider: IdentityProvider,
    caplog: pytest.LogCaptureFixture,
    answer: dict[str, str],
    said: str,
) -> None:
    provider.answers["/token"] = {**answer, "trace": "secret-trace"}
    assert sign_in(sub="a-1", email="alice@example.com").status_code == 503
    line = AuditEntry.objects.get(kind="sign_in_failed")
    assert line.detail["reason"].endswith(said)
    assert "secret" not in caplog.text + str(line.detail)


def test_failing_again_and_again_buries_nothing_in_the_audit_log(
    client: Client, provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "LINES", 2)
    for _ in range(4):
        state = parse_qs(urlsplit(client.get(START)["Location"]).query)["state"][0]
        client.get(CALLBACK, {"state": state, "error": "access_refused"})
    kinds = AuditEntry.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["sign_in_failed", "sign_in_failed", "too_many_tries"]


def test_a_strangers_session_is_short_and_a_persons_is_not(
    client: Client, sign_in: SignIn, provider: IdentityProvider, settings: Any
) -> None:
    client.get(START)
    assert client.session.get_expiry_age() <= 3600
    sign_in(sub="a-1", email="alice@example.com")
    ends_at = client.session.get_expiry_date()
    assert client.session.get_expiry_age() > settings.SESSION_COOKIE_AGE - 60
    client.get(START)
    assert client.session.get_expiry_date() == ends_at
