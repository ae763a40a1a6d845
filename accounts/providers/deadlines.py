"""Requests that are over when their time is.

A socket's own timeout begins anew with every byte: a provider that sends one now and then, in the
headers or the body, or leads from one address to the next, would keep a web process for minutes.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

_deadline: ContextVar[_Deadline | None] = ContextVar("provider_deadline", default=None)


class EndingAdapter(HTTPAdapter):
    """Its connections end with the deadline within which they were made."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **options)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = POOLS
        return manager


@contextmanager
def over_after(seconds: float) -> Iterator[None]:
    """Whatever is asked within is over after so many seconds. Raises requests.Timeout then."""
    deadline = _Deadline()
    timer = threading.Timer(seconds, deadline.end)
    timer.daemon = True
    token = _deadline.set(deadline)
    timer.start()
    try:
        yield
        if deadline.is_over:  # the end of the connection looked like that of the answer
            raise requests.Timeout("The answer took too long.")
    except (requests.RequestException, OSError):
        if deadline.is_over:
            raise requests.Timeout("The answer took too long.") from None
        raise
    finally:
        timer.cancel()
        _deadline.reset(token)
        deadline.forget()


class _Deadline:
    def __init__(self) -> None:
        self.is_over = False
        self.sockets: list[socket.socket] = []
        self.lock = threading.Lock()

    def watch(self, made: socket.socket) -> None:
        """Raises TimeoutError where it is too late for another connection."""
        with self.lock:
            if self.is_over:
                made.close()
                raise TimeoutError
            # Another handle of the same connection: TLS takes this one away.
            self.sockets.append(made.dup())

    def end(self) -> None:
        """From another thread: whoever waits for these connections waits no longer."""
        with self.lock:
            self.is_over = True
            for one in self.sockets:
                with suppress(OSError):  # it has ended by itself
                    one.shutdown(socket.SHUT_RDWR)

    def forget(self) -> None:
        with self.lock:
            for one in self.sockets:
                one.close()
            self.sockets.clear()


def _watched(made: socket.socket) -> socket.socket:
    if deadline := _deadline.get():
        deadline.watch(made)
    return made


class _Plain(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _watched(super()._new_conn())


class _Tls(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _watched(super()._new_conn())


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _Tls


POOLS = {"http": _PlainPool, "https": _TlsPool}
