"""Images and files, served to those who may read a page that shows them."""

from __future__ import annotations

import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from processes.attachments import INLINE_TYPES
from processes.models import Attachment

DAY = 24 * 3600


@require_safe
def attachment(request: HttpRequest, key: uuid.UUID, name: str) -> HttpResponse:
    """The bytes, sandboxed: whatever a file holds, it runs nothing in the reader's session."""
    found = Attachment.objects.visible_to(request.user).filter(key=key).first()
    if found is None:
        raise Http404("There is no such file.")
    etag = f'"{found.sha256}"'
    if request.headers.get("If-None-Match") == etag:
        return _cached(HttpResponseNotModified(), etag)
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("This file is missing from the storage.") from error
    response = FileResponse(
        content,
        content_type=found.content_type,
        as_attachment=found.content_type not in INLINE_TYPES,
        filename=found.name,
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Last-Modified"] = http_date(found.uploaded_at.timestamp())
    return _cached(response, etag)


def _cached(response: HttpResponse, etag: str) -> HttpResponse:
    """Kept by the reader's own browser alone; the bytes under one key never change."""
    response["ETag"] = etag
    response["Cache-Control"] = f"private, max-age={DAY}"
    return response
