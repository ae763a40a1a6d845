"""django-allauth's seams: who may enter, what is not offered, and how failures are told."""

import logging
import time
from functools import partial
from typing import Any

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthError
from django.http import HttpRequest, HttpResponse

from accounts import pages
from accounts.sign_in import recognise
from accounts.sso import PersonLogin

logger = logging.getLogger(__name__)

# How long one sign-in may wait for the identity provider, all its answers together.
PROVIDER_SECONDS = 5.0
# What a provider says when it is at fault itself (OAuth 2.0, RFC 6749, section 4.1.2.1).
PROVIDER_FAULTS = {"server_error", "temporarily_unavailable"}


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come in through their identity provider; nobody signs up."""
        return False

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        return pages.refused(request, "Your account here is not active any more.")

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """“You have signed in as …” is what the page shows anyway."""


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def pre_social_login(self, request: HttpRequest, sociallogin: PersonLogin) -> None:
        """Finds or makes the person before allauth looks for a way to sign them up.

        Raises PersonRefused, which the views turn into a page.
        """
        sociallogin.user = recognise(sociallogin.person)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: PersonLogin) -> bool:
        return False

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Tells every failure on the way as a page of our own, with a status that fits."""
        raise ImmediateHttpResponse(_told(request, error, exception))

    def get_requests_session(self) -> requests.Session:
        """A session whose requests end when the sign-in's time is up.

        The limit is on all of them together: a provider that answers slowly must not hold a
        worker for the sum of its answers.
        """
        session = requests.Session()
        session.request = partial(session.request, timeout=_seconds_left(context.request))  # type: ignore[method-assign]
        return session


def _told(request: HttpRequest, error: str | None, exception: Exception | None) -> HttpResponse:
    if exception is not None or request.GET.get("error") in PROVIDER_FAULTS:
        return pages.provider_unavailable(request, exception or request.GET["error"])
    if error == AuthError.CANCELLED:
        return pages.sign_in_failed(request, "You cancelled the sign-in.")
    if request.GET.get("error"):
        logger.warning("The identity provider refused: %.200r", request.GET["error"])
        return pages.sign_in_failed(request, "Your identity provider did not let you in.")
    # No state: started in another browser, too long ago, or used already (“back”, a reload).
    return pages.sign_in_failed(request, "This sign-in was started too long ago or used already.")


def _seconds_left(request: HttpRequest | None) -> float:
    if request is None:
        return PROVIDER_SECONDS
    if not hasattr(request, "provider_deadline"):
        request.provider_deadline = time.monotonic() + PROVIDER_SECONDS  # type: ignore[attr-defined]
    return max(0.1, request.provider_deadline - time.monotonic())  # type: ignore[attr-defined]
