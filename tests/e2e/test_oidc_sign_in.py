"""Single sign-on from end to end: a browser, the wiki, and a real OpenID Connect provider.

The wiki is on `localhost` here and the provider on 127.0.0.1: cookies are shared between the ports
of one host, and two sites that are one to the browser would hide what cookies do between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from playwright.sync_api import Page, expect

from accounts import leaving
from accounts.models import AuditEntry, Department, User
from processes.models import HandOver
from tests.cast import gather
from tests.e2e.oidc_provider.__main__ import PASSWORD
from tests.e2e.oidc_provider.running import RunningProvider, running

MAPPING = {"create_departments": True, "department_separator": "/"}


@pytest.fixture(scope="module")
def site(site: str) -> str:
    return site.replace("127.0.0.1", "localhost")


@pytest.fixture(scope="module")
def provider(site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningProvider]:
    with running(tmp_path_factory.mktemp("provider"), site) as provider:
        yield provider


@pytest.fixture(autouse=True)
def _company(provider: RunningProvider, site: str, settings: Any) -> None:
    provider.says()
    settings.PROVIDERS = [
        provider.known_as("sso", provider.issuer, "Contoso", mapping=MAPPING),
        provider.known_as("partners", provider.other_issuer, "Partners"),
    ]
    settings.SITE_URL = site
    settings.SUPPORT_CONTACT = "Deniz in IT"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False


def go_through(page: Page, username: str, at: str = "Contoso") -> None:
    """From the wiki's sign-in page through the provider's form, to wherever that leads."""
    page.get_by_role("link", name=at).click()
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign In").click()
    page.wait_for_load_state()


def come_in(page: Page, username: str, at: str = "Contoso") -> None:
    """With a browser that knows neither the wiki nor the provider."""
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    go_through(page, username, at)


def test_a_first_sign_in_makes_the_person_with_what_the_provider_says(
    page: Page, site: str, provider: RunningProvider
) -> None:
    provider.says(alice={"department": "Sales/North", "groups": ["Writers"]})
    page.goto("/search/?q=laptop")
    expect(page).to_have_url(f"{site}/accounts/login/?next=/search/%3Fq%3Dlaptop")
    go_through(page, "alice")
    expect(page).to_have_url(f"{site}/search/?q=laptop")
    alice = User.objects.get()
    assert (alice.email, alice.name) == ("alice.martin@example.com", "Alice Martin Élan")
    assert (alice.locale, alice.job_title) == ("fr", "Head of Sales")
    known = alice.socialaccount_set.get()
    assert (known.provider, known.uid) == (provider.issuer, alice.external_id)
    north = Department.objects.get(name="North")
    assert (alice.department, north.parent.name) == (north, "Sales")
    assert [member.group.name for member in alice.memberships.all()] == ["Writers"]


def test_what_changes_at_the_provider_arrives_with_the_next_sign_in(
    page: Page, site: str, provider: RunningProvider
) -> None:
    bob = User.objects.create_user("bob@example.com", "Bob")
    come_in(page, "bob")
    expect(page).to_have_url(f"{site}/")
    bob.refresh_from_db()
    assert (bob.name, bool(bob.external_id)) == ("Bob Durand", True)
    provider.says(
        bob={
            "email": "Bob.Martin@example.com",
            "name": "Bob Martin",
            "job_title": "Buyer",
            "department": "Purchasing",
        }
    )
    come_in(page, "bob")
    expect(page).to_have_url(f"{site}/")
    bob = User.objects.get()
    assert (bob.email, bob.name, bob.job_title) == (
        "bob.martin@example.com",
        "Bob Martin",
        "Buyer",
    )
    assert bob.department == Department.objects.get(name="Purchasing")


def test_nobody_takes_over_an_account_by_its_address(
    page: Page, site: str, provider: RunningProvider
) -> None:
    come_in(page, "alice")
    expect(page).to_have_url(f"{site}/")
    alice = User.objects.get()
    # Another provider, where the same subject has the same address.
    come_in(page, "alice", at="Partners")
    expect(page.get_by_role("main")).to_contain_text("belongs to another account")
    expect(page.locator("body")).to_contain_text("Deniz in IT")
    # Somebody else of the same provider, with hers; and one who says that it is verified.
    provider.says(
        bob={"email": "ALICE.martin@example.com"},
        eve={"email": "alice.martin@example.com", "email_verified": "false"},
    )
    come_in(page, "bob")
    expect(page.get_by_role("main")).to_contain_text("belongs to another account")
    come_in(page, "eve")
    expect(page.get_by_role("main")).to_contain_text("not verified")
    assert User.objects.get() == alice
    assert alice.socialaccount_set.get().provider == provider.issuer
    assert AuditEntry.objects.filter(kind="sign_in_refused").count() == 3


def test_somebody_of_another_company_and_somebody_who_left_are_told(page: Page) -> None:
    come_in(page, "eve")
    expect(page.get_by_role("main")).to_contain_text("is not one of this company's")
    expect(page.locator("body")).to_contain_text("Deniz in IT")
    assert not User.objects.exists()
    User.objects.create_user("bob@example.com", "Bob", is_active=False)
    come_in(page, "bob")
    expect(page.get_by_role("main")).to_contain_text("not active")


def test_signing_out_here_or_there_as_well(page: Page, site: str) -> None:
    come_in(page, "alice")
    expect(page).to_have_url(f"{site}/")
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out here only").click()
    expect(page.get_by_role("heading", name="You are signed out here")).to_be_visible()
    # The provider's own session lives on: one click is enough.
    page.goto("/")
    page.get_by_role("link", name="Contoso").click()
    expect(page).to_have_url(f"{site}/")
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out here and at Contoso").click()
    expect(page.get_by_text("signed out here and at Contoso")).to_be_visible()
    page.get_by_role("link", name="Contoso").click()
    expect(page.locator("[name=password]")).to_be_visible()
    assert User.objects.count() == 1


def test_who_signs_out_at_the_provider_is_out_here(
    page: Page, site: str, provider: RunningProvider
) -> None:
    come_in(page, "alice")
    expect(page).to_have_url(f"{site}/")
    subject = User.objects.get().external_id
    address = f"{site}/accounts/oidc/sso/backchannel-logout/"

    def tell(token: str) -> int:
        return requests.post(address, {"logout_token": token}, timeout=5).status_code

    assert tell(provider.logout_token(subject, aud="somebody else")) == 400
    assert tell(provider.logout_token(subject, iss=provider.other_issuer)) == 400
    assert tell(provider.logout_token("another")) == 200
    page.reload()
    expect(page).to_have_url(f"{site}/")
    token = provider.logout_token(subject)
    assert tell(token) == 200
    page.reload()
    expect(page).to_have_url(f"{site}/accounts/login/?next=/")
    # It counts once: kept by somebody, it signs nobody out again.
    assert tell(token) == 400


def test_a_provider_that_is_down_is_told_and_whoever_is_in_goes_on(
    page: Page, site: str, provider: RunningProvider, problems: list[str], settings: Any
) -> None:
    come_in(page, "alice")
    nobody = provider.known_as("sso", "http://127.0.0.1:9", "Contoso")  # nothing listens there
    settings.PROVIDERS = [nobody]
    page.goto("/")
    expect(page).to_have_url(f"{site}/")
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Contoso").click()
    expect(page.get_by_role("main")).to_contain_text("does not answer properly")
    assert any("answered 503" in problem for problem in problems)
    problems.clear()


def test_who_leaves_while_writing_leaves_the_text_to_whoever_hands_over(
    page: Page, site: str, provider: RunningProvider, sign_in: Callable[[Page, User], None]
) -> None:
    cast = gather()
    cast.article(body="Begin.")
    User.objects.create_user("bob@example.com", "Bob", department=cast.equipment)
    come_in(page, "bob")
    page.goto("/equipment/set-up-a-laptop/propose/")
    page.evaluate("document.querySelector('[data-saving]').dataset.pace = 100")
    text = page.locator("#id_body")
    text.press("ControlOrMeta+End")
    page.keyboard.type(" Not yet finished.")
    expect(page.locator("[data-saved-line]")).to_contain_text("Saved")
    leaving.deactivate(User.objects.get(email="bob@example.com"))
    page.keyboard.type(" Too late.")
    expect(page.get_by_text("You are signed out. What you write is kept")).to_be_visible()
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Contoso").click()
    expect(page.get_by_role("main")).to_contain_text("not active")

    sign_in(page, cast.owner)
    page.goto(f"/me/hand-overs/{HandOver.objects.get().pk}/")
    page.locator("a[href*='/texts/']").click()
    expect(page.get_by_role("main")).to_contain_text("Not yet finished.")
