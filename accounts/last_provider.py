"""Which provider this browser signed in through last: its button stands first.

The cookie holds the provider's key and nothing about a person.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

COOKIE = "imprimatur_provider"
MONTHS = 6 * 30 * 24 * 3600
# Signed out on purpose: nobody is sent to a provider without being asked.
NOBODY = "-"


def remember(response: HttpResponseBase, key: str) -> None:
    """Somebody signed in through this provider."""
    _set(response, key)


def ask_again(response: HttpResponseBase) -> None:
    """Somebody signed out: SSO_AUTO waits for their click."""
    _set(response, NOBODY)


def last_key(request: HttpRequest) -> str:
    """ "" where it is not known."""
    key = request.COOKIES.get(COOKIE, "")
    return "" if key == NOBODY else key


def wants_to_be_asked(request: HttpRequest) -> bool:
    return request.COOKIES.get(COOKIE) == NOBODY


def _set(response: HttpResponseBase, value: str) -> None:
    response.set_cookie(
        COOKIE,
        value,
        max_age=MONTHS,
        path="/accounts/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
