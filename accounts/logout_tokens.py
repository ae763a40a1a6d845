"""What a provider's logout token says, once it is proven (Back-Channel Logout 1.0, 2.4 and 2.6)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import jwt
from django.db import transaction
from django.utils import timezone

from accounts import sessions
from accounts.providers import Provider
from accounts.providers.discovery import UnknownKey, verify_jwt

EVENT = "http://schemas.openid.net/event/backchannel-logout"
# A token is sent at once; an old one was kept by somebody.
FRESH = datetime.timedelta(minutes=2)
# How long its number is remembered: longer than it could be taken for fresh.
REMEMBERED = 3 * FRESH
LONGEST = 255


class TokenRefused(Exception):
    """In words that tell nothing that the sender does not know."""


@dataclass(frozen=True, slots=True)
class Said:
    issuer: str
    subject: str | None
    sid: str | None
    number: str


def read_logout_token(provider: Provider, text: str) -> Said:
    """Who signed out: the subject, the provider's session, or both.

    Raises TokenRefused, and ProviderDown where the provider's keys are out of reach.
    """
    try:
        claims = verify_jwt(provider, text, audience=provider.client_id, require=("jti", "events"))
    except (UnknownKey, jwt.PyJWTError) as error:
        raise TokenRefused("The logout token is not valid.") from error
    if "nonce" in claims or not _is_about_logout(claims["events"]):
        raise TokenRefused("This is no logout token.")
    if timezone.now() - _moment(claims["iat"]) > FRESH:
        raise TokenRefused("The logout token is too old.")
    subject, sid, number = (_text(claims, name) for name in ("sub", "sid", "jti"))
    if not (subject or sid):
        raise TokenRefused("The logout token names nobody.")
    if not number:
        raise TokenRefused("The logout token is not valid.")
    return Said(claims["iss"], subject, sid, number)


@transaction.atomic
def obey(said: Said) -> None:
    """Ends the sign-ins that are meant. A token counts once, and only where that was done: else the
    provider may say it again. Raises TokenRefused."""
    if not sessions.seen_once("logout", said.issuer, said.number, timezone.now() + REMEMBERED):
        raise TokenRefused("The logout token was used before.")
    sessions.end_by(said.issuer, subject=said.subject, sid=said.sid)


def _is_about_logout(events: Any) -> bool:
    return isinstance(events, dict) and isinstance(events.get(EVENT), dict)


def _moment(seconds: Any) -> datetime.datetime:
    try:
        return datetime.datetime.fromtimestamp(float(seconds), datetime.UTC)
    except (OverflowError, OSError, TypeError, ValueError) as error:
        raise TokenRefused("The logout token is not valid.") from error


def _text(claims: dict[str, Any], name: str) -> str | None:
    value = claims.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not value or not value.isprintable():
        raise TokenRefused("The logout token is not valid.")
    return value[:LONGEST]
