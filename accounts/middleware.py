"""The door: whoever is not signed in is sent to sign in, with what they wrote in their hands."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.afterwards import afterwards
from accounts.asking import wants_json
from accounts.giving_back import written
from accounts.sessions import noting

Get = Callable[[HttpRequest], HttpResponse]


class ActivityMiddleware:
    """Notes now and then, once a page is sent, that its reader was seen."""

    def __init__(self, get_response: Get) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if noting.is_due(request):
            afterwards(response, partial(noting.note, request))
        return response


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Django's, except that a text sent after the session ended is given back, not thrown away."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponse]
    ) -> Any:
        if wants_json(request):
            return never_cache(_tell)(request)
        if texts := written(request):
            return _give_back(request, texts)
        return super().handle_no_permission(request, view_func)


def _tell(request: HttpRequest) -> HttpResponse:
    error = "You are no longer signed in. Sign in again in another tab, then try again here."
    return JsonResponse({"error": error}, status=401)


@never_cache
def _give_back(request: HttpRequest, texts: list[tuple[str, str]]) -> HttpResponse:
    # A form in which the script keeps what is written names its copy.
    context = {"written": texts, "path": request.path, "is_kept": "copy" in request.POST}
    return render(request, "account/session_ended.html", context, status=403)
