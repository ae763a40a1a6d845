"""A test sign-in by an admin: goes the whole way to a provider and back, and signs nobody in.

What came of it is kept in the admin's own session and shown on the provider's page in the
administration.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts import claims as reading
from accounts.claims import ClaimsRefused
from accounts.oidc.presets import in_standard_words
from accounts.providers.provider import Provider

KEPT = "sso_test"
SECONDS = 600
LONGEST = 80
MOST = 60
# Says nothing about a person, and much to whoever would misuse it.
NOT_SHOWN = {"at_hash", "c_hash", "nonce", "uti", "rh", "aio"}


def may_try(request: HttpRequest) -> bool:
    return bool(request.user.is_authenticated and request.user.is_admin)


def arrived(
    request: HttpRequest, provider: Provider, claims: dict[str, Any], issuer: str
) -> HttpResponse:
    """Keeps what the provider said, and what would become of it."""
    found: dict[str, Any] = {"claims": _shown(claims), "person": [], "refused": ""}
    try:
        told = in_standard_words(provider, claims)
        reading.read_person(told, provider=provider, issuer=issuer)
        found["person"] = [
            (field, _short(value), source)
            for field, value, source in reading.preview(told, provider)
        ]
    except ClaimsRefused as refusal:
        found["refused"] = refusal.reason
    return _kept(request, provider.key, found)


def failed(request: HttpRequest, key: str, problem: object) -> HttpResponse:
    """Keeps what went wrong, in the words of whoever noticed."""
    return _kept(request, key, {"failed": str(problem)[:500] or "The provider did not say why."})


def outcome(request: HttpRequest, key: str) -> dict[str, Any] | None:
    """What came of the last test with this provider, for ten minutes."""
    kept = request.session.get(KEPT)
    fits = kept and kept["key"] == key and time.time() - kept["at"] < SECONDS
    return dict(kept) if fits else None


def _kept(request: HttpRequest, key: str, found: dict[str, Any]) -> HttpResponse:
    request.session[KEPT] = {"key": key, "at": int(time.time()), **found}
    return redirect("admin:accounts_identityprovider_check", key=key)


def _shown(claims: Mapping[str, Any]) -> list[tuple[str, str]]:
    shown = [(name, _short(value)) for name, value in claims.items() if name not in NOT_SHOWN]
    return sorted(shown)[:MOST]


def _short(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
