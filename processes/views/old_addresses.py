"""The last resort: where nothing of this wiki is, something of an old one may have been."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from accounts.asking import wants_json
from processes import old_addresses
from processes.models import OldAddress
from processes.old_addresses.naming import TELLING

# Below these nobody signs in to see more: programs ask there, and browsers for what pages need.
FOR_PROGRAMS = ("static", "accounts", "admin", "scim", "api", "feeds", ".well-known")


def asks_by_number(request: HttpRequest) -> bool:
    """Whether it is `/?p=12` and the like: the start page of an old wiki, where our own is."""
    return request.path_info == "/" and any(name.lower() in TELLING for name in request.GET)


def lead_on(request: HttpRequest) -> HttpResponse | None:
    """A redirect to what the old address became, for those who may read it.

    Whoever is not signed in is asked to, whatever the address: that some address was one of the
    old wiki is nothing for strangers. Browsers are told to ask again each time, as it depends on
    the reader and may change (see `access.follows_moves`).
    """
    if request.method not in ("GET", "HEAD") or wants_json(request):
        return None
    if not request.user.is_authenticated:
        return _sign_in_first(request)
    path, _, query = request.get_full_path().partition("?")
    url = old_addresses.find(request.get_host(), path, query, request.user)
    if not url or url == request.path:
        return None
    response = HttpResponsePermanentRedirect(url)
    response["Cache-Control"] = "no-cache, private"
    return response


def _sign_in_first(request: HttpRequest) -> HttpResponse | None:
    first = request.path_info.strip("/").partition("/")[0]
    address = request.get_full_path()
    if first in FOR_PROGRAMS or len(address) > old_addresses.LONGEST:
        return None
    return redirect_to_login(address) if OldAddress.objects.exists() else None
