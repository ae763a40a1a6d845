"""django-allauth's seams: who may enter, what is not offered, and how failures are told."""

from __future__ import annotations

import logging
from typing import Any

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthError
from django.http import HttpRequest, HttpResponse

from accounts import pages, trying_out
from accounts.providers.asking import PatientSession
from accounts.sign_in import recognise
from accounts.sso import PersonLogin

logger = logging.getLogger(__name__)

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
        sociallogin.user = recognise(sociallogin.person, request)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: PersonLogin) -> bool:
        return False

    def list_apps(self, request: HttpRequest, *args: Any, **kwargs: Any) -> list[SocialApp]:
        """None: providers are ours (accounts.providers). A row in allauth's own table would be a
        back door."""
        return []

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Tells every failure on the way as a page of our own, with a status that fits."""
        state = (extra_context or {}).get("state") or {}
        if state.get("test"):
            problem = exception or request.GET.get("error_description") or request.GET.get("error")
            raise ImmediateHttpResponse(trying_out.failed(request, provider.told.key, problem))
        raise ImmediateHttpResponse(_told(request, provider, error, exception))

    def get_requests_session(self) -> requests.Session:
        """A session whose requests end when the sign-in's time is up."""
        return PatientSession()


def _told(
    request: HttpRequest, provider: Any, error: str | None, exception: Exception | None
) -> HttpResponse:
    answer = request.GET.get("error", "")
    if exception is not None or answer in PROVIDER_FAULTS:
        return pages.provider_unavailable(request, exception or answer, at=provider.name)
    if error == AuthError.CANCELLED:
        return pages.sign_in_failed(request, "You cancelled the sign-in.")
    if answer:
        logger.warning("The identity provider refused: %.200r", answer)
        pages.note("sign_in_failed", request, at=provider.name, reason=answer[:100])
        return pages.sign_in_failed(request, "Your identity provider did not let you in.")
    # No state: started in another browser, too long ago, or used already (“back”, a reload).
    return pages.sign_in_failed(request, "This sign-in was started too long ago or used already.")
