"""What is said where a form's token is missing or too old."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import csrf

from accounts.asking import wants_json


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page “This form has expired”; a sentence for a script."""
    if not wants_json(request):
        return csrf.csrf_failure(request, reason)
    error = "This page has been open since before you signed in. Copy your text, then reload it."
    return JsonResponse({"error": error}, status=403)
