"""Quick find by keyboard and by touch, and on a network that is slow or gone."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.cast import Cast, gather

SignIn = Callable[[Page, Any], None]
DIALOG = "#quick-find[open]"
OPTIONS = f"{DIALOG} [role=option]"
CHOSEN = f"{DIALOG} [aria-selected=true]"


@pytest.fixture
def cast(_committed_data: None) -> Cast:
    return gather()


def test_a_page_is_opened_by_keys_alone(
    page: Page, sign_in: SignIn, cast: Cast, axe: Callable[..., None]
) -> None:
    for title in ("Laptops", "Laptop bags", "Order a screen"):
        cast.article(title, "Ask the service desk about laptops.")
    sign_in(page, cast.reader)
    page.goto("/equipment/laptops/")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Find a page, a person or an action")
    expect(box).to_be_focused()
    expect(page.locator(CHOSEN)).to_have_count(1)

    page.keyboard.type("lapt")
    expect(page.locator(CHOSEN)).to_contain_text("Laptop bags")
    expect(page.get_by_role("status").filter(has_text="5 to choose from")).to_be_attached()
    expect(page.locator(OPTIONS).filter(has_text="Order a screen")).to_be_visible()
    assert box.get_attribute("aria-activedescendant") == page.locator(CHOSEN).get_attribute("id")
    axe(page)
    page.keyboard.press("ArrowUp")
    expect(page.locator(CHOSEN)).to_contain_text("Propose a page called “lapt”")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(CHOSEN)).to_contain_text("Laptops")
    with page.context.expect_page() as opened:
        page.keyboard.press("Control+Enter")
    opened.value.wait_for_url("**/equipment/laptops/")
    opened.value.close()
    page.keyboard.press("Escape")
    expect(page.locator(DIALOG)).to_have_count(0)

    # What was typed last counts, although Enter comes before the answer.
    page.keyboard.press("Control+k")
    page.keyboard.type("bags")
    page.keyboard.press("Enter")
    page.wait_for_url("**/equipment/laptop-bags/")
    page.go_back()
    expect(page.locator(DIALOG)).to_have_count(0)
    # In a field “/” is a slash; nothing found leads to the page of results.
    page.get_by_role("searchbox").press("/")
    expect(page.locator(DIALOG)).to_have_count(0)
    expect(page.get_by_role("searchbox")).to_have_value("/")
    page.keyboard.press("Control+k")
    page.keyboard.type("zzzz")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=zzzz")


def test_it_waits_gives_up_and_fits_a_phone(
    page: Page, sign_in: SignIn, cast: Cast, axe: Callable[..., None], problems: list[str]
) -> None:
    cast.article("Laptops")

    def slowly(route: Route) -> None:
        time.sleep(0.2)
        route.continue_()

    sign_in(page, cast.reader)
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.goto("/equipment/")
    page.get_by_role("searchbox").click()
    box = page.get_by_role("combobox", name="Find a page, a person or an action")
    expect(page.locator(CHOSEN)).to_have_count(1)
    size = page.locator(DIALOG).bounding_box()
    assert (round(size["y"]), round(size["height"])) == (0, 844)
    axe(page, {"runOnly": ["color-contrast", "button-name", "label", "aria-required-children"]})

    # What was there stays until there is something else.
    page.route("**/search/quick/?*", slowly)
    shown = page.locator(OPTIONS).count()
    box.fill("lap")
    expect(page.locator("#quick-list")).to_have_attribute("aria-busy", "true")
    assert page.locator(OPTIONS).count() == shown
    expect(page.locator(CHOSEN)).to_contain_text("Laptops")
    page.unroute("**/search/quick/?*")

    page.route("**/search/quick/?*", lambda route: route.abort())
    box.fill("lapto")
    expect(page.get_by_role("status").filter(has_text="No answer")).to_be_attached()
    problems.clear()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=lapto")
    page.unroute("**/search/quick/?*")

    # As a page of its own it needs no script.
    page.goto("/search/quick/?q=lap")
    axe(page)
    page.get_by_role("main").get_by_role("link", name="Laptops").click()
    page.wait_for_url("**/equipment/laptops/")
