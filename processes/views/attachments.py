"""Images and files, served to those who may read a page or a proposal that shows them."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from processes.attachments import WIDTHS
from processes.models import Rendition
from processes.views.files import WHOLE, find_file
from processes.views.serving import serve


@require_safe
def attachment(request: HttpRequest, key: uuid.UUID, name: str) -> HttpResponse:
    """The original."""
    return _serve(request, key, WHOLE)


@require_safe
def rendition(request: HttpRequest, key: uuid.UUID, width: int, name: str) -> HttpResponse:
    """A smaller one, or the original as long as it is not made."""
    if width not in WIDTHS:
        raise Http404("Pictures are not made in this width.")
    return _serve(request, key, width)


@require_safe
def still(request: HttpRequest, key: uuid.UUID, name: str) -> HttpResponse:
    """The first frame of a picture that moves."""
    return _serve(request, key, Rendition.STILL)


def _serve(request: HttpRequest, key: uuid.UUID, width: int) -> HttpResponse:
    """Raises Http404 for what this person may not see, as for what does not exist."""
    found = find_file(request.user, key, width)
    if found is None:
        raise Http404("There is no such file.")
    return serve(request, found)
