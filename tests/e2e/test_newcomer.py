"""What a newcomer does after `make run`: the real command, the demo company, a real browser."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180  # seconds for migrations and the demo company on a slow machine


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where `make run` serves, once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("var")
    environment = {**os.environ, "VAR_DIR": str(folder), "MEDIA_ROOT": "", "STATIC_ROOT": ""}
    log = (folder / "log").open("w+")
    server = subprocess.Popen(
        [sys.executable, "scripts/run.py", str(port)],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/readyz", server)
        assert address in (folder / "log").read_text()
        yield address
    finally:
        os.killpg(server.pid, 15)
        server.wait(timeout=20)
        log.close()


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended by itself"
        try:
            urllib.request.urlopen(url, timeout=2)  # noqa: S310 - our own server
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise AssertionError("the server did not come up")


@pytest.fixture
def visitor(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, locale="en-GB")
    yield context.new_page()
    context.close()


def be(page: Page, name: str) -> None:
    """Signs in as one of the cast, after signing out."""
    page.context.clear_cookies()
    page.goto("/")
    page.get_by_role("button", name=re.compile(name)).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What would you like to know?")


@pytest.mark.long
def test_the_whole_story(visitor: Page) -> None:
    page = visitor
    be(page, "Léa Moreau")
    page.get_by_role("main").get_by_role("searchbox").fill("new laptop")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Set up a new laptop").first.click()
    expect(page.get_by_text("Version 4", exact=True)).to_be_visible()
    page.get_by_role("link", name="Propose a change").first.click()
    text = page.get_by_label("Text", exact=True)
    text.fill(text.input_value() + "\n\n## Working remotely\n\nWe post it to your home.")
    page.get_by_label("What changed and why").fill("Remote colleagues were missing")
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_text("Tomas Nowak will decide on it.")).to_be_visible()

    be(page, "Tomas Nowak")
    waiting = page.get_by_role("main").get_by_text("Remote colleagues were missing")
    expect(waiting).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Set up a new laptop").first.click()
    expect(page.locator("ins", has_text="Working remotely").first).to_be_visible()
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.get_by_text("Version 5 is live")).to_be_visible()

    be(page, "Siobhán Doyle")
    page.goto("/operations/set-up-a-new-laptop/")
    expect(page.get_by_role("heading", name="Working remotely")).to_be_visible()
    page.get_by_role("link", name="History").first.click()
    expect(page.get_by_role("link", name="Version 5", exact=True)).to_be_visible()
    expect(page.get_by_text("Remote colleagues were missing")).to_be_visible()


def test_an_unknown_address_is_answered_by_the_product(visitor: Page) -> None:
    be(visitor, "Léa Moreau")
    visitor.goto("/operations/no-such-page/")
    expect(visitor.get_by_role("main").get_by_role("searchbox")).to_be_visible()
    expect(visitor.get_by_text("DEBUG")).to_have_count(0)


def test_every_one_of_the_cast_can_sign_in_and_out(visitor: Page) -> None:
    for name in ("Léa Moreau", "Tomas Nowak", "Rafael Núñez", "Siobhán Doyle", "Amélie Brandt"):
        be(visitor, name)
        initials = "".join(part[0] for part in name.split())
        visitor.get_by_role("banner").get_by_text(initials, exact=True).click()
        visitor.get_by_role("button", name="Sign out").click()
        expect(visitor).to_have_url(re.compile("/accounts/login/"))
