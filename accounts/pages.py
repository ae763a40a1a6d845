"""The pages on which a sign-in ends otherwise than hoped."""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

logger = logging.getLogger(__name__)


def refused(request: HttpRequest, reason: str) -> HttpResponse:
    """Why this person may not come in, and whom to ask (403)."""
    context = {"reason": reason, "support_contact": settings.SUPPORT_CONTACT}
    return render(request, "accounts/refused.html", context, status=403)


def provider_unavailable(request: HttpRequest, error: object) -> HttpResponse:
    """The identity provider is down or answers nonsense (503). Sessions go on regardless."""
    logger.error("The identity provider failed: %.500r", error)
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


def _error(request: HttpRequest, problem: str, *, status: int, unavailable: bool) -> HttpResponse:
    context = {
        "problem": problem,
        "unavailable": unavailable,
        "support_contact": settings.SUPPORT_CONTACT,
    }
    return render(request, "socialaccount/authentication_error.html", context, status=status)
