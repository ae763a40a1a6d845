"""Somebody left a browser open elsewhere, and signs out there from here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.cast import gather


def test_signing_out_there_from_here(
    page: Page,
    site: str,
    sign_in: Callable[[Page, Any], None],
    looks_fine: Callable[[Page, str], None],
) -> None:
    cast = gather()
    sign_in(page, cast.reader)
    assert page.context.browser is not None
    there = page.context.browser.new_context(base_url=site)
    left_open = there.new_page()
    sign_in(left_open, cast.reader)
    left_open.goto("/inbox/")
    expect(left_open.get_by_role("heading", level=1)).to_have_text("Inbox")
    page.goto("/")
    page.get_by_role("button", name="My menu").click()
    page.get_by_role("link", name="Where I am signed in").click()
    looks_fine(page, page.url)
    expect(page.get_by_text("this browser")).to_have_count(1)
    page.get_by_role("button", name="Sign out there").click()
    expect(page.get_by_text("You are signed in nowhere else.")).to_be_visible()
    left_open.reload()
    expect(left_open).to_have_url(f"{site}/accounts/login/?next=/inbox/")
    there.close()
