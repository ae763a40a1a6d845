"""One address asked over the network: is anything there?

HEAD, and GET where that is refused; the body is never read. The host's name is looked up once, all
its addresses are checked, and the connection goes to the very address that was: a name that
suddenly leads somewhere else leads nowhere. Each redirect is treated like a new address.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings

from processes.outside.connecting import PinnedConnection, over_after
from processes.outside.networks import PORTS, is_public
from processes.outside.pacing import Pace

TIMEOUT = 10.0  # seconds without a sign of life
DEADLINE = 20.0  # seconds for one request, however lively
REDIRECTS = 5
ADDRESSES = 3  # of one host, until one of them lets us in
# There, but not for a machine to see: asks for a sign-in, for patience, for a browser.
UNCLEAR = frozenset({401, 402, 403, 405, 406, 407, 429, 451, 503, 999})
REDIRECTING = frozenset({301, 302, 303, 307, 308})
_SAFE = "/%:@!$&'()*+,;=~?[]-._"  # of a path and a query, as it is

# there: it answers. unclear: nobody can tell. gone: it says that nothing is there.
# silent: no answer of a web server at all, which may also be the fault of the network on our side.
Kind = Literal["there", "unclear", "gone", "silent"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking; `problem` is a few words for people, "" where there is none."""

    kind: Kind
    problem: str = ""
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart. `path` holds the query."""

    scheme: str
    host: str
    port: int
    path: str


class Stop(Exception):
    """The answer is known; `worth_a_get` where the server may just not understand HEAD."""

    def __init__(self, kind: Kind, problem: str, *, worth_a_get: bool = False) -> None:
        super().__init__(problem)
        self.answer = Answer(kind, problem)
        self.worth_a_get = worth_a_get


@dataclass
class Asker:
    """Asks. What is given at construction is for tests, which have no internet to ask."""

    is_allowed: Callable[[str], bool] = is_public
    ports: frozenset[int] = PORTS
    look_up: Callable[..., list[Any]] = socket.getaddrinfo
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    pace: Pace = field(default_factory=Pace)
    timeout: float = TIMEOUT
    deadline: float = DEADLINE

    def ask(self, url: str) -> Answer:
        """Never raises on any address: whatever happens is an answer."""
        try:
            for _ in range(REDIRECTS + 1):
                status, location = self._status(url)
                if status not in REDIRECTING or not location:
                    return _meaning(status)
                url = further(url, location)
        except Stop as stop:
            return stop.answer
        return Answer("unclear", "It leads on and on", status)

    def _status(self, url: str) -> tuple[int, str]:
        """Status and Location of one address."""
        target = self.take_apart(url)
        ips = self.addresses_of(target)
        try:
            status, location = self._request(target, ips, "HEAD")
        except Stop as stop:
            if not stop.worth_a_get:
                raise
            status, location = 0, ""
        if status == 429 or 0 < status < 400:
            return status, location
        return self._request(target, ips, "GET")

    def take_apart(self, url: str) -> Target:
        """Raises Stop for what is no address of the web."""
        try:
            parts = urlsplit(url)
            port = parts.port or (443 if parts.scheme == "https" else 80)
            host = (parts.hostname or "").encode("idna").decode()
        except ValueError:  # UnicodeError is one
            raise Stop("gone", "It is not a valid address") from None
        if parts.scheme not in ("http", "https") or not host:
            raise Stop("unclear", "Not checked: it is no web address")
        if port not in self.ports:
            raise Stop("unclear", f"Not checked: port {port}")
        path = quote(parts.path or "/", safe=_SAFE)
        query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
        return Target(parts.scheme, host, port, path + query)

    def addresses_of(self, target: Target) -> list[str]:
        """Some addresses of the host. Raises Stop where any of all is not for us to contact."""
        try:
            found = self.look_up(target.host, target.port, type=socket.SOCK_STREAM)
        except (OSError, ValueError):
            raise Stop("silent", "There is no such host") from None
        addresses = [str(sockaddr[0]) for *_, sockaddr in found]
        if not addresses or not all(map(self.is_allowed, addresses)):
            raise Stop("unclear", "Not checked: it is in a network of its own")
        return list(dict.fromkeys(addresses))[:ADDRESSES]

    def _request(self, target: Target, ips: list[str], method: str) -> tuple[int, str]:
        self.pace.wait_for(target.host)
        tls = self.tls if target.scheme == "https" else None
        try:
            connection = PinnedConnection(target.host, target.port, ips, tls, self.timeout)
            with over_after(self.deadline, connection):
                connection.request(method, target.path, headers=headers())
                response = connection.getresponse()
                return response.status, response.getheader("Location") or ""
        except ssl.SSLCertVerificationError:
            raise Stop("silent", "Its certificate is not valid") from None
        except ssl.SSLError:
            raise Stop("silent", "It does not speak TLS as browsers do") from None
        except TimeoutError:
            raise Stop("silent", "It does not answer in time") from None
        except ConnectionRefusedError:
            raise Stop("silent", "It refuses the connection") from None
        except (ConnectionError, http.client.HTTPException):
            why = "It breaks off, or answers not as web servers do"
            raise Stop("silent", why, worth_a_get=method == "HEAD") from None
        except (OSError, ValueError):
            raise Stop("silent", "It cannot be reached") from None


def further(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        raise Stop("gone", "It leads on to no valid address") from None


def _meaning(status: int) -> Answer:
    if status < 400:
        return Answer("there", "", status)
    if status in (401, 403, 407):
        return Answer("unclear", "Not checked: it wants a sign-in", status)
    if status in UNCLEAR:
        return Answer("unclear", f"Not checked: it answers {status}", status)
    return Answer("gone", f"It answers {status}", status)


def headers() -> dict[str, str]:
    return {
        "User-Agent": f"Imprimatur link check (+{settings.SITE_URL})",
        "Accept": "*/*",
        "Connection": "close",
    }
