"""What every request passes: health checks, privacy, a plain page when the database is down."""

import re
import sys
from collections.abc import Callable
from typing import IO

from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views import defaults

from accounts.asking import wants_json

# Where admins upload the files of an import.
OLD_WIKIS = re.compile(r"/admin/importing/import/(?:add|[0-9]+/files)/")
GetResponse = Callable[[HttpRequest], HttpResponse]


class HealthMiddleware:
    """Answers /healthz and /readyz before hosts, sessions and redirects have a say.

    A load balancer asks by address, not by the site's name, and without a session.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return _plain("ok", 200)
        if request.path == "/readyz":
            return _readiness()
        return self.get_response(request)


class RequestSizeMiddleware:
    """Refuses what is larger than any upload may be, by what it says of itself: nothing of it is
    kept or looked at. Without a length there is no body: Django reads none then.

    A browser that is still sending hears no answer, so what is not much too large is first read
    to its end and forgotten.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = request.META.get("CONTENT_LENGTH") or "0"
        length = int(told) if told.isdecimal() else 0
        most = _most_bytes(request)
        if length <= most:
            return self.get_response(request)
        if length <= 4 * settings.MAX_REQUEST_BYTES:
            _read_away(request.META["wsgi.input"], length)
        return _too_large(request, most)


class PrivateMiddleware:
    """What nobody said otherwise of is for one reader alone, and asked for anew each time.

    Not `no-store`: browsers would then forget what somebody typed when they go back to a form.
    So whoever signs out has the browser forget what it was shown, “Back” included.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "private, no-cache")
        if getattr(request, "signed_out", False):
            response["Clear-Site-Data"] = '"cache"'
        return response


@receiver(user_logged_out)
def note_sign_out(request: HttpRequest | None = None, **_: object) -> None:
    if request is not None:
        request.signed_out = True  # type: ignore[attr-defined]


class DemoErrorsMiddleware:
    """The demo needs DEBUG, but shows the product's own error pages, not Django's technical ones.

    Whoever develops runs without DEMO and sees those.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match response.status_code:
            case 404:
                return defaults.page_not_found(request, Http404())
            case 500:
                return defaults.server_error(request)
        return response


class DatabaseDownMiddleware:
    """A failing database is told as a plain 503 page, not as a broken page.

    Sessions, the signed-in person and whole templates are read lazily, so the failure may come up
    anywhere: in a view, but as well in another middleware, which `process_exception` never hears
    of. Django's signal hears of every one of them, so it is what this listens to. Django has
    logged the failure by then. With DEBUG, its technical page says more and stays.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "database_failed", False) and not settings.DEBUG:
            return unavailable()
        return response


@receiver(got_request_exception)
def note_database_failure(request: HttpRequest | None = None, **_: object) -> None:
    # Sent while Django handles the exception; it is not among what the signal carries.
    if request is not None and isinstance(sys.exception(), OperationalError | InterfaceError):
        request.database_failed = True  # type: ignore[attr-defined]


def unavailable() -> HttpResponse:
    """The 503 page; it needs neither the database nor a session to be drawn."""
    response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = "30"
    return response


def _read_away(stream: IO[bytes], length: int) -> None:
    while length > 0 and (chunk := stream.read(min(length, 64 * 1024))):
        length -= len(chunk)


def _most_bytes(request: HttpRequest) -> int:
    """Old wikis are larger than anything else; their address reads nothing before it knows who
    sends it (see `importing.admin.uploads`)."""
    if OLD_WIKIS.fullmatch(request.path_info):
        return max((settings.IMPORT_MAX_MB + 1) * 1024 * 1024, settings.MAX_REQUEST_BYTES)
    return settings.MAX_REQUEST_BYTES


def _too_large(request: HttpRequest, most: int) -> HttpResponse:
    limit = most // 1024 // 1024 - 1
    if not wants_json(request, unless_told=True):
        return HttpResponse(render_to_string("413.html", {"limit": limit}), status=413)
    error = f"That is too large: no file may be larger than {limit} MB."
    return JsonResponse({"error": error}, status=413)


def _readiness() -> HttpResponse:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (OperationalError, InterfaceError):
        return _plain("the database does not answer", 503)
    if waiting:
        return _plain(f"{len(waiting)} migrations wait to be applied", 503)
    return _plain("ok", 200)


def _plain(text: str, status: int) -> HttpResponse:
    return HttpResponse(text + "\n", status=status, content_type="text/plain; charset=utf-8")
