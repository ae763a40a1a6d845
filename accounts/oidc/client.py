"""Redeeming a code: by a secret, by a signed statement, or as a public client."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.providers.oauth2.client import OAuth2Client

from accounts.providers.client_keys import ASSERTION_TYPE, client_assertion
from accounts.providers.provider import Provider


class SsoClient(OAuth2Client):
    """allauth's, which knows secrets only."""

    provider: Provider

    def get_access_token(
        self, code: str, pkce_code_verifier: str | None = None, extra_data: Any = None
    ) -> dict[str, Any]:
        proof = dict(extra_data or {})
        if self.provider.private_key:
            proof["client_assertion_type"] = ASSERTION_TYPE
            proof["client_assertion"] = client_assertion(self.provider, self.access_token_url)
        answer: dict[str, Any] = super().get_access_token(code, pkce_code_verifier, proof)
        return answer
