"""The pages on which a sign-in ends otherwise than hoped."""

from __future__ import annotations

import logging
import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts import throttling
from accounts.auditing import address_of, record

logger = logging.getLogger(__name__)

LINES, WHILE = 60, 600  # seconds

ADDRESS = re.compile(r"[^\s“”]+@(?=[^\s“”]+)")


def note(kind: str, request: HttpRequest, *, at: str, reason: str) -> None:
    """A sign-in came to nothing: one line in the audit log, from one address so many in a while.

    No line can be deleted, and anybody may fail: else they could bury there what they do.
    """
    who = address_of(request) or ""
    if throttling.allow("failed sign-ins", who, LINES, WHILE, request=request):
        record(kind, what=at, request=request, reason=reason)


def refused(request: HttpRequest, reason: str, *, at: str = "") -> HttpResponse:
    """Why this person may not come in, and whom to ask (403). `at` is the provider's name."""
    # The log names people by reference only; the domain is what an admin needs.
    note("sign_in_refused", request, at=at, reason=ADDRESS.sub("…@", reason)[:500])
    context = {"reason": reason, "support_contact": settings.SUPPORT_CONTACT}
    return render(request, "accounts/refused.html", context, status=403)


def provider_unavailable(request: HttpRequest, error: object, *, at: str = "") -> HttpResponse:
    """The identity provider is down or answers nonsense (503). Sessions go on regardless."""
    logger.error("The identity provider failed: %.500r", error)
    note("sign_in_failed", request, at=at, reason=str(error)[:300])
    response = _error(
        request,
        "Your identity provider does not answer properly at the moment.",
        status=503,
        unavailable=True,
    )
    response["Retry-After"] = "30"
    return response


def sign_in_failed(request: HttpRequest, problem: str) -> HttpResponse:
    """The sign-in came to nothing and may be tried again (400).

    Somebody who is in already (a second click, a reload) simply goes on.
    """
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return _error(request, problem, status=400, unavailable=False)


def too_many(request: HttpRequest) -> HttpResponse:
    """So many sign-ins from one address that it has to wait (429)."""
    problem = "There were too many sign-ins from your network. Wait a minute."
    response = _error(request, problem, status=429, unavailable=False)
    response["Retry-After"] = "60"
    return response


def _error(request: HttpRequest, problem: str, *, status: int, unavailable: bool) -> HttpResponse:
    context = {
        "problem": problem,
        "unavailable": unavailable,
        "support_contact": settings.SUPPORT_CONTACT,
    }
    return render(request, "socialaccount/authentication_error.html", context, status=status)
