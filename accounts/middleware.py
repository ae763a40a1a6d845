"""The door: whoever is not signed in is sent to sign in, with what they wrote in their hands."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.asking import wants_json

# Names of the fields in which people write, as their forms send them.
WRITTEN = {
    "title": "Title",
    "summary": "Summary",
    "body": "Text",
    "note": "Note",
    "comment": "Comment",
}


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Django's, except that a text sent after the session ended is given back, not thrown away."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponse]
    ) -> Any:
        if wants_json(request):
            return never_cache(_tell)(request)
        if written := _written(request):
            return _give_back(request, written)
        return super().handle_no_permission(request, view_func)


def _tell(request: HttpRequest) -> HttpResponse:
    error = "You are no longer signed in. Sign in again in another tab, then try again here."
    return JsonResponse({"error": error}, status=401)


def _written(request: HttpRequest) -> list[tuple[str, str]]:
    """Label and text of each field; read only after the form was found to be one of ours."""
    if request.method != "POST":
        return []
    return [
        (label, text)
        for name, label in WRITTEN.items()
        if (text := request.POST.get(name, "")).strip()
    ]


@never_cache
def _give_back(request: HttpRequest, written: list[tuple[str, str]]) -> HttpResponse:
    context = {"written": written, "path": request.path}
    return render(request, "account/session_ended.html", context, status=403)
