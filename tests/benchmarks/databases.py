"""Databases of generated companies, kept from one measurement to the next.

They live in BENCHMARKS_DIR, else in the folder for temporary files: a SQLite file for each size,
and one PostgreSQL cluster of our own with a database for each.
"""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

import psycopg2

from tests.plugins.cluster import PATIENCE, Cluster, find_binaries

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(
    os.environ.get("BENCHMARKS_DIR") or Path(tempfile.gettempdir()) / "imprimatur-benchmarks"
)
ENGINES = ("sqlite", "postgres")

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


class KeptCluster(Cluster):
    """A cluster that is there again the next time; one that runs already is used."""

    def __init__(self, binaries: Path) -> None:
        super().__init__(binaries)
        self._folder.rmdir()
        self._folder = FOLDER / "postgres"
        self._folder.mkdir(parents=True, exist_ok=True)

    def start(self) -> KeptCluster:
        if not self._create_database():
            super().start()
        return self

    def stop(self) -> None:
        """Ends the server that this one started; the data stay."""
        if self._server is not None and self._server.poll() is None:
            self._server.send_signal(signal.SIGINT)
            self._server.wait(timeout=PATIENCE)

    def database(self, name: str) -> str:
        """The address of a database of this cluster, made where it is not there."""
        with self._connect() as known, known.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            is_there = cursor.fetchone()
        if not is_there:
            connection = self._connect()
            connection.autocommit = True
            connection.cursor().execute(f'CREATE DATABASE "{name}"')
            connection.close()
        return f"postgres://postgres@{quote(str(self._folder), safe='')}/{name}"

    def _initialise(self) -> None:
        if not (self._folder / "data").exists():
            super()._initialise()

    def _create_database(self) -> bool:
        """Whether it answers: each company has a database of its own."""
        try:
            self._connect().close()
        except psycopg2.OperationalError:
            return False
        return True

    def _connect(self) -> psycopg2.extensions.connection:
        return psycopg2.connect(
            host=str(self._folder), user="postgres", dbname="postgres", connect_timeout=2
        )


def environment(engine: str, size: int) -> dict[str, str]:
    """The environment in which the product works on the company of this size, there or not."""
    folder = FOLDER / f"{engine}-{size}"
    folder.mkdir(parents=True, exist_ok=True)
    found = {**PRODUCTION, "VAR_DIR": str(folder), "STATIC_ROOT": str(FOLDER / "static")}
    found["DATABASE_URL"] = _cluster().database(f"company_{size}") if engine == "postgres" else ""
    return found


def emptied(name: str) -> str:
    """The address of a PostgreSQL database without a table, whatever was in it."""
    connection = _cluster()._connect()
    connection.autocommit = True
    connection.cursor().execute(f'DROP DATABASE IF EXISTS "{name}"')
    connection.close()
    return _cluster().database(name)


def is_loaded(engine: str, size: int) -> bool:
    return _mark(engine, size).exists()


def mark_loaded(engine: str, size: int) -> None:
    _mark(engine, size).touch()


def company(engine: str, size: int) -> dict[str, str]:
    """The environment of a company, which is loaded first where that was not done."""
    command = [sys.executable, "-m", "tests.benchmarks.company", str(size), "--database", engine]
    subprocess.run(command, cwd=ROOT, check=True)
    return {**os.environ, **environment(engine, size)}


def forget(engine: str, size: int) -> None:
    """Drops a company, whole or in part."""
    _mark(engine, size).unlink(missing_ok=True)
    for file in (FOLDER / f"{engine}-{size}").glob("wiki.sqlite3*"):
        file.unlink()
    if engine == "postgres":
        connection = _cluster()._connect()
        connection.autocommit = True
        connection.cursor().execute(f'DROP DATABASE IF EXISTS "company_{size}"')
        connection.close()


_running: list[KeptCluster] = []


def _cluster() -> KeptCluster:
    if not _running:
        binaries = find_binaries()
        if binaries is None:
            raise SystemExit("PostgreSQL's server is not installed.")
        _running.append(KeptCluster(binaries).start())
        atexit.register(_running[0].stop)
    return _running[0]


def _mark(engine: str, size: int) -> Path:
    return FOLDER / f"{engine}-{size}" / "loaded"
