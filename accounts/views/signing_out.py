"""Signing out: here at once, and at the identity provider for whoever wants that too."""

from __future__ import annotations

import hmac

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import last_provider, signing_out
from accounts.auditing import record


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """A POST ends the sign-in here, whatever the provider does.

    The browser forgets the pages and pictures it kept, for whoever sits down there next.
    """
    if not request.user.is_authenticated:
        # Of a double click the second one comes here.
        place = "signed_out" if signing_out.kept(request) else "account_login"
        return _forgetful(redirect(place))
    row = signing_out.sign_in_of(request)
    if request.method != "POST":
        offer = signing_out.offer_for(request, row)
        return render(request, "account/logout.html", {"offer": offer})
    record("signed_out", by=request.user, about=request.user, request=request)
    logout(request)
    # Only now, as the provider may have to be asked for its address.
    offer = signing_out.offer_for(request, row)
    if offer is None:
        messages.info(request, "You are signed out.")
        return _forgetful(redirect("account_login"))
    signing_out.keep(request, offer)
    goes_on = "there" in request.POST
    return _forgetful(redirect(reverse("signed_out", query={"on": "1"} if goes_on else None)))


@login_not_required
@never_cache
@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    """You are out here, and may still be in at the provider; or back from there, out of both.

    With `?on` the browser goes there by itself. Not by a redirect: `form-action 'self'` holds for
    every redirect that follows the form, and would stop it.
    """
    offer = signing_out.kept(request)
    if request.user.is_authenticated or offer is None:
        return redirect("account_login")
    if hmac.compare_digest(request.GET.get("state", "").encode(), offer.state.encode()):
        request.session.flush()
        messages.info(request, f"You are signed out here and at {offer.name}.")
        return redirect("account_login")
    response = render(request, "account/signed_out.html", {"offer": offer})
    if "on" in request.GET:
        response["Refresh"] = f"0; url={reverse('sign_out_there')}"
    return response


@login_not_required
@never_cache
@require_safe
def sign_out_there(request: HttpRequest) -> HttpResponse:
    """On to the provider. A link that a foreign page may open as well: it leads out, never in."""
    offer = signing_out.kept(request)
    if request.user.is_authenticated or offer is None:
        return redirect("account_login")
    return redirect(offer.address)


def _forgetful(response: HttpResponse) -> HttpResponse:
    response["Clear-Site-Data"] = '"cache"'
    last_provider.ask_again(response)
    return response
