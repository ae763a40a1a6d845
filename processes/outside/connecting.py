"""Connections to one given machine, that end in time."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress


class PinnedConnection(http.client.HTTPConnection):
    """HTTP with `host`, spoken to a machine at one of `ips`, whatever the name leads to by now.

    The first that lets us in is taken. `tls` is None for plain HTTP; the certificate must be that
    of the host.
    """

    def __init__(
        self,
        host: str,
        port: int,
        ips: Sequence[str],
        tls: ssl.SSLContext | None,
        timeout: float,
    ) -> None:
        super().__init__(host, port, timeout=timeout)
        self.default_port = 443 if tls else 80  # which the Host header leaves out
        self.ips = ips
        self.tls = tls
        self.is_over = False

    def connect(self) -> None:
        self.sock = self._reach()
        if self.tls:
            self.sock = self.tls.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def _reach(self) -> socket.socket:
        *others, last = self.ips
        for ip in others:
            with suppress(OSError):
                return socket.create_connection((ip, self.port), self.timeout)
        return socket.create_connection((last, self.port), self.timeout)

    def end(self) -> None:
        """From another thread: whoever waits for this connection waits no longer."""
        self.is_over = True
        if sock := self.sock:
            with suppress(OSError):  # it has ended by itself
                socket.socket.shutdown(sock, socket.SHUT_RDWR)


@contextmanager
def over_after(seconds: float, connection: PinnedConnection) -> Iterator[None]:
    """Ends a connection in the end, with TimeoutError if it was not done after so many seconds.

    A server that sends a byte now and then keeps every other timeout from coming.
    """
    timer = threading.Timer(seconds, connection.end)
    timer.daemon = True
    timer.start()
    try:
        yield
        if connection.is_over:  # the end of the connection looked like that of the headers
            raise TimeoutError
    except (OSError, http.client.HTTPException):
        if connection.is_over:
            raise TimeoutError from None
        raise
    finally:
        timer.cancel()
        connection.close()
