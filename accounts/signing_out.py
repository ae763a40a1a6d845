"""Signing out at the provider as well, from where people would else come back with one click.

OpenID Connect RP-Initiated Logout 1.0, and SAML's single logout.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest
from django.urls import reverse

from accounts import saml
from accounts.models import BrowserSession
from accounts.providers import SAML, Provider, discovery, provider
from accounts.providers.asking import patience
from accounts.sessions.beginning import SIGNING_OUT

# How long the visitor's new, empty session is kept.
KEPT = 10 * 60  # seconds
# Providers and proxies cut an address off somewhere; without the hint the provider asks who it is.
LONGEST_HINT = 6_000
PATIENCE = 3.0  # seconds


@dataclass(frozen=True, slots=True)
class Offer:
    """That somebody may sign out at this provider as well."""

    name: str
    address: str
    state: str


def sign_in_of(request: HttpRequest) -> BrowserSession | None:
    """How this browser came in through a provider; None for other doors."""
    key = request.session.session_key
    return BrowserSession.objects.filter(session_key=key).exclude(provider_key="").first()


def offer_for(request: HttpRequest, row: BrowserSession | None) -> Offer | None:
    """For whoever came in so; None where their provider knows of no sign-out, or is down."""
    told = provider(row.provider_key) if row else None
    if row is None or told is None:
        return None
    state = secrets.token_urlsafe(16)
    with patience(PATIENCE):
        address = _saml(told, row, state) if told.kind == SAML else _oidc(request, told, row, state)
    return Offer(told.name, address, state) if address else None


def keep(request: HttpRequest, offer: Offer) -> None:
    """For the page that follows: whoever has signed out has a new session, which knows nothing."""
    request.session[SIGNING_OUT] = asdict(offer)
    request.session.set_expiry(KEPT)


def kept(request: HttpRequest) -> Offer | None:
    """What was offered to this browser a moment ago."""
    found = request.session.get(SIGNING_OUT)
    return Offer(**found) if found else None


def _oidc(request: HttpRequest, told: Provider, row: BrowserSession, state: str) -> str:
    endpoint = discovery.end_session_endpoint(told)
    if not endpoint:
        return ""
    question = {
        "client_id": told.client_id,
        "post_logout_redirect_uri": request.build_absolute_uri(reverse("signed_out")),
        "state": state,
    }
    if row.id_token and len(row.id_token) <= LONGEST_HINT:
        question["id_token_hint"] = row.id_token
    return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(question)}"


def _saml(told: Provider, row: BrowserSession, state: str) -> str:
    if not saml.is_installed():
        return ""
    from accounts.saml.signing_out import sign_out_address

    return sign_out_address(told, hint=row.id_token, sid=row.sid, state=state)
