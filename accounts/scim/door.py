"""The way in: a token, a method, a body of bearable size; and every refusal as SCIM words it."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from pydantic import ValidationError
from scim2_models import Error, SCIMException, UnauthorizedException

from accounts import auditing, throttling, tokens
from accounts.models import AccessToken
from accounts.providers import Provider, provider
from accounts.scim.mending import read_json
from accounts.scim.resources import SERVICE

CONTENT = "application/scim+json"
LARGEST = 1024 * 1024
# Wrong tokens from one address, and in how many seconds.
TRIES, PAUSE = 20, 300

logger = logging.getLogger(__name__)
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose directory speaks, and in which request."""

    token: AccessToken
    provider: Provider
    request: HttpRequest = field(repr=False)

    @property
    def key(self) -> str:
        return self.provider.key

    def body(self) -> dict[str, Any]:
        """Raises SCIM's refusals."""
        if int(self.request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
            raise TooLarge
        try:
            return read_json(self.request.body)
        except RequestDataTooBig as error:
            raise TooLarge from error

    def address(self, path: str) -> str:
        return f"{settings.SITE_URL}/scim/v2/{path}"


class TooLarge(SCIMException):
    status = 413
    _default_detail = "The body is larger than 1 MB."


class TooManyTries(SCIMException):
    status = 429
    _default_detail = "Too many wrong tokens. Wait some minutes."


class NotAllowed(SCIMException):
    status = 405
    _default_detail = "This method is not for this address."


def directory(*methods: str) -> Callable[[View], View]:
    """A view for the directory's program: it gets the Caller, and may raise SCIM's refusals."""

    def made(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, **parts: str) -> HttpResponse:
            try:
                caller = _caller(request)
                if request.method not in methods:
                    raise NotAllowed
                with SERVICE:
                    return view(request, caller, **parts)
            except SCIMException as refusal:
                return _refused(refusal.to_error())
            except ValidationError as errors:
                return _refused(Error.from_validation_errors(errors)[0])

        return guarded

    return made


def answer(content: dict[str, Any], status: int = 200) -> HttpResponse:
    response = JsonResponse(content, status=status, content_type=CONTENT)
    response["Cache-Control"] = "no-store"
    return response


def _caller(request: HttpRequest) -> Caller:
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    token = tokens.token_of(text.strip(), request) if kind.lower() == "bearer" else None
    if token is None:
        _count_wrong(request)
        raise UnauthorizedException(detail="A valid access token is needed.")
    speaking = provider(token.provider_key)
    if speaking is None:
        # Its provider was switched off: what it said yesterday counts, what it says today does not.
        raise UnauthorizedException(detail="The identity provider of this token is not in use.")
    return Caller(token, speaking, request)


def _count_wrong(request: HttpRequest) -> None:
    address = auditing.address_of(request) or ""
    if not throttling.allow("scim", address, TRIES, PAUSE, request=request):
        raise TooManyTries
    auditing.record("token_refused", what="SCIM", request=request)


def _refused(error: Error) -> HttpResponse:
    response = answer(error.model_dump(), error.status or 400)
    if error.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="SCIM"'
    return response
