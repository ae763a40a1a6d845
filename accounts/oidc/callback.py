"""Where the provider sends the browser back to: allauth's view, with a look at the question."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.http import HttpRequest

from accounts.oidc.adapter import SsoAdapter


class SsoCallback(OAuth2CallbackView):
    adapter: SsoAdapter

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, Any]:
        """Keeps what was asked, and refuses an answer from elsewhere (“mix-up”: RFC 9207)."""
        state, response = super()._get_state(request, provider)
        if response is None:
            self.adapter.state = state
            if problem := self._comes_from_elsewhere(request, state):
                response = render_authentication_error(
                    request,
                    provider,
                    exception=OAuth2Error(problem),
                    extra_context={"state": state},
                )
        return state, response

    def _comes_from_elsewhere(self, request: HttpRequest, state: dict[str, Any]) -> str:
        if state.get("key") != self.adapter.told.key:
            return "Another provider was asked."
        issuer = request.GET.get("iss")
        if issuer and issuer != self.adapter.openid_config["issuer"]:
            return "The answer names another issuer."
        return ""
