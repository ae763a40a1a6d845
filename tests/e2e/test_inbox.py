"""The inbox in a browser: by mouse, by keyboard, on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Event, Notification, User
from tests.accounts.notifying import tell
from tests.cast import Cast, gather

SignIn = Callable[[Page, Any], None]
Axe = Callable[[Page], None]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def owner(transactional_db: None) -> User:
    cast: Cast = gather()
    address = cast.article().get_absolute_url()
    Notification.objects.all().delete()  # of the page's own way to its first version
    told = {"actor": cast.author, "excerpt": "- Switch it on.\n+ Press the button."}
    tell(cast.owner, title="Set up a laptop", url=address, subject_key="matter:1", **told)
    tell(cast.owner, title="Order a laptop", url="/equipment/", event=Event.COMMENTED)
    return cast.owner


def test_from_the_bell_to_the_page(page: Page, sign_in: SignIn, owner: User, axe: Axe) -> None:
    sign_in(page, owner)
    page.goto("/")
    page.get_by_role("link", name="Inbox, 2 unread").click()
    axe(page)
    page.get_by_role("link", name="Set up a laptop").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up a laptop")
    expect(page.get_by_role("link", name="Inbox, 1 unread")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Mark as read: Order a laptop").click()
    expect(page.get_by_role("link", name="Inbox", exact=True).first).to_be_visible()
    # Read is not done.
    expect(page.get_by_role("heading", name="To do")).to_be_visible()


def test_by_keyboard_alone(page: Page, sign_in: SignIn, owner: User) -> None:
    sign_in(page, owner)
    page.goto("/inbox/")
    page.get_by_role("link", name="Set up a laptop").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Mark as read: Set up a laptop")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Inbox, 1 unread")).to_be_visible()
    page.get_by_role("button", name="Mark all as read").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Mark all as read")).to_have_count(0)


def test_settings_on_a_phone(page: Page, sign_in: SignIn, owner: User, axe: Axe) -> None:
    page.set_viewport_size(PHONE)
    sign_in(page, owner)
    page.goto("/inbox/")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    axe(page)
    page.get_by_role("link", name="Settings").click()
    page.get_by_label("One e-mail a day").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_label("One e-mail a day")).to_be_checked()
    axe(page)
    owner.refresh_from_db()
    assert owner.delivery == "daily"
