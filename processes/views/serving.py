"""Answers with a stored file: cached, in ranges, by nginx or by the storage itself.

Whoever calls this has made sure that the reader may see it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.core.files.base import File
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date

from processes.attachments import blobs

# What browsers may show in place; everything else is offered as a download. Not PDF: the
# browser's own viewer does not start in a sandbox.
INLINE_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"})
YEAR = 365 * 24 * 3600
FOR_EVER = f"private, max-age={YEAR}, immutable"
ASK_AGAIN = "private, no-cache"
# One range: from–to, from, or the last so many bytes (RFC 9110, section 14).
RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")
CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as it is kept. `tag` changes whenever its bytes do; `lasts`: they never will."""

    path: str
    tag: str
    name: str
    content_type: str
    size: int
    at: datetime.datetime
    lasts: bool = True


def serve(request: HttpRequest, file: Stored) -> HttpResponse:
    """The file so that nothing in it can act: no scripts, no frame, no session, no guessing.

    Raises Http404 where it is missing from the storage, StorageUnavailable.
    """
    if settings.S3_BUCKET:
        return sandboxed(_over_there(file))
    etag = f'"{file.tag}"'
    response = get_conditional_response(request, etag, int(file.at.timestamp()))
    if response is None:
        response = _by_nginx(file) if settings.ACCEL_REDIRECT else _from_disk(request, file, etag)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(file.at.timestamp())
    response["Cache-Control"] = FOR_EVER if file.lasts else ASK_AGAIN
    return sandboxed(response)


def _over_there(file: Stored) -> HttpResponse:
    """To the storage, with an address for this reader; remembered for less long than it works."""
    address = blobs.signed_address(file.path, file.content_type, _disposition(file))
    response = HttpResponseRedirect(address)
    seconds = settings.S3_ADDRESS_SECONDS * 4 // 5 if file.lasts else 0
    response["Cache-Control"] = f"private, max-age={seconds}" if seconds else "private, no-store"
    return response


def _by_nginx(file: Stored) -> HttpResponse:
    response = _described(HttpResponse(), file)
    response["X-Accel-Redirect"] = settings.ACCEL_REDIRECT + quote(file.path)
    return response


def _from_disk(request: HttpRequest, file: Stored, etag: str) -> HttpResponse:
    wanted = _wanted_range(request, file, etag)
    if wanted is not None and not wanted:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{file.size}"
        return response
    try:
        content = blobs.open_file(file.path)
    except FileNotFoundError as error:
        raise Http404("This file is missing from the storage.") from error
    if request.method == "HEAD":
        content.close()
        response: HttpResponse = HttpResponse()
        response["Content-Length"] = str(file.size)
    elif wanted:
        response = _part(content, wanted, file.size)
    else:
        response = FileResponse(content)
    response["Accept-Ranges"] = "bytes"
    return _described(response, file)


def _wanted_range(request: HttpRequest, file: Stored, etag: str) -> range | None:
    """The bytes asked for; None for all of them, an empty range for some that there are not.

    More than one range at a time is answered with everything, as the standard permits.
    """
    asked = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if request.method != "GET" or asked is None or asked[0] == "bytes=-":
        return None
    if request.headers.get("If-Range", etag) not in (etag, http_date(file.at.timestamp())):
        return None
    first, last = asked[1], asked[2]
    if not first:
        return range(max(file.size - int(last), 0), file.size if int(last) else 0)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, file.size) if last else file.size)


def _part(content: File, wanted: range, size: int) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_chunks(content, wanted), status=206)
    response["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{size}"
    response["Content-Length"] = str(len(wanted))
    return response


def _chunks(content: File, wanted: range) -> Iterator[bytes]:
    with content:
        content.seek(wanted.start)
        left = len(wanted)
        while left and (chunk := content.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


def _described(response: HttpResponse, file: Stored) -> HttpResponse:
    response["Content-Type"] = file.content_type
    response["Content-Disposition"] = _disposition(file)
    return response


def _disposition(file: Stored) -> str:
    as_attachment = file.content_type not in INLINE_TYPES
    return content_disposition_header(as_attachment, file.name) or "inline"


def sandboxed(response: HttpResponse) -> HttpResponse:
    """Nothing in it can act, whatever browsers take it for."""
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response
