"""The local password of a named admin: who may use one, how often it may be wrong, who is told."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts import notifications, throttling
from accounts.auditing import address_of
from accounts.models import Event, User

BACKEND = "accounts.backends.BreakGlassBackend"
# Wrong passwords within a pause: for one person from one address, for anybody from one address. A
# stranger elsewhere thus locks nobody out.
PAUSE = 15 * 60  # seconds
TRIES, TRIES_FROM_AN_ADDRESS = 5, 20
# So many for one person, from wherever: they are being guessed at from many addresses, and each
# address has one try in a pause from then on.
TRIES_FROM_EVERYWHERE = 50


def is_named(user: User) -> bool:
    """Whether the settings let this admin use a password. Without any names each admin may who has
    one, which an admin gave them."""
    names = settings.BREAK_GLASS_FOR
    return settings.BREAK_GLASS and (not names or user.email.lower() in names)


def may_try(request: HttpRequest | None, email: str) -> bool:
    """Counts a try, whoever is meant and whether or not they exist."""
    someone, place = _someone(email), address_of(request) or ""
    tries = _tries_for(someone)
    counted = (
        throttling.allow("password", f"{someone}\n{place}", tries, PAUSE, request=request),
        throttling.allow("passwords", place, TRIES_FROM_AN_ADDRESS, PAUSE, request=request),
        throttling.allow("guessed at", someone, TRIES_FROM_EVERYWHERE, PAUSE, request=request),
    )
    return all(counted[:2])


def has_to_wait(request: HttpRequest | None, email: str) -> bool:
    """Whether the tries are used up; counts nothing."""
    someone, place = _someone(email), address_of(request) or ""
    return throttling.is_closed(
        "password", f"{someone}\n{place}", _tries_for(someone)
    ) or throttling.is_closed("passwords", place, TRIES_FROM_AN_ADDRESS)


def was_right(request: HttpRequest | None, email: str) -> None:
    """The right password: this person's tries from here begin anew."""
    place = address_of(request) or ""
    throttling.forget("password", f"{_someone(email)}\n{place}")
    throttling.forget("passwords", place)


def tell_admins(request: HttpRequest, user: User, **signal: Any) -> None:
    """Somebody came in by password: the other admins hear of it at once."""
    if getattr(user, "backend", "") != BACKEND:
        return
    notifications.deliver(
        User.objects.active().filter(is_superuser=True),
        Event.ADMINS,
        title="Sign-in with a local password",
        text=f"{user} signed in past the identity provider, as BREAK_GLASS allows.",
        url=reverse("admin:index"),
        actor=user,
    )


def _tries_for(someone: str) -> int:
    return 1 if throttling.is_closed("guessed at", someone, TRIES_FROM_EVERYWHERE) else TRIES


def _someone(email: str) -> str:
    # As databases compare: “ı” and “ſ” are an i and an s to them, and no new name to guess under.
    return email.strip().upper().lower()
