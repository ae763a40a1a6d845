"""What every test may count on. The people are in tests/cast.py."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

from tests.plugins.migrated import Template

GIVING_A_DATABASE = {"db", "transactional_db", "live_server"}

# The same examples in every run; HYPOTHESIS_PROFILE=explore looks for new ones.
hypothesis_settings.register_profile("steady", derandomize=True, deadline=None, database=None)
hypothesis_settings.register_profile("explore", deadline=None, max_examples=2_000)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    browser_tests = Path(__file__).parent / "e2e"
    for item in items:
        if browser_tests in item.path.parents:
            item.add_marker(pytest.mark.e2e)
    # Two processes take a file each, in this order: what takes long must not come last.
    long = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: item.path not in long)
    if config.getoption("--database") == "postgres":
        _leave_out_what_asks_no_database(config, items)


def _leave_out_what_asks_no_database(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Unless a file of theirs was named: SQLite's run has them all, and they answer the same."""
    if any(Path(argument.partition("::")[0]).is_file() for argument in config.args):
        return
    left_out = [item for item in items if not _asks_the_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if _asks_the_database(item)]


def _asks_the_database(item: pytest.Item) -> bool:
    """pytest-django refuses it to all others."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & GIVING_A_DATABASE)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: to look for garbage in it, over and over, takes
    several parts in a hundred of all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def _plain_static_files() -> Iterator[None]:
    """Without `collectstatic` there is no manifest to look names up in; the browser tests make one.

    An override rather than a changed dictionary: it resets what Django made of the setting already.
    """
    from django.conf import settings
    from django.test import override_settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """A real password hash takes half a second on purpose; here it guards nothing."""
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """SQLite's test database is a file, as in production.

    In memory there is no write-ahead log and threads share one connection: what the tests of
    simultaneous writers and the browser's server saw would not be what users get.
    """
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
        name = str(settings.VAR_DIR / f"test-{worker}.sqlite3")
        database["TEST"] = {**database.get("TEST", {}), "NAME": name}


@pytest.fixture(scope="session")
def _template(django_db_modify_db_settings: None) -> Template | None:
    """Where SQLite's migrated file is kept; None on PostgreSQL."""
    from django.conf import settings

    is_file = settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
    return Template(settings.VAR_DIR) if is_file else None


@pytest.fixture(scope="session")
def django_db_keepdb(_template: Template | None) -> bool:
    """Whether the database is there already: pytest-django leaves it as it is then. It goes with
    the folder of this run."""
    return _template is not None and _template.copy_to(_test_file())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, _template: Template | None) -> None:
    if _template is not None:
        _template.keep(_test_file())


def _test_file() -> Path:
    from django.conf import settings

    return Path(settings.DATABASES["default"]["TEST"]["NAME"])


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    """Each test's uploads are its own."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _empty_search_index(request: pytest.FixtureRequest) -> Iterator[None]:
    """`flush`, with which transactional tests clean up, does not empty SQLite's FTS5 table, and
    may not empty the log; at its end the log is locked again, as after a migration."""
    marker = request.node.get_closest_marker("django_db")
    transactional = "transactional_db" in request.fixturenames or (
        marker is not None and bool(marker.kwargs.get("transaction"))
    )
    if not transactional:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from processes import append_only, search

    search.clear()
    append_only.lift()
