"""The provider as its process is seen from the tests: start it, have it say other things."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import jwt
import pytest
import requests

from accounts.providers import Provider
from tests.e2e.oidc_provider.__main__ import CLIENT_ID, CLIENT_SECRET

ROOT = Path(__file__).parents[3]
PATIENCE = 60  # seconds until a provider that does not answer counts as broken
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


@dataclass(frozen=True)
class RunningProvider:
    """One process that is two providers: by each of this machine's names it has another issuer,
    with the same people under the same subjects."""

    folder: Path
    port: int

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def other_issuer(self) -> str:
        return f"http://localhost:{self.port}"

    def known_as(self, key: str, issuer: str, name: str, **more: Any) -> Provider:
        """What the wiki is told of it."""
        return Provider(
            key=key,
            kind="oidc",
            name=name,
            issuer=issuer,
            client_id=CLIENT_ID,
            secret=CLIENT_SECRET,
            domains=frozenset({"example.com"}),
            **more,
        )

    def says(self, **people: dict[str, Any]) -> None:
        """From now on these claims, over its own, of these people; nothing else of anybody."""
        path = self.folder / "claims.json"
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(people))
        fresh.replace(path)

    def logout_token(self, subject: str, **claims: Any) -> str:
        """That somebody signed out there, as it would tell the wiki."""
        keys = requests.get(f"{self.issuer}/.well-known/jwks.json", timeout=5).json()["keys"]
        now = int(time.time())
        told = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": subject,
            "iat": now,
            "exp": now + 120,
            "jti": uuid4().hex,
            "events": {LOGOUT: {}},
            **claims,
        }
        private = (self.folder / "key.pem").read_text()
        headers = {"kid": keys[0]["kid"], "typ": "logout+jwt"}
        return jwt.encode(told, private, algorithm="RS256", headers=headers)


@contextmanager
def running(folder: Path, wiki: str) -> Iterator[RunningProvider]:
    """Runs the provider, which knows the wiki at this address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tests.e2e.oidc_provider", str(folder), str(port), wiki]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
    provider = RunningProvider(folder, port)
    try:
        _wait_for(provider.issuer, process, folder / "log")
        yield provider
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < give_up:
        try:
            if requests.get(f"{address}/.well-known/openid-configuration", timeout=5).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    pytest.fail(f"The identity provider did not start:\n{log.read_text()[-3000:]}")
