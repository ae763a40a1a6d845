"""People to tell things, a mail server to tell them by, and a crowd that does things at once."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Barrier
from typing import Any

from aiosmtpd.controller import Controller
from django.db import connections

from accounts import notifications
from accounts.models import Event, Notification, User

SMTP = "accounts.notifications.smtp.EmailBackend"
OK = "250 taken"


def people(number: int, called: str = "Person", **facts: Any) -> list[User]:
    return User.objects.bulk_create(
        User(email=f"{called.lower()}{n}@example.com", name=f"{called} {n}", **facts)
        for n in range(number)
    )


def tell(*recipients: User, event: Event = Event.SUBMITTED, **facts: Any) -> Notification:
    """Delivers something; returns the first recipient's line."""
    told: dict[str, Any] = {
        "title": "Claim expenses",
        "text": "Ana Costa proposes a change: raised the meal limit.",
        "url": "/proposals/12/",
        **facts,
    }
    notifications.deliver(recipients, event, **told)
    return Notification.objects.filter(user=recipients[0]).latest("pk")


def free_port() -> int:
    """One on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class PostOffice:
    """A mail server; `rcpt` and `data` decide what it answers to an address or a message."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.rcpt: Callable[[str], str] = lambda address: OK
        self.data: Callable[[EmailMessage], str] = lambda message: OK
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        answer = self.rcpt(address)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        answer = self.data(message)
        if answer == OK:
            self.received.append(message)
        elif answer == "":
            self.received.append(message)
            server.transport.abort()  # taken, and the line is cut before we could say so
        return answer or OK


def at_once(acts: Iterable[Callable[[], Any]]) -> list[Any]:
    """What each of these came to, done at the same moment in threads of their own."""
    acts = list(acts)
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        connections["default"].ensure_connection()
        barrier.wait(timeout=20)
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, act) for act in acts]]
