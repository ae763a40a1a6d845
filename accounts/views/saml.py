"""Signing in by SAML: the way to the provider, its answer, and what it has to know of us.

What stands behind is imported by the pages that need it: the extra may not be there.
"""

from __future__ import annotations

from allauth.account.utils import get_next_redirect_url
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts import pages, providers, saml, sessions, throttling, trying_out
from accounts.auditing import address_of
from accounts.provider_rows import find
from accounts.providers.provider import SAML, Provider

# Sign-ins that may begin or end at one address within a minute: a whole company may have one.
TRIES, MINUTE = 600, 60


@login_not_required
@never_cache
@require_safe
def start(request: HttpRequest, key: str) -> HttpResponse:
    """Sends the browser to the provider. A link, not a form: see `start_sso`. `?test` is an
    admin's, see `trying_out`."""
    is_test = "test" in request.GET
    if is_test and not trying_out.may_try(request):
        raise Http404
    provider = _provider(key, even_switched_off=is_test)
    if not _is_allowed(request, "sso-start"):
        return pages.too_many(request)
    from accounts.saml import signing_in

    sessions.keep_briefly(request)
    destination = get_next_redirect_url(request) or ""
    return signing_in.ask(request, provider, destination, test=is_test)


@login_not_required
@csrf_exempt  # the provider's page sends it; signature and question stand for a token of ours
@never_cache
@require_POST
def answered(request: HttpRequest, key: str) -> HttpResponse:
    """The provider's answer, checked before anything else and kept for `finish`. What it says of
    an address to go on to (RelayState) is not heeded: the question's own is."""
    # An admin tests one that is switched off; that it was their question, `finish` sees.
    provider = _provider(key, even_switched_off=True)
    if not _is_allowed(request, "sso-callback"):
        return pages.too_many(request)
    from accounts.saml import signing_in

    return signing_in.take(request, provider, request.POST.get("SAMLResponse", ""))


@login_not_required
@never_cache
@require_safe
def finish(request: HttpRequest, key: str) -> HttpResponse:
    """The browser again, with its session: it is let in if it is the one that asked."""
    provider = _provider(key, even_switched_off=trying_out.may_try(request))
    from accounts.saml import signing_in

    return signing_in.let_in(request, provider)


@login_not_required
@require_safe
def metadata(request: HttpRequest, key: str) -> HttpResponse:
    """What to load at the provider: our name and addresses. Nothing of it is secret."""
    # Also while it is switched off: the provider has to be told before anybody can sign in.
    provider = _provider(key, even_switched_off=True)
    from accounts.saml import protocol

    return HttpResponse(protocol.metadata(provider), content_type="application/samlmetadata+xml")


@login_not_required
@never_cache
@require_safe
def signed_out(request: HttpRequest, key: str) -> HttpResponse:
    """Back from signing out at the provider; here the session had ended before."""
    _provider(key, even_switched_off=True)
    from accounts.saml.signing_out import says_done

    if not says_done(request.GET.get("SAMLResponse", "")):
        return redirect("signed_out")
    return redirect(reverse("signed_out", query={"state": request.GET.get("RelayState", "")}))


def _provider(key: str, *, even_switched_off: bool) -> Provider:
    told = providers.provider(key) or (find(key) if even_switched_off else None)
    if told is None or told.kind != SAML or not saml.is_installed():
        raise Http404("There is no such SAML provider.")
    return told


def _is_allowed(request: HttpRequest, entrance: str) -> bool:
    who = address_of(request) or ""
    return throttling.allow(entrance, who, TRIES, MINUTE, request=request)
