"""A picture of another site, fetched once to be kept here: as guarded as asking, and never large.

As with links, whoever pastes chooses the addresses: only https (unless an admin named a site
without it), only machines of the public internet, each redirect like a new address, and an end to
all of it.
"""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass, field

from processes.outside.asking import (
    REDIRECTING,
    REDIRECTS,
    Asker,
    Stop,
    Target,
    further,
    headers,
)
from processes.outside.connecting import PinnedConnection, over_after
from processes.outside.pacing import Pace

_PIECE = 64 * 1024
_NOT_NOW = frozenset({429, 502, 503, 504})


class NotFetched(Exception):
    """No picture came: nobody is there, it is none, it is too large, or there was no time."""


class NoAnswer(NotFetched):
    """Whoever is asked next at this site has little to hope for either."""


@dataclass
class Fetcher(Asker):
    """Fetches. One request after the other goes to a host, as when a browser shows a page."""

    pace: Pace = field(default_factory=lambda: Pace(sleep=lambda seconds: None))

    def picture(self, url: str, most: int, end: float, *, in_secret: bool = True) -> bytes:
        """The bytes of a picture, at most so many, before `end` (time.monotonic()).

        Raises NotFetched; NoAnswer where the site itself gave none.
        """
        try:
            for _ in range(REDIRECTS + 1):
                target = self.take_apart(url)
                if in_secret and target.scheme != "https":
                    raise NotFetched("It is not sent in secret")
                content, location = self._get(target, most, end)
                if content is not None:
                    return content
                url = further(url, location)
        except Stop as stop:
            silent = stop.answer.kind == "silent"
            raise (NoAnswer if silent else NotFetched)(str(stop)) from None
        raise NotFetched("It leads on and on")

    def _get(self, target: Target, most: int, end: float) -> tuple[bytes | None, str]:
        """The picture, or the address that leads on."""
        ips = self.addresses_of(target)
        left = end - time.monotonic()
        if left <= 0:
            raise NoAnswer("There is no time left")
        patience = min(self.timeout, left)
        try:
            tls = self.tls if target.scheme == "https" else None
            connection = PinnedConnection(target.host, target.port, ips, tls, patience)
            with over_after(left, connection):
                connection.request("GET", target.path, headers=headers() | {"Accept": "image/*"})
                return _read(connection.getresponse(), most)
        except (OSError, ValueError, http.client.HTTPException):
            raise NoAnswer("It cannot be reached") from None


def _read(response: http.client.HTTPResponse, most: int) -> tuple[bytes | None, str]:
    if response.status in REDIRECTING:
        return None, response.getheader("Location") or ""
    if response.status in _NOT_NOW:
        raise NoAnswer(f"It answers {response.status}")
    if response.status != 200:
        raise NotFetched(f"It answers {response.status}")
    kind = response.getheader("Content-Type") or ""
    if not kind.lower().startswith("image/"):
        raise NotFetched("It is no picture")
    content = bytearray()
    while piece := response.read(min(_PIECE, most + 1 - len(content))):
        content += piece
        if len(content) > most:
            raise NotFetched("It is too large")
    if response.length:
        raise NoAnswer("It broke off")
    return bytes(content), ""
