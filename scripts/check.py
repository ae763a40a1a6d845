"""Runs everything CI runs, and says at the end what passed, failed or could not be run.

`make test` calls it. Where root and apt-get are there, a missing browser or PostgreSQL server is
installed; elsewhere its tests are left out and the end says so, except under CI=true, where a
missing piece is a failure.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.plugins.chromium import SHELL, find_chromium  # noqa: E402  (found by the line above)
from tests.plugins.cluster import find_binaries  # noqa: E402
from tests.plugins.migrated import FOLDER as TEMPLATES  # noqa: E402

CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
PYTEST_TOTALS = re.compile(r"(\d+ (passed|failed|error)|no tests ran).* in [\d.:]+")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")

# What a company sets; the deployment checks of Django look at the settings that come of it.
PRODUCTION = {
    "DEBUG": "0",
    "DEMO": "0",
    "SITE_URL": "https://wiki.example.com",
    "SECRET_KEY": "a-pretend-key-that-is-long-enough-and-has-many-different-characters",
    "OIDC_ISSUER": "https://idp.example.com",
    "OIDC_CLIENT_ID": "imprimatur",
    "OIDC_CLIENT_SECRET": "a pretend secret",
    "ALLOWED_EMAIL_DOMAINS": "example.com",
    "DATABASE_URL": "",
}

# A file's tests stay together and in order, so that two runs do the same thing. The order of the
# files is ours (tests/conftest.py), not that of how many tests are in them.
BY_FILE = ["--dist=loadfile", "--no-loadscope-reorder"]
PARALLEL = [*BY_FILE, "--numprocesses=2"]
# A browser's test waits a good part of its time.
WAITING = [*BY_FILE, "--numprocesses=3"]
# Asks no database, or nothing that depends on which one it is: once is enough for these.
THE_SAME_ON_BOTH = [
    "tests/test_javascript.py",
    "tests/accounts/test_check_sso.py",
    "tests/accounts/test_checks.py",
    "tests/accounts/test_claims.py",
    "tests/accounts/test_demo.py",
    "tests/accounts/test_providers.py",
    "tests/accounts/test_saml_answers.py",
    "tests/accounts/test_scim_conformance.py",
    "tests/accounts/test_scim_door.py",
    "tests/accounts/test_session_ended.py",
    "tests/demo",
    "tests/importing/test_reading.py",
    "tests/importing/test_scanning.py",
    "tests/processes/text",
    "tests/processes/test_addresses.py",
    "tests/processes/test_attachments_documents.py",
    "tests/processes/test_attachments_images.py",
    "tests/processes/test_attachments_renditions.py",
    "tests/processes/test_attachments_s3.py",
    "tests/processes/test_attachments_serving.py",
    "tests/processes/test_drawing.py",
    "tests/processes/test_drawn_once.py",
    "tests/processes/test_leaks.py",
    "tests/processes/test_outside.py",
    "tests/processes/test_pasting.py",
    "tests/processes/test_permission_matrix.py",
    "tests/processes/test_previews.py",
    "tests/processes/test_too_much.py",
    "tests/processes/test_uploads.py",
    "tests/processes/test_wiki_tags.py",
    "tests/wiki/test_container.py",
    "tests/wiki/test_env.py",
    "tests/wiki/test_headers.py",
    "tests/wiki/test_pins.py",
    "tests/wiki/test_settings.py",
    "tests/wiki/test_static.py",
]


@dataclass
class Step:
    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    # Why it cannot run here; empty where it can.
    obstacle: str = ""


@dataclass
class Outcome:
    name: str
    passed: bool | None  # None: not run
    seconds: float = 0.0
    note: str = ""


def main() -> int:
    os.chdir(ROOT)
    # Else each of the many processes that tests start would compile everything anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    _prefer_the_shell()
    postgres = "" if _has_postgres() else _obstacle("postgresql", _has_postgres)
    chromium = "" if find_chromium() else _obstacle("chromium", lambda: bool(find_chromium()))
    with tempfile.TemporaryDirectory(prefix="imprimatur-templates-") as folder:
        os.environ[TEMPLATES] = folder
        outcomes = [_run(step) for step in steps(postgres, chromium)]
    return summarise(outcomes)


def steps(postgres: str, chromium: str) -> list[Step]:
    python = sys.executable
    bin_folder = Path(python).parent
    manage = [python, "manage.py"]
    pytest = [python, "-m", "pytest", "-p", "no:cacheprovider", "--durations=5"]
    unit = [*pytest, "--ignore=tests/e2e", *PARALLEL]
    return [
        Step("style", [str(bin_folder / "ruff"), "check", "--output-format=concise", "."]),
        Step("format", [str(bin_folder / "ruff"), "format", "--check", "--quiet", "."]),
        Step("imports", [str(bin_folder / "lint-imports")]),
        Step("migrations", [*manage, "makemigrations", "--check", "--dry-run"], PRODUCTION),
        Step("deployment", [*manage, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
        Step("tests on SQLite", unit),
        Step(
            "tests on PostgreSQL",
            [*unit, *(f"--ignore={path}" for path in THE_SAME_ON_BOTH), "--database=postgres"],
            obstacle=postgres,
        ),
        Step("tests in a browser", [*pytest, "tests/e2e", *WAITING], obstacle=chromium),
    ]


def _run(step: Step) -> Outcome:
    if step.obstacle:
        return Outcome(step.name, False if CI else None, note=step.obstacle)
    print(f"\n=== {step.name}: {' '.join(step.command)}", flush=True)
    started = time.monotonic()
    process = subprocess.Popen(
        step.command,
        env={**os.environ, **step.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    totals = ""
    try:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            if PYTEST_TOTALS.search(line):
                totals = COLOUR.sub("", line).strip(" =\n")
        process.wait()
    finally:
        # Told to end (see `main`), nothing may go on alone: pytest has a database to put away.
        if process.poll() is None:
            process.terminate()
            process.wait()
    passed = process.returncode == 0
    return Outcome(step.name, passed, time.monotonic() - started, totals)


def summarise(outcomes: list[Outcome]) -> int:
    words = {True: "ok", False: "FAILED", None: "NOT RUN"}
    print("\n=== summary", flush=True)
    for outcome in outcomes:
        print(f"{words[outcome.passed]:8}{outcome.name:22}{outcome.seconds:6.1f} s  {outcome.note}")
    failed = [outcome.name for outcome in outcomes if outcome.passed is False]
    left_out = [outcome.name for outcome in outcomes if outcome.passed is None]
    if left_out:
        print(f"\nNOT EVERYTHING WAS CHECKED: {', '.join(left_out)} did not run, see above.")
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nNothing failed.", flush=True)
    return 1 if failed else 0


def _has_postgres() -> bool:
    return bool(os.environ.get("WIKI_TEST_DATABASE_URL")) or find_binaries() is not None


def _obstacle(package: str, is_there: Callable[[], bool]) -> str:
    """Installs a missing Debian package where that is possible; else says how to get it."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {package}.", flush=True)
        _install(package)
        if is_there():
            return ""
        return f"{package} could not be installed with apt-get; its own words are above"
    how = {
        "chromium": "install chromium (or set CHROMIUM to the path of a Chromium or Chrome)",
        "postgresql": "install a PostgreSQL server (or set WIKI_TEST_DATABASE_URL)",
    }
    return how[package]


def _prefer_the_shell() -> None:
    """On a machine that is there for CI; where it cannot be had, Chromium itself will do."""
    if os.environ.get("CHROMIUM") or shutil.which(SHELL):
        return
    if CI and os.geteuid() == 0 and shutil.which("apt-get"):
        _install(SHELL)


def _install(package: str) -> None:
    _apt("update", "-qq")
    if package == "postgresql":
        # The tests start a cluster of their own; the package's would stay behind as a service.
        _apt("install", "-qq", "-y", "--no-install-recommends", "postgresql-common")
        configuration = Path("/etc/postgresql-common/createcluster.conf")
        if configuration.exists():
            text = configuration.read_text()
            configuration.write_text(
                re.sub(
                    r"^#?\s*create_main_cluster.*$", "create_main_cluster = false", text, flags=re.M
                )
            )
    _apt("install", "-qq", "-y", "--no-install-recommends", package)


def _apt(*arguments: str) -> None:
    subprocess.run(
        ["apt-get", "-o", "DPkg::Lock::Timeout=120", *arguments],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        # Packages are unpacked a line each; only what went wrong is worth reading.
        stdout=subprocess.DEVNULL,
        check=False,
    )


if __name__ == "__main__":
    sys.exit(main())
