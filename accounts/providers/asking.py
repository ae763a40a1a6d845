"""Asking an identity provider something, with patience that ends.

The limit is on everything that one sign-in asks: a provider that answers slowly must not hold a
web process for the sum of its answers. Its answers are limited in size, too.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import requests

from accounts.providers.deadlines import EndingAdapter, over_after

# How long one sign-in may wait for the identity provider, all its answers together.
PATIENCE = 5.0
LARGEST = 1024 * 1024
CHUNK = 64 * 1024
REDIRECTS = 5

_ends_at: ContextVar[float | None] = ContextVar("provider_patience_ends_at", default=None)


class ProviderDown(Exception):
    """The provider does not answer, or what it answers makes no sense."""


@contextmanager
def patience(seconds: float | None = None) -> Iterator[None]:
    """Everything asked within has this time together (else each question has PATIENCE)."""
    token = _ends_at.set(time.monotonic() + (PATIENCE if seconds is None else seconds))
    try:
        yield
    finally:
        _ends_at.reset(token)


def seconds_left() -> float:
    """Never quite nothing, as no time at all would mean “for ever” to a socket."""
    ends_at = _ends_at.get()
    return PATIENCE if ends_at is None else max(0.1, ends_at - time.monotonic())


class PatientSession(requests.Session):
    """Requests that end when the time is up, however slowly the answer trickles in."""

    def __init__(self) -> None:
        super().__init__()
        self.max_redirects = REDIRECTS
        for scheme in ("https://", "http://"):
            self.mount(scheme, EndingAdapter())

    def request(self, method: str | bytes, url: str | bytes, **options: Any) -> requests.Response:
        """Raises RequestException."""
        left = seconds_left()
        options |= {"timeout": left, "stream": True}
        # A secret or a code is not handed on to wherever an answer points.
        options["allow_redirects"] = str(method).upper() == "GET"
        with over_after(left):
            response = super().request(method, url, **options)
            _read(response)
        return response


def get(url: str) -> requests.Response:
    """The answer, whatever its status. Raises ProviderDown."""
    try:
        with PatientSession() as session:
            return session.get(url, headers={"Accept": "application/json"})
    except requests.RequestException as error:
        raise ProviderDown(f"{url} does not answer: {type(error).__name__}") from error


def get_json(url: str) -> dict[str, Any]:
    """The object that is there. Raises ProviderDown."""
    response = get(url)
    if response.status_code != requests.codes.ok:
        raise ProviderDown(f"{url} answers with {response.status_code}")
    try:
        answer = response.json()
    except ValueError as error:
        raise ProviderDown(f"{url} answers with something that is no JSON") from error
    if not isinstance(answer, dict):
        raise ProviderDown(f"{url} answers with something that is no object")
    return answer


def _read(response: requests.Response) -> None:
    body = b""
    for chunk in response.iter_content(CHUNK):
        body += chunk
        if len(body) > LARGEST:
            raise requests.exceptions.ContentDecodingError("The answer is too large.")
    # What `iter_content` gave is gone from the connection; `content` reads it here.
    response._content = body
