"""The provider itself says that somebody signed out (OpenID Connect Back-Channel Logout 1.0)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts import throttling
from accounts.auditing import address_of
from accounts.logout_tokens import TokenRefused, obey, read_logout_token
from accounts.providers import SAML, provider
from accounts.providers.asking import ProviderDown, patience

# Tokens that were refused, from one address within a minute. Good ones count for nothing: when a
# company's day ends, a provider has much to tell.
ENTRANCE, TRIES, MINUTE = "logout-token", 60, 60


@csrf_exempt  # sent by the provider; what it has signed stands for a token
@login_not_required
@never_cache
@require_POST
def backchannel_logout(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Ends the sign-ins that the token names, at once; whether there were any, nobody is told."""
    told = provider(provider_id)
    if told is None or told.kind == SAML:
        raise Http404("There is no such OpenID Connect provider.")
    who = address_of(request) or ""
    if throttling.is_closed(ENTRANCE, who, TRIES):
        return _error("There were too many refused tokens. Wait a minute.", 429)
    try:
        with patience():
            said = read_logout_token(told, request.POST.get("logout_token", ""))
        obey(said)
    except TokenRefused as refusal:
        throttling.allow(ENTRANCE, who, TRIES, MINUTE, request=request)
        return _error(str(refusal), 400)
    except ProviderDown:
        return _error("The provider's keys cannot be fetched at the moment.", 503)
    return HttpResponse()


def _error(told: str, status: int) -> JsonResponse:
    error = "invalid_request" if status == 400 else "temporarily_unavailable"
    return JsonResponse({"error": error, "error_description": told}, status=status)
