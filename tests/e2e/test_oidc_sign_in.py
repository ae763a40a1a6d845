"""Single sign-on from end to end: a browser, the wiki, and a real OpenID Connect provider."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from django.conf import settings as site_settings
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.e2e.oidc_provider.__main__ import CLIENT_ID, CLIENT_SECRET, PASSWORD

PATIENCE = 60  # seconds until a provider that does not answer counts as broken
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def provider(site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running identity provider, on another host than the wiki's."""
    folder = tmp_path_factory.mktemp("provider")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tests.e2e.oidc_provider", str(folder), str(port), site]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
    address = f"http://localhost:{port}"
    try:
        _wait_for(address, process, folder / "log")
        yield address
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


@pytest.fixture(autouse=True)
def _company(provider: str, settings: Any) -> None:
    app = {
        "provider_id": "sso",
        "name": "Contoso",
        "client_id": CLIENT_ID,
        "secret": CLIENT_SECRET,
        "settings": {"server_url": provider},
    }
    oidc = site_settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**oidc, "APPS": [app]}}
    settings.OIDC_ISSUER = provider
    settings.OIDC_NAME = "Contoso"
    settings.ALLOWED_EMAIL_DOMAINS = ["example.com"]
    settings.SUPPORT_CONTACT = "Deniz in IT"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False


def go_through(page: Page, username: str) -> None:
    """From the wiki's sign-in page through the provider's form, to wherever that leads."""
    page.get_by_role("link", name="Contoso").click()
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign In").click()
    page.wait_for_load_state()


def test_a_first_sign_in_makes_the_person_and_the_deep_link_survives(page: Page, site: str) -> None:
    page.goto("/search/?q=laptop")
    expect(page).to_have_url(f"{site}/accounts/login/?next=/search/%3Fq%3Dlaptop")
    go_through(page, "alice")
    expect(page).to_have_url(f"{site}/search/?q=laptop")
    alice = User.objects.get()
    assert (alice.email, alice.name) == ("alice.martin@example.com", "Alice Martin Élan")
    assert (alice.locale, alice.job_title) == ("fr", "Head of Sales")
    assert alice.socialaccount_set.get().uid == alice.external_id


def test_signing_out_and_in_again_is_the_same_person(page: Page, site: str) -> None:
    page.goto("/accounts/login/")
    go_through(page, "alice")
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{site}/accounts/login/")
    page.goto("/")
    # The provider's own session lives on: one click is enough.
    page.get_by_role("link", name="Contoso").click()
    expect(page).to_have_url(f"{site}/")
    assert User.objects.count() == 1


def test_somebody_of_another_company_is_told(page: Page) -> None:
    page.goto("/accounts/login/")
    go_through(page, "eve")
    expect(page.get_by_role("main")).to_contain_text("is not one of this company's")
    expect(page.locator("body")).to_contain_text("Deniz in IT")
    assert not User.objects.exists()
    page.goto("/accounts/login/")
    expect(page.get_by_role("link", name="Contoso")).to_be_visible()


def test_somebody_who_left_is_told(page: Page) -> None:
    User.objects.create_user("bob@example.com", "Bob", is_active=False)
    page.goto("/accounts/login/")
    go_through(page, "bob")
    expect(page.get_by_role("main")).to_contain_text("not active")


def test_somebody_made_beforehand_is_linked(page: Page, site: str) -> None:
    bob = User.objects.create_user("bob@example.com", "Bob")
    page.goto("/accounts/login/")
    go_through(page, "bob")
    expect(page).to_have_url(f"{site}/")
    bob.refresh_from_db()
    assert bob.name == "Bob Durand"
    assert bob.external_id


def test_a_leavers_open_page_leads_to_the_sign_in(page: Page, site: str) -> None:
    page.goto("/accounts/login/")
    go_through(page, "alice")
    expect(page).to_have_url(f"{site}/")
    User.objects.update(is_active=False)
    page.reload()
    expect(page).to_have_url(f"{site}/accounts/login/?next=/")


def test_a_provider_that_is_down_is_told_plainly(
    page: Page, problems: list[str], settings: Any
) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"] = {"server_url": "http://127.0.0.1:9"}  # nothing listens there
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Contoso").click()
    expect(page.get_by_role("main")).to_contain_text("does not answer properly")
    assert any("answered 503" in problem for problem in problems)
    problems.clear()
