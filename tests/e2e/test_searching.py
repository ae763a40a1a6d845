"""Searching in a browser: from words over a filter to the page, by keyboard, and what is noted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from processes.models import Search
from tests.cast import gather
from tests.processes.entry_world import term, tool

SignIn = Callable[[Page, Any], None]
Looks = Callable[[Page, str], None]
PHONE: Any = {"width": 390, "height": 844}


def test_from_words_over_a_filter_to_the_page_by_keyboard(
    page: Page, sign_in: SignIn, looks_fine: Looks
) -> None:
    cast = gather()
    cast.article("Set up a laptop", "Unpack the laptop and switch it on.")
    cast.article("Laptop budget", "What a laptop costs.", department=cast.finance)
    term(cast.equipment, "Laptop", definition="A computer to carry.")
    tool(cast.equipment, "Laptop ledger")
    sign_in(page, cast.reader)
    page.goto("/search/?q=laptop")
    page.get_by_role("link", name="Finance 1 page", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".results-sum")).to_have_text("1 page")
    page.get_by_role("link", name="Finance (remove this filter)").press("Enter")
    expect(page.locator(".results-sum")).to_have_text("2 pages")
    with page.expect_request("**/search/opened/"):
        page.get_by_role("link", name="Set up a laptop").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up a laptop")
    # The page has gone on by the time the answer comes.
    for _ in range(50):
        noted = Search.objects.get()
        if noted.opened:
            break
        page.wait_for_timeout(100)
    assert noted.opened
    assert (noted.words, noted.hits, noted.opened.title) == ("laptop", 2, "Set up a laptop")
    looks_fine(page, "/search/?q=laptop")


def test_filters_are_a_sheet_on_a_phone(page: Page, sign_in: SignIn) -> None:
    cast = gather()
    cast.article("Set up a laptop")
    cast.article("Laptop budget", department=cast.finance)
    sign_in(page, cast.reader)
    page.set_viewport_size(PHONE)
    page.goto("/search/?q=laptop")
    choice = page.get_by_role("link", name="Finance 1 page", exact=True)
    expect(choice).to_be_hidden()
    page.get_by_role("button", name="Filters").click()
    expect(choice).to_be_visible()
    page.keyboard.press("Escape")
    expect(choice).to_be_hidden()
    page.get_by_role("button", name="Filters").click()
    choice.click()
    expect(page.get_by_role("button", name="Filters (1)")).to_be_visible()
    page.get_by_role("button", name="Search tips").click()
    expect(page.get_by_text("exactly these words, side by side")).to_be_visible()
