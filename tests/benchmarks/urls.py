"""The site's addresses, and a view that does nothing but be signed in to."""

import os

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

SIZE = int(os.environ.get("BARE_PAGE_BYTES", "20000"))
PAGE = ("x" * 99 + "\n") * (SIZE // 100)


def bare(request: HttpRequest) -> HttpResponse:
    """A constant page for a person whose session and row were read: Django's own minimum."""
    return HttpResponse(f"<p>{request.user.name}</p>{PAGE}")


urlpatterns = [path("bare-signed-in-page/", bare), path("", include("wiki.urls"))]
