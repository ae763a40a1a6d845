"""An OpenID Connect provider as allauth sees it."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest, HttpResponse

from accounts.claims import read_person
from accounts.oidc.adapter import SsoAdapter
from accounts.oidc.presets import auth_parameters, in_standard_words
from accounts.providers.provider import Provider
from accounts.sso import PersonLogin


class SsoProvider(OpenIDConnectProvider):
    oauth2_adapter_class = SsoAdapter

    @property
    def told(self) -> Provider:
        """What the operator or an admin entered."""
        provider: Provider = self.app.told
        return provider

    def get_oauth2_adapter(self, request: HttpRequest) -> SsoAdapter:
        return SsoAdapter(request, self)

    def redirect(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """To the provider, with a nonce that its id token has to repeat."""
        nonce = secrets.token_urlsafe(24)
        parameters = {**auth_parameters(self.told), "nonce": nonce}
        return super().redirect(
            request, *args, auth_params=parameters, nonce=nonce, key=self.told.key, **kwargs
        )

    def sociallogin_from_response(
        self, request: HttpRequest, response: dict[str, Any]
    ) -> PersonLogin:
        """Raises ClaimsRefused."""
        claims = in_standard_words(self.told, response["claims"])
        return PersonLogin(
            self,
            read_person(claims, provider=self.told, issuer=response["issuer"]),
            provider_key=self.told.key,
            id_token=response["id_token"],
            sid=_text(claims.get("sid")),
        )


def app_of(provider: Provider) -> SocialApp:
    """What allauth keeps of a provider; never saved."""
    app = SocialApp(
        provider="openid_connect",
        provider_id=provider.key,
        name=provider.name,
        client_id=provider.client_id,
        secret=provider.secret,
        settings={"server_url": provider.issuer},
    )
    app.told = provider
    return app


def _text(value: object) -> str:
    fits = isinstance(value, str) and len(value) <= 255 and value.isprintable()
    return str(value) if fits else ""
