"""allauth's side of the protocol, where nothing is believed that is not checked."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import jwt
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

from accounts.claims import merge
from accounts.oidc.client import SsoClient
from accounts.providers import discovery
from accounts.providers.asking import ProviderDown
from accounts.providers.provider import ENTRA
from accounts.providers.tokens import UnknownKey, check_parties
from accounts.sso import PersonLogin

if TYPE_CHECKING:
    from accounts.oidc.provider import SsoProvider

DECIDING = ("iss", "sub", "sid", "hd", "tid", "oid")


class TriedOut(Exception):
    """A test sign-in arrived: `claims` are what a real one would be read from."""

    def __init__(self, claims: dict[str, Any], issuer: str) -> None:
        super().__init__("tried out")
        self.claims = claims
        self.issuer = issuer


class SsoAdapter(OpenIDConnectOAuth2Adapter):
    """An answer that makes no sense is an OAuth2Error, an error of the provider and not of ours.

    `state` is what was kept of the question when the answer to it has come.
    """

    client_class = SsoClient

    def __init__(self, request: HttpRequest, provider: SsoProvider) -> None:
        super().__init__(request, provider.told.key)
        self.provider = provider
        self.told = provider.told
        self.state: dict[str, Any] = {}

    def get_provider(self) -> SsoProvider:
        return self.provider

    @property
    def openid_config(self) -> dict[str, Any]:
        with _sensible_answer():
            return discovery.document(self.told)

    @property
    def basic_auth(self) -> bool:
        return bool(self.told.secret and not self.told.private_key and super().basic_auth)

    def get_client(self, request: HttpRequest, app: SocialApp) -> SsoClient:
        client: SsoClient = super().get_client(request, app)
        client.provider = self.told
        if self.told.private_key:
            client.consumer_secret = ""
        return client

    def get_access_token_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        with _sensible_answer():
            return super().get_access_token_data(*args, **kwargs)

    def parse_token(self, data: Any) -> Any:
        with _sensible_answer():
            return super().parse_token(data)

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> PersonLogin:
        """Raises ClaimsRefused, OAuth2Error, and TriedOut at the end of a test."""
        text = kwargs["response"].get("id_token")
        with _sensible_answer():
            # No id token is refused with a sentence, by `merge`.
            proof = self._proof(text) if text else None
            more = self._userinfo(token) if proof else {}
        claims = {**merge(proof, more), **_signed_for(proof)}
        if self.state.get("test"):
            raise TriedOut(claims, claims["iss"])
        return self.provider.sociallogin_from_response(
            request, {"claims": claims, "issuer": (proof or {}).get("iss"), "id_token": text}
        )

    def _proof(self, text: str) -> dict[str, Any]:
        """The id token's claims: signed by the provider, for us, now, in answer to our question."""
        claims = discovery.verify_jwt(self.told, text, audience=self.told.client_id)
        check_parties(claims, self.told.client_id)
        asked, answered = self.state.get("nonce"), claims.get("nonce")
        if not asked or not hmac.compare_digest(asked.encode(), str(answered).encode()):
            raise OAuth2Error("The id token answers another question (nonce).")
        return claims

    def _userinfo(self, token: SocialToken) -> dict[str, Any]:
        # Entra's says nothing that the id token has not said, and is another service.
        if self.told.kind == ENTRA or not self.openid_config.get("userinfo_endpoint"):
            return {}
        userinfo: dict[str, Any] = self._fetch_user_info(token.token)
        return userinfo


def _signed_for(proof: dict[str, Any] | None) -> dict[str, Any]:
    """What decides who somebody is, in the words of the id token, which is signed."""
    return {name: (proof or {}).get(name) for name in DECIDING}


@contextmanager
def _sensible_answer() -> Iterator[None]:
    """A provider (or a proxy before it) may answer anything; allauth expects what it should."""
    try:
        yield
    except (ProviderDown, UnknownKey, jwt.PyJWTError) as error:
        raise OAuth2Error(str(error)) from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise OAuth2Error(f"Unexpected answer: {error!r}") from error
