"""Somebody signs in: their sign-in gets its row, its end, and its line in the audit log."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.auditing import address_of, record
from accounts.models import BrowserSession, User

# Where a sign-in under way is kept until Django tells that somebody is in.
UNDER_WAY = "_imprimatur_login"
# Seconds that somebody may take to sign in at their provider.
ON_THE_WAY = 3600
# What a session keeps of the one before it, for a moment: see accounts.signing_out.
SIGNING_OUT = "signing_out"


def remember_login(request: HttpRequest, sociallogin: Any, **signal: Any) -> None:
    """allauth says who vouches for somebody just before it lets them in."""
    setattr(request, UNDER_WAY, sociallogin)


def begun(request: HttpRequest, user: User, **signal: Any) -> None:
    """Django says that somebody is in, by whichever door."""
    begin(request, user, getattr(request, UNDER_WAY, None))


def keep_briefly(request: HttpRequest) -> None:
    """A sign-in begins: until it ends, a stranger's session lasts as long as that may take. Anybody
    may begin one, again and again, and each is a row for as long as its session lasts."""
    if not request.user.is_authenticated:
        request.session.set_expiry(ON_THE_WAY)


@transaction.atomic
def begin(request: HttpRequest, person: User, login: Any = None) -> BrowserSession:
    """Notes where somebody signed in. `login` may carry `provider_key`, `id_token`, `sid` and the
    account (its provider is the issuer, its uid the subject); none came through a local password.
    """
    now = timezone.now()
    ends_at = now + datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    # A moment, not a length: what is written into a session would else put its end off.
    request.session.set_expiry(ends_at)
    request.session.pop(SIGNING_OUT, None)
    if not request.session.session_key:
        request.session.create()
    facts = {
        "person": person,
        **_provider_facts(login),
        "signed_in_at": now,
        "last_seen_at": now,
        "ends_at": ends_at,
        **place_of(request),
    }
    # Their row first, as whoever deactivates somebody takes it first, too.
    User.objects.filter(pk=person.pk).update(last_seen_at=now)
    row, _ = BrowserSession.objects.update_or_create(
        session_key=request.session.session_key, defaults=facts
    )
    record(
        "break_glass_used" if _is_by_password(person) else "signed_in",
        by=person,
        about=person,
        what=row.provider_key,
        request=request,
        browser=row.browser[:100],
    )
    return row


def place_of(request: HttpRequest) -> dict[str, Any]:
    """Whence a request comes: its address, and what its browser calls itself."""
    browser = request.META.get("HTTP_USER_AGENT", "").replace("\x00", "")[:300]
    return {"address": address_of(request), "browser": browser}


def _is_by_password(person: User) -> bool:
    return getattr(person, "backend", "").endswith(".BreakGlassBackend")


def _provider_facts(login: Any) -> dict[str, str]:
    account, person = getattr(login, "account", None), getattr(login, "person", None)
    # As the provider says it: a long one is a hash where people are found by it.
    subject = getattr(person, "subject", "") or getattr(account, "uid", "")
    return {
        "provider_key": str(getattr(login, "provider_key", "") or "")[:40],
        "issuer": str(getattr(account, "provider", "") or "")[:200],
        "subject": str(subject or "")[:255],
        "sid": str(getattr(login, "sid", "") or "")[:255],
        "id_token": str(getattr(login, "id_token", "") or ""),
    }
