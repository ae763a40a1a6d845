"""An identity provider without a network, and the people of these tests."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from accounts.models import User

ISSUER = "https://idp.example"
START = "/accounts/oidc/sso/login/"
CALLBACK = "/accounts/oidc/sso/login/callback/"


class IdentityProvider:
    """Answers allauth's requests the way a provider does; a test says who signs in, or what breaks.

    `answers` overrides an answer by its path: a value, or an exception to raise.
    """

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.id_token: dict[str, Any] = {}
        self.answers: dict[str, Any] = {}
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def request(
        self, session: requests.Session, method: str, url: str, **options: Any
    ) -> requests.Response:
        self.asked.append((url, options))
        path = urlsplit(url).path
        answer = self.answers.get(path, getattr(self, path.strip("/").split("/")[-1], None))
        if isinstance(answer, Exception):
            raise answer
        if callable(answer):
            answer = answer()
        response = requests.Response()
        response.status_code = answer if isinstance(answer, int) else 200
        response.headers["content-type"] = "application/json"
        body = answer if isinstance(answer, str) else json.dumps(answer)
        response._content = body.encode()
        response.url = url
        return response

    def __getattr__(self, name: str) -> Any:
        if name == "openid-configuration":
            return self._discovery
        raise AttributeError(name)

    def _discovery(self) -> dict[str, str]:
        return {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "userinfo_endpoint": f"{ISSUER}/userinfo",
            "jwks_uri": f"{ISSUER}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def token(self) -> dict[str, Any]:
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": "imprimatur",
            "iat": now,
            "exp": now + 300,
            "sub": self.claims.get("sub"),
            **self.id_token,
        }
        return {"access_token": "token", "token_type": "Bearer", "id_token": _unsigned(claims)}

    def userinfo(self) -> dict[str, Any]:
        return self.claims


def _unsigned(claims: dict[str, Any]) -> str:
    def part(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{part(claims)}.{'A' * 43}"


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> IdentityProvider:
    idp = IdentityProvider()
    monkeypatch.setattr(
        requests.Session,
        "request",
        lambda self, *args, **options: idp.request(self, *args, **options),
    )
    return idp


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


SignIn = Callable[..., HttpResponse]


@pytest.fixture
def sign_in(client: Client, provider: IdentityProvider) -> SignIn:
    """`sign_in(sub=…, email=…)` makes the whole round trip and returns what the visitor sees."""

    def _sign_in(next_url: str = "", **claims: Any) -> HttpResponse:
        provider.claims = {"email_verified": True, "name": "Alice Martin", **claims}
        started = client.get(START, {"next": next_url} if next_url else {})
        assert started.status_code == 302, started.content
        state = parse_qs(urlsplit(started["Location"]).query)["state"][0]
        return client.get(CALLBACK, {"code": "a-code", "state": state})

    return _sign_in


@pytest.fixture
def alice(db: None) -> User:
    return User.objects.create_user("alice@example.com", "Alice Martin")


@pytest.fixture
def admin(db: None) -> User:
    return User.objects.create_superuser("root@example.com", "Ruth Root")


def signed_in_as(client: Client) -> User | None:
    """Whom the next request of this browser would come from."""
    key = client.session.get("_auth_user_id")
    return User.objects.filter(pk=key).first() if key else None
