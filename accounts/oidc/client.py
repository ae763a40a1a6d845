"""Redeeming a code: by a secret, by a signed statement, or as a public client."""

from __future__ import annotations

import re
from typing import Any

from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error

from accounts.providers.client_keys import ASSERTION_TYPE, client_assertion
from accounts.providers.provider import Provider

ERROR = re.compile(
    r'"error"\s*:\s*"(invalid_(?:request|client|grant|scope)|unauthorized_client'
    r'|unsupported_grant_type)"'
)


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
        try:
            answer: dict[str, Any] = super().get_access_token(code, pkce_code_verifier, proof)
        except OAuth2Error as error:
            # allauth's words hold the whole answer; they go to the logs, and tokens may be in it.
            raise OAuth2Error(f"The code was not redeemed{_reason(error)}.") from None
        return answer


def _reason(error: OAuth2Error) -> str:
    """Which of the standard's errors the answer names (RFC 6749, section 5.2), and nothing else."""
    named = ERROR.search(str(error))
    return f": {named[1]}" if named else ""
