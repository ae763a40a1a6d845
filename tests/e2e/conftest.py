"""A real browser against the site as it is deployed: hashed static files, strict headers.

`page` fails its test on whatever a user would run into unseen: script errors, blocked resources,
missing files, server errors. Where a test provokes one, it empties the `problems` list itself.
"""

import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import Client, override_settings
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

from tests.plugins.chromium import find_chromium
from tests.shipped import ship_templates

# Playwright keeps an event loop in the test's own thread, where Django refuses the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Nothing here may call home: no field trials, no component updates, no look-ups.
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Files that belong to a page. A document or a script's own request may well answer 404 or 409.
PARTS_OF_A_PAGE = {"stylesheet", "script", "image", "font", "media", "manifest"}
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`content security policy: ${event.violatedDirective} blocked ${event.blockedURI}`));
"""
SERIOUS = {"serious", "critical"}
# In milliseconds: what is going to be true may take its time on a busy machine, and a test that
# passes never waits for long.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)
PHONE: Any = {"width": 390, "height": 844}
DESK: Any = {"width": 1440, "height": 900}
PHONE_RULES = ["color-contrast", "button-name", "link-name", "label", "scrollable-region-focusable"]


@pytest.fixture(autouse=True)
def _committed_data(transactional_db: None) -> None:
    """The server reads in threads of its own: what a test writes has to be committed. What was
    emptied after the test before had the templates in it that a company begins with."""
    ship_templates()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = find_chromium()
    if executable is None:
        # Where a green run is relied upon, tests that did not run are no reason for one.
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "no browser: install chromium, or set CHROMIUM to the path of a Chromium or Chrome"
        )
    with sync_playwright() as playwright:
        # As root the sandbox cannot be set up.
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=executable, args=[*QUIET, *root])
        yield browser
        browser.close()


class _QuietHandler(WSGIRequestHandler):
    # Head and body are sent apart; the second would wait 40 ms for the first to be acknowledged.
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not worth a line each."""


@pytest.fixture(scope="session")
def _hashed_static_files(
    _plain_static_files: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The names and the compression of a deployment, so that a forgotten import shows up here.

    In a folder of this process alone: two that collect into one trip over each other.
    """
    hashed = {"BACKEND": "wiki.storage.HashedStaticFilesStorage"}
    own = tmp_path_factory.mktemp("static")
    storages = {**settings.STORAGES, "staticfiles": hashed}
    with override_settings(STORAGES=storages, STATIC_ROOT=own):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield


@pytest.fixture(scope="session")
def site(_hashed_static_files: None, django_db_setup: None) -> Iterator[str]:
    """The address of the running site, like http://127.0.0.1:40123 (no slash at the end).

    Not pytest-django's `live_server`: that one serves static files and media itself, from their
    sources and to anybody, where the site has WhiteNoise and views.
    """
    server = ThreadedWSGIServer(("127.0.0.1", 0), _QuietHandler)
    server.daemon_threads = True
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(timeout=10)


@pytest.fixture
def problems() -> list[str]:
    """What went wrong unseen in this test's pages, so far."""
    return []


@pytest.fixture
def page(browser: Browser, site: str, problems: list[str]) -> Iterator[Page]:
    """A tab in a fresh profile; `page.goto("/some/path")` is enough."""
    context = browser.new_context(base_url=site, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    context.add_init_script(REPORT_VIOLATIONS)
    context.on("page", lambda opened: _listen(opened, problems))
    page = context.new_page()
    yield page
    context.close()
    assert not problems, "the browser met problems:\n" + "\n".join(problems)


def _listen(page: Page, problems: list[str]) -> None:
    def console(message: ConsoleMessage) -> None:
        # Told better by `response`, which knows what kind of thing it was.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            problems.append(f"{page.url}: {message.text}")

    def response(answer: Response) -> None:
        part = answer.request.resource_type in PARTS_OF_A_PAGE
        if answer.status >= 500 or (part and answer.status >= 400):
            problems.append(f"{page.url}: {answer.url} answered {answer.status}")

    def failed(request: Request) -> None:
        # A page left while it was still loading gives up its parts.
        if request.failure != "net::ERR_ABORTED":
            problems.append(f"{page.url}: {request.url} failed: {request.failure}")

    page.on("console", console)
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    page.on("response", response)
    page.on("requestfailed", failed)


@pytest.fixture
def sign_in(site: str) -> Callable[[Page, Any], None]:
    """`sign_in(page, user)` gives the page's profile a session of that person."""

    def _sign_in(page: Page, user: Any) -> None:
        client = Client()
        client.force_login(user, backend="accounts.backends.SessionBackend")
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])

    return _sign_in


@pytest.fixture
def axe() -> Callable[..., None]:
    """`axe(page)` fails on what keeps people from using the page: axe's serious and critical."""
    return _find_barriers


@pytest.fixture
def looks_fine() -> Callable[[Page, str], None]:
    """`looks_fine(page, address)` opens a page on a phone and on a desk, in light and dark, and
    fails on barriers and on what is wider than the screen.

    It is the same page each time: on the phone, which is dark, only what may differ is looked at.
    """

    def _looks_fine(page: Page, address: str) -> None:
        # Without motion: a colour on its way from light to dark has no contrast yet.
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.set_viewport_size(DESK)
        page.goto(address)
        _fits(page)
        _find_barriers(page)
        page.set_viewport_size(PHONE)
        _fits(page)
        page.emulate_media(color_scheme="dark")
        _find_barriers(page, {"runOnly": PHONE_RULES})

    return _looks_fine


def _fits(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than the screen"


def _find_barriers(page: Page, options: dict[str, Any] | None = None) -> None:
    wanted = {"resultTypes": ["violations"], "preload": False, **(options or {})}
    found = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n"
        + "\n".join(f"    {node['html']}" for node in violation["nodes"][:5])
        for violation in _violations(page, wanted)
        if violation["impact"] in SERIOUS
    ]
    assert not found, f"{page.url} has barriers:\n" + "\n".join(found)


def _violations(page: Page, options: dict[str, Any]) -> list[dict[str, Any]]:
    """As `Axe().run`, but a document that has the script already is not given it again."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return page.evaluate("async (options) => (await axe.run(options)).violations", options)
