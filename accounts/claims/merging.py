"""The id token and the userinfo answer as one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.claims.person import ClaimsRefused


def merge(id_token: object, userinfo: object) -> dict[str, Any]:
    """One set of claims out of the id token and the userinfo answer, which may say more.

    Address and verification come from the same source: one source's “verified” says nothing of
    the other's address. Raises ClaimsRefused where the two speak of different people (OpenID
    Connect Core 1.0, section 5.3.2).
    """
    if not isinstance(id_token, Mapping):
        raise ClaimsRefused("The identity provider sent no proof of who you are (no id token).")
    if not isinstance(userinfo, Mapping) or not userinfo:
        return dict(id_token)
    if userinfo.get("sub") != id_token.get("sub"):
        raise ClaimsRefused("The identity provider gave two different answers about who you are.")
    merged = {**id_token, **userinfo}
    if userinfo.get("email"):
        merged["email_verified"] = userinfo.get("email_verified")
        if merged["email_verified"] is None and userinfo["email"] == id_token.get("email"):
            merged["email_verified"] = id_token.get("email_verified")
    else:
        merged["email"] = id_token.get("email")
        merged["email_verified"] = id_token.get("email_verified")
    return merged
