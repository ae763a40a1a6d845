"""What is said where a form's token is missing or too old."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.template.loader import render_to_string

from accounts.asking import wants_json
from accounts.giving_back import written


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page “This form has expired”, with what was written in it; a sentence for a script."""
    if wants_json(request):
        error = "This page is older than your sign-in. Copy your text, then reload it."
        return JsonResponse({"error": error}, status=403)
    page = render_to_string("403_csrf.html", {"written": _texts(request)})
    return HttpResponse(page, status=403, headers={"Cache-Control": "no-store, private"})


def _texts(request: HttpRequest) -> list[tuple[str, str]]:
    # Nothing is echoed for another site: browsers say where a form stood.
    if request.headers.get("Sec-Fetch-Site") != "same-origin":
        return []
    try:
        return written(request)
    except UnreadablePostError:
        return []
