"""`pytest --database=sqlite|postgres`: the environment and the database of a test run.

Loaded with `-p` (see pyproject.toml): it has to come before pytest-django reads the settings. For
PostgreSQL it takes WIKI_TEST_DATABASE_URL, else starts a throw-away cluster. In a parallel run the
controller does all this once; its workers inherit the environment.
"""

import atexit
import os
import signal
import sys
from collections.abc import Callable, Generator
from types import FrameType

import pytest

from tests.plugins import environment
from tests.plugins.cluster import Cluster, ClusterError, find_binaries

HOW_TO_GET_POSTGRES = (
    "--database=postgres needs a PostgreSQL: install the server (on Debian and Ubuntu: "
    "apt-get install postgresql; on macOS: brew install postgresql), or set "
    "WIKI_TEST_DATABASE_URL to the address of one where databases may be created."
)

_undo: list[Callable[[], None]] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgres"],
        default="sqlite",
        help="the database the tests run on (default: sqlite)",
    )


# A wrapper runs before every other implementation, pytest-django's included.
@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        _prepare(early_config.known_args_namespace.database)
    return (yield)


def pytest_unconfigure() -> None:
    clean_up()


def _prepare(database: str) -> None:
    atexit.register(clean_up)
    # Being told to end has to unwind like any other end, or the cluster would live on.
    signal.signal(signal.SIGTERM, _end)
    given = os.environ.get("WIKI_TEST_DATABASE_URL", "")
    folder = environment.enter()
    _undo.append(lambda: environment.leave(folder))
    if database == "postgres":
        os.environ["DATABASE_URL"] = given or _throw_away_cluster()


def _throw_away_cluster() -> str:
    binaries = find_binaries()
    if binaries is None:
        raise pytest.UsageError(HOW_TO_GET_POSTGRES)
    try:
        cluster = Cluster(binaries).start()
    except ClusterError as error:
        raise pytest.UsageError(f"The throw-away PostgreSQL did not start: {error}") from error
    _undo.append(cluster.stop)
    return cluster.url


def clean_up() -> None:
    while _undo:
        _undo.pop()()


def _end(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)
