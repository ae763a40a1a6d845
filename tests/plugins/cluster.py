"""A throw-away PostgreSQL, started from the system's own server binaries.

It listens on a Unix socket only, trades durability for speed, and leaves nothing behind.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self
from urllib.parse import quote

PATIENCE = 30  # seconds, until a cluster that does not answer counts as broken
_IMMEDIATE = signal.SIGQUIT


class ClusterError(Exception):
    """The cluster did not start; the message says why."""


def find_binaries() -> Path | None:
    """The folder with `initdb` and `postgres`: on the path, else Debian's or Homebrew's newest."""
    on_path = shutil.which("postgres")
    folders = [Path(on_path).resolve().parent] if on_path else []
    for root, pattern in (
        ("/usr/lib/postgresql", "*/bin"),
        ("/usr", "pgsql-*/bin"),
        ("/opt/homebrew/opt", "postgresql@*/bin"),
        ("/usr/local/opt", "postgresql@*/bin"),
        ("/Applications/Postgres.app/Contents/Versions", "*/bin"),
    ):
        folders += sorted(Path(root).glob(pattern), key=_version, reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


class Cluster:
    """Start it with `start`, stop it with `stop`; `stop` may be called any number of times."""

    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries
        # Not in TMPDIR: macOS's is too deep for the 104 characters of a socket's address.
        self._folder = Path(tempfile.mkdtemp(prefix="imprimatur-pg-", dir=_short_temporary()))
        self._server: subprocess.Popen[bytes] | None = None
        # PostgreSQL refuses to run as root.
        self._user = "postgres" if os.geteuid() == 0 else None

    @property
    def url(self) -> str:
        return f"postgres://postgres@{quote(str(self._folder), safe='')}/imprimatur"

    def start(self) -> Self:
        """Raises ClusterError, and leaves nothing behind, where the server does not come up."""
        try:
            if self._user:
                try:
                    shutil.chown(self._folder, self._user)
                except LookupError as error:
                    raise ClusterError("root needs a user called postgres to run it as") from error
            self._initialise()
            self._serve()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        if self._server is not None and self._server.poll() is None:
            # Immediate: there is nothing in it worth a checkpoint.
            self._server.send_signal(_IMMEDIATE)
            try:
                self._server.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                self._server.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _initialise(self) -> None:
        done = self._run(
            "initdb",
            f"--pgdata={self._folder / 'data'}",
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            # Letters beyond ASCII fold as they do in production, on any machine.
            f"--locale={_locale()}",
            "--no-sync",
        )
        if done.returncode:
            raise ClusterError(done.stdout.strip())

    def _serve(self) -> None:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._folder),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "autovacuum": "off",
            "max_connections": "100",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        log = self._folder / "log"
        with log.open("wb") as out:
            self._server = subprocess.Popen(
                [self._binaries / "postgres", "-D", self._folder / "data", *options],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                **self._as_user(),
            )
        # Only a server that answers has made the database that the address names.
        give_up = time.monotonic() + PATIENCE
        while self._server.poll() is None and time.monotonic() < give_up:
            if self._create_database():
                return
            time.sleep(0.05)
        raise ClusterError(log.read_text(errors="replace").strip()[-2000:])

    def _create_database(self) -> bool:
        import psycopg2

        try:
            connection = psycopg2.connect(
                host=str(self._folder), user="postgres", dbname="postgres", connect_timeout=2
            )
        except psycopg2.OperationalError:
            return False
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("CREATE DATABASE imprimatur")
        connection.close()
        return True

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self._binaries / program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **self._as_user(),
        )

    def _as_user(self) -> dict[str, object]:
        options: dict[str, object] = {"cwd": self._folder}
        if self._user:
            options |= {"user": self._user, "group": self._user, "extra_groups": []}
        return options


def _short_temporary() -> str | None:
    return "/tmp" if os.access("/tmp", os.W_OK) else None


def _locale() -> str:
    done = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False)
    known = {line.lower().replace("-", ""): line for line in done.stdout.split()}
    for wanted in ("c.utf8", "en_us.utf8"):
        if wanted in known:
            return known[wanted]
    return "C"


def _version(folder: Path) -> tuple[int, ...]:
    digits = "".join(letter if letter.isdigit() else " " for letter in str(folder))
    return tuple(int(part) for part in digits.split())
