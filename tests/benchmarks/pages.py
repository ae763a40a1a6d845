"""How long pages take, as a ratio to a bare signed-in page of the same size in the same run.

    python -m tests.benchmarks.pages                       SQLite
    DATABASE_URL=postgres://… python -m tests.benchmarks.pages

Serves the demo company with gunicorn (one worker, four threads) from a database of its own and
asks for the pages in turn, A B A B …, so that a machine that slows down slows both. Times of one
machine mean little elsewhere; the ratio means something.
"""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = int(os.environ.get("ROUNDS", "400"))
WARM_UP = 30
BARE = "/bare-signed-in-page/"
ARTICLE = "/operations/set-up-a-new-laptop/"
PAGES = [ARTICLE, "/", "/operations/", "/search/?q=expenses", ARTICLE + "history/"]

# As a company serves it, except for TLS, which the proxy in front would do.
PRODUCTION = {
    "DEBUG": "0",
    "DEMO": "0",
    "SITE_URL": "http://127.0.0.1",
    "ALLOW_HTTP": "1",
    "SECRET_KEY": "only-for-measuring-" + "0123456789" * 4,
    "OIDC_ISSUER": "https://idp.example.com",
    "OIDC_CLIENT_ID": "wiki",
    "ALLOWED_EMAIL_DOMAINS": "tidewell.example",
    "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, **PRODUCTION, "VAR_DIR": folder, "STATIC_ROOT": f"{folder}/s"}
        cookie = prepare(environment)
        size = page_size(environment, cookie)
        with server({**environment, "BARE_PAGE_BYTES": str(size)}) as port:
            report(port, with_csrf_cookie(port, cookie), size)


def prepare(environment: dict[str, str]) -> str:
    """Fills the database and returns the cookie of a signed-in employee."""
    script = (
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "call_command('migrate', verbosity=0)\n"
        "call_command('collectstatic', interactive=False, verbosity=0)\n"
        "from demo.loading import load_demo; load_demo()\n"
        "from django.conf import settings; from django.test import Client\n"
        "from accounts.models import User\n"
        "client = Client(); person = User.objects.get(email__startswith='lea.moreau')\n"
        "client.force_login(person, backend='accounts.backends.SessionBackend')\n"
        "name = settings.SESSION_COOKIE_NAME\n"
        "print(f'{name}={client.cookies[name].value}')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, check=True, capture_output=True
    )
    return done.stdout.decode().splitlines()[-1]


def page_size(environment: dict[str, str], cookie: str) -> int:
    with server(environment) as port:
        return len(ask(http.client.HTTPConnection("127.0.0.1", port), ARTICLE, cookie))


def with_csrf_cookie(port: int, cookie: str) -> str:
    """The cookies that a browser has kept once it has seen any page of the site."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", ARTICLE, headers={"Cookie": cookie})
    response = connection.getresponse()
    response.read()
    kept = [line.partition(";")[0] for line in response.headers.get_all("Set-Cookie") or []]
    return "; ".join([cookie, *kept])


@contextmanager
def server(environment: dict[str, str]) -> Iterator[int]:
    """gunicorn on a free port, stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(sys.executable, "-m", "gunicorn", "wiki.wsgi", "--config", "python:tests.benchmarks"),
        *("--bind", f"127.0.0.1:{port}", "--workers", "1", "--worker-class", "gthread"),
        *("--threads", "4", "--keep-alive", "30", "--log-level", "error"),
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The server did not come up.")


def ask(connection: http.client.HTTPConnection, address: str, cookie: str) -> bytes:
    connection.request("GET", address, headers={"Cookie": cookie})
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"{address} answered {response.status}")
    return body


def report(port: int, cookie: str, size: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    engine = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
    print(f"{engine}, {ROUNDS} pairs each, bare page of {size} bytes")
    print(f"{'page':45}{'p50 ms':>9}{'p95 ms':>9}{'p50 / bare':>12}{'p95 / bare':>12}")
    for address in PAGES:
        bare, page = paired(connection, address, cookie)
        ratios = [quantile(page, q) / quantile(bare, q) for q in (50, 95)]
        print(
            f"{address:45}{quantile(page, 50):9.2f}{quantile(page, 95):9.2f}"
            f"{ratios[0]:12.2f}{ratios[1]:12.2f}"
        )


def paired(
    connection: http.client.HTTPConnection, address: str, cookie: str
) -> tuple[list[float], list[float]]:
    """Milliseconds of the bare page and of `address`, asked in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(ROUNDS + WARM_UP):
        for place, asked in enumerate((BARE, address)):
            started = time.perf_counter()
            ask(connection, asked, cookie)
            if number >= WARM_UP:
                times[place].append((time.perf_counter() - started) * 1000)
    return times


def quantile(times: list[float], percent: int) -> float:
    return statistics.quantiles(times, n=100)[percent - 1]


if __name__ == "__main__":
    main()
