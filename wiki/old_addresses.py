"""Where every other address has failed, one of an old wiki may be meant."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from processes.views.old_addresses import asks_by_number, lead_on


class OldAddressMiddleware:
    """Looks a “not found” up among the old addresses. What is found costs nothing.

    A middleware, because not only the list of addresses says that there is nothing: `/about/team/`
    looks like a page of a department, and it is the view that finds out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if asks_by_number(request) and request.user.is_authenticated:
            return lead_on(request) or self.get_response(request)
        response = self.get_response(request)
        if response.status_code == 404:
            return lead_on(request) or response
        return response
