"""Signing in through a provider. With the one for unsubscribing, pages that need no sign-in."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from requests import RequestException

from accounts import last_provider, pages, sessions, throttling, trying_out
from accounts.auditing import address_of
from accounts.claims import EntryRefused
from accounts.demo_provider.offer import demo_context
from accounts.oidc.adapter import TriedOut
from accounts.oidc.callback import SsoCallback
from accounts.oidc.provider import SsoProvider, app_of
from accounts.provider_rows import find
from accounts.providers import SAML, Provider, provider, providers
from accounts.providers.asking import patience

# Sign-ins that may begin or end at one address within a minute: a whole company may have one.
TRIES, MINUTE = 600, 60


@login_not_required
@never_cache
@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    destination = get_next_redirect_url(request) or ""
    if request.user.is_authenticated:
        return redirect(destination or settings.LOGIN_REDIRECT_URL)
    doors = [_door(one, destination) for one in _last_first(request, providers())]
    if _goes_by_itself(request, doors, destination):
        return redirect(doors[0]["url"])
    context = {
        "doors": doors,
        "support_contact": settings.SUPPORT_CONTACT,
        "next": destination,
        **demo_context(),
    }
    return render(request, "account/login.html", context)


@login_not_required
@never_cache
@require_safe
def start_sso(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Sends the browser to the identity provider.

    A link, not a form: our `form-action 'self'` would forbid the redirect that follows a POST. A
    foreign page can thus start a sign-in, which is harmless here: state and PKCE verifier are in
    the visitor's own session, so it can only end in the visitor's own account. The danger allauth
    warns of (LOGIN_ON_GET) is `process=connect`, which ties a stranger's identity to whoever is
    signed in; so of the query only `next` is heeded, and neither process nor scopes.
    `?test` is an admin's, see `trying_out`.
    """
    is_test = "test" in request.GET
    if is_test and not trying_out.may_try(request):
        raise Http404
    sso = _provider(request, provider_id, even_switched_off=is_test)
    if not _is_allowed(request, "sso-start"):
        return pages.too_many(request)
    sessions.keep_briefly(request)
    try:
        with patience():
            return sso.redirect(
                request,
                process=AuthProcess.LOGIN,
                next_url=get_next_redirect_url(request),
                test=is_test,
            )
    except (OAuth2Error, RequestException) as error:
        return _failed(request, sso, error, is_test)


@login_not_required
@never_cache
@require_safe
def finish_sso(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where the identity provider sends the browser back to."""
    sso = _provider(request, provider_id, even_switched_off=trying_out.may_try(request))
    if not _is_allowed(request, "sso-callback"):
        return pages.too_many(request)
    adapter = sso.get_oauth2_adapter(request)
    try:
        with patience():
            response = SsoCallback.adapter_view(adapter)(request)
    except TriedOut as test:
        return trying_out.arrived(request, sso.told, test.claims, test.issuer)
    except EntryRefused as refusal:
        return pages.refused(request, refusal.reason, at=sso.name)
    except (OAuth2Error, RequestException) as error:
        return _failed(request, sso, error, bool(adapter.state.get("test")))
    if request.user.is_authenticated:
        last_provider.remember(response, provider_id)
    return response


def _provider(request: HttpRequest, key: str, *, even_switched_off: bool) -> SsoProvider:
    told = provider(key) or (find(key) if even_switched_off else None)
    if told is None or told.kind == SAML:
        raise Http404("There is no such OpenID Connect provider.")
    return SsoProvider(request, app_of(told))


def _is_allowed(request: HttpRequest, entrance: str) -> bool:
    who = address_of(request) or ""
    return throttling.allow(entrance, who, TRIES, MINUTE, request=request)


def _failed(
    request: HttpRequest, sso: SsoProvider, error: Exception, is_test: bool
) -> HttpResponse:
    if is_test:
        return trying_out.failed(request, sso.told.key, error)
    return pages.provider_unavailable(request, error, at=sso.name)


def _last_first(request: HttpRequest, found: list[Provider]) -> list[Provider]:
    last = last_provider.last_key(request)
    return sorted(found, key=lambda one: one.key != last)


def _door(told: Provider, destination: str) -> dict[str, str]:
    url = (
        reverse("saml_login", args=[told.key])
        if told.kind == SAML
        else reverse("openid_connect_login", args=[told.key])
    )
    query = f"?{urlencode({'next': destination})}" if destination else ""
    return {"url": url + query, "name": told.name, "key": told.key}


def _goes_by_itself(request: HttpRequest, doors: list[dict[str, str]], destination: str) -> bool:
    """Only on the way to a page, and not for somebody who has just signed out."""
    wanted = settings.SSO_AUTO and destination and len(doors) == 1 and not settings.DEMO
    return bool(wanted and not last_provider.wants_to_be_asked(request))
