"""An identity provider without a network, and the people of these tests."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache as once
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec
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
        self.headers: dict[str, str] = {}
        self.nonce = ""  # of the question that is answered
        self.key = signing_key()
        self.kid = "first"
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
        response.headers.update({"content-type": "application/json", **self.headers})
        body = answer if isinstance(answer, str) else json.dumps(answer)
        response._content = body.encode()
        response._content_consumed = True  # type: ignore[attr-defined]
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
            "end_session_endpoint": f"{ISSUER}/logout",
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def token(self) -> dict[str, Any]:
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": "imprimatur",
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
            "sub": self.claims.get("sub"),
            **self.id_token,
        }
        return {
            "access_token": "token",
            "token_type": "Bearer",
            "id_token": self.sign({name: claims[name] for name in claims if claims[name] != GONE}),
        }

    def sign(self, claims: dict[str, Any], algorithm: str = "ES256") -> str:
        return jwt.encode(claims, self.key, algorithm, headers={"kid": self.kid})

    def jwks(self) -> dict[str, Any]:
        public = jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": self.kid, "use": "sig", "alg": "ES256"}]}

    def userinfo(self) -> dict[str, Any]:
        return self.claims


GONE = "(left out)"  # a claim that the id token does not have


@once
def signing_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def change_provider(settings: Any, **changes: Any) -> None:
    """The environment's one provider, otherwise than it is."""
    settings.PROVIDERS = [replace(settings.PROVIDERS[0], **changes)]


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
        asked = parse_qs(urlsplit(started["Location"]).query)
        provider.nonce = asked["nonce"][0]
        return client.get(CALLBACK, {"code": "a-code", "state": asked["state"][0]})

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
