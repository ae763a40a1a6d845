"""The product served by gunicorn, and somebody signed in who asks it for pages."""

from __future__ import annotations

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.databases import ROOT

PLAIN = ("--config", "python:tests.benchmarks", "--worker-class", "gthread", "--threads", "4")
TICKS = os.sysconf("SC_CLK_TCK")
SIGN_IN = """
import json, sys, django; django.setup()
from django.conf import settings
from django.test import Client
from accounts.models import User
for address in sys.argv[1:]:
    client = Client()
    person = User.objects.get(email__startswith=address)
    client.force_login(person, backend="accounts.backends.SessionBackend")
    name = settings.SESSION_COOKIE_NAME
    print(json.dumps([address, f"{name}={client.cookies[name].value}"]))
"""


@dataclass
class Server:
    """gunicorn with one worker."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def worker(self) -> int:
        """The id of the process that answers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return int(children.read_text().split()[0])

    def cpu(self) -> float:
        """Seconds of processor time that its worker has used (Linux)."""
        fields = Path(f"/proc/{self.worker}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> float:
        """Resident megabytes of its worker (Linux)."""
        status = Path(f"/proc/{self.worker}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


@dataclass
class Answer:
    status: int
    body: bytes
    headers: Mapping[str, str]


@dataclass
class Reader:
    """A person signed in, with one connection that is kept open, as a browser's is."""

    server: Server
    cookie: str
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
        # The cookies that a browser has kept once it has seen any page of the site.
        kept = self.ask("/search/").headers.get("Set-Cookie")
        if kept:
            self.cookie = f"{self.cookie}; {kept.partition(';')[0]}"

    def ask(self, address: str, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request("GET", address, headers={"Cookie": self.cookie, **named})
        response = self.connection.getresponse()
        return Answer(response.status, response.read(), response.headers)

    def page(self, address: str, **headers: str) -> bytes:
        """Raises RuntimeError for anything but a page that is there."""
        answer = self.ask(address, **headers)
        if answer.status not in (200, 304):
            raise RuntimeError(f"{address} answered {answer.status}")
        return answer.body

    def timed(self, address: str, **headers: str) -> float:
        """Milliseconds."""
        started = time.perf_counter()
        self.page(address, **headers)
        return (time.perf_counter() - started) * 1000


@contextmanager
def serving(environment: Mapping[str, str], options: Iterable[str] = PLAIN) -> Iterator[Server]:
    """gunicorn on a free port with one worker, stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(sys.executable, "-m", "gunicorn", "wiki.wsgi", *options, "--workers", "1"),
        *("--bind", f"127.0.0.1:{port}", "--keep-alive", "600", "--log-level", "error"),
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait_for(port)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait(timeout=20)


def run(environment: Mapping[str, str], script: str, *arguments: str) -> str:
    """What a piece of Python prints that runs in the product's own environment."""
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
    return done.stdout.decode()


def collect_static(environment: Mapping[str, str]) -> None:
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def sign_in(environment: Mapping[str, str], *people: str) -> dict[str, str]:
    """The session cookie of each of these, by the beginning of their address."""
    return dict(json.loads(line) for line in run(environment, SIGN_IN, *people).splitlines())


def quantile(times: Sequence[float], percent: int) -> float:
    return statistics.quantiles(times, n=100)[percent - 1]


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The server did not come up.")
