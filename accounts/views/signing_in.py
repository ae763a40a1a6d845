"""Signing in and out. With the one for unsubscribing, the only pages that need no sign-in."""

from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from requests import RequestException

from accounts import pages
from accounts.claims import EntryRefused
from accounts.demo_provider.offer import demo_context
from accounts.sso import PROVIDER_ID, SsoOAuth2Adapter


@login_not_required
@never_cache
@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    destination = get_next_redirect_url(request) or ""
    if request.user.is_authenticated:
        return redirect(destination or settings.LOGIN_REDIRECT_URL)
    context = {
        "sso_url": _sso_url(destination),
        "sso_name": settings.OIDC_NAME,
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
    """
    adapter = _oauth2_adapter(request, provider_id)
    try:
        return adapter.get_provider().redirect(
            request, process=AuthProcess.LOGIN, next_url=get_next_redirect_url(request)
        )
    except (OAuth2Error, RequestException) as error:
        return pages.provider_unavailable(request, error)


@login_not_required
@never_cache
@require_safe
def finish_sso(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where the identity provider sends the browser back to."""
    view = OAuth2CallbackView.adapter_view(_oauth2_adapter(request, provider_id))
    try:
        return view(request)
    except EntryRefused as refusal:
        return pages.refused(request, refusal.reason)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session here; the one at the identity provider is the company's affair.

    The browser forgets the pages and pictures it kept, for whoever sits down there next.
    """
    if request.method == "POST":
        logout(request)
        messages.info(request, "You are signed out.")
    if request.user.is_authenticated:
        return render(request, "account/logout.html")
    response = redirect("account_login")
    response["Clear-Site-Data"] = '"cache"'
    return response


def _oauth2_adapter(request: HttpRequest, provider_id: str) -> SsoOAuth2Adapter:
    if provider_id != PROVIDER_ID or not settings.OIDC_ISSUER:
        raise Http404
    return SsoOAuth2Adapter(request, provider_id)


def _sso_url(destination: str) -> str:
    if not settings.OIDC_ISSUER:
        return ""
    url = reverse("openid_connect_login", args=[PROVIDER_ID])
    return f"{url}?{urlencode({'next': destination})}" if destination else url
