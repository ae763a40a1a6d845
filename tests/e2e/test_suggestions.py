"""Writing with the list behind [[, @ and :, and the preview beside the text, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.cast import Cast, gather

SignIn = Callable[[Page, Any], None]
OFFERED = "#suggested:visible > li"


@pytest.fixture
def cast(_committed_data: None) -> Cast:
    return gather()


def offered(page: Page, text: str) -> None:
    """Types it, and waits for the list."""
    page.keyboard.type(text)
    expect(page.locator(OFFERED).first).to_have_attribute("aria-selected", "true")


def test_links_names_and_signs_are_chosen_with_keys_and_previewed(
    page: Page, sign_in: SignIn, cast: Cast, axe: Callable[..., None]
) -> None:
    for title in ("Laptops", "Laptop bags"):
        cast.article(title)
    there = cast.article("Expenses", department=cast.finance, author=cast.treasurer)
    asked: list[Request] = []
    page.on(
        "request", lambda request: asked.append(request) if "?fragment" in request.url else None
    )
    sign_in(page, cast.author)
    page.goto("/equipment/laptops/propose/")
    box = page.get_by_label("Text", exact=True)
    box.fill("")
    box.focus()

    offered(page, "Read [[lapt")
    selected = page.locator(OFFERED + "[aria-selected=true]")
    expect(selected).to_contain_text("Laptop bags")
    assert box.get_attribute("aria-activedescendant") == selected.get_attribute("id")
    expect(page.get_by_role("status").filter(has_text="3 to choose from")).to_be_attached()
    page.keyboard.press("ArrowDown")
    expect(selected).to_contain_text("Laptops")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(selected).to_contain_text("Write a new page called “lapt”")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).to_have_value("Read [[Laptop bags]]")
    page.keyboard.press("Control+z")
    expect(box).to_have_value("Read [[lapt")
    page.keyboard.press("Control+Shift+z")

    # Dismissed, it leaves Enter alone and stays away until one begins anew.
    offered(page, " or [[exp")
    page.keyboard.press("Escape")
    expect(page.locator(OFFERED)).to_have_count(0)
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.type("e")
    page.keyboard.press("Enter")
    expect(box).to_have_value("Read [[Laptop bags]] or [[expe\n")
    page.keyboard.press("Backspace")
    for _ in "[[expe":
        page.keyboard.press("Backspace")
    offered(page, "[[expe")
    page.keyboard.press("Tab")
    offered(page, ", ask @head")
    page.keyboard.press("Enter")
    offered(page, " :smil")
    page.keyboard.press("Enter")
    expect(box).to_have_value("Read [[Laptop bags]] or [[Expenses]], ask [[@Head]] :smile:")
    # Within a link that is there, what stood in it goes.
    for _ in range(len("gs]] or [[Expenses]], ask [[@Head]] :smile:")):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Backspace")
    offered(page, "a")
    page.keyboard.press("Enter")
    expect(box).to_have_value("Read [[Laptop bags]] or [[Expenses]], ask [[@Head]] :smile:")

    page.get_by_role("button", name="Preview").press("Enter")
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_role("link", name="Expenses")).to_have_attribute(
        "href", there.get_absolute_url()
    )
    expect(preview).to_contain_text("Head 😄")
    asked.clear()
    box.focus()
    page.keyboard.press("Control+End")
    offered(page, " [[lap")
    axe(page)
    page.keyboard.press("Escape")
    page.keyboard.type("\n\n[[Nobody wrote it]] <script>alert(1)</script>", delay=15)
    expect(preview.locator("a.wanted")).to_have_text("Nobody wrote it")
    expect(preview.locator("script")).to_have_count(0)
    page.wait_for_timeout(700)
    assert len(asked) <= 3

    # On a phone it takes the place of the text, and whoever goes back to the text gets it.
    page.set_viewport_size({"width": 390, "height": 844})
    assert box.bounding_box()["width"] < 40
    page.get_by_role("button", name="Preview").click()
    expect(preview).to_be_hidden()
    page.get_by_role("button", name="Preview").click()
    box.focus()
    expect(preview).to_be_hidden()
    page.close(run_before_unload=False)


def test_colleagues_are_offered_in_comments(page: Page, sign_in: SignIn, cast: Cast) -> None:
    proposal = cast.pending(cast.article(), "Unpack it with care.")
    sign_in(page, cast.owner)
    page.goto(proposal.get_absolute_url())
    page.get_by_text("Comment on this change").first.click()
    offered(page, "Is that so, @hea")
    page.locator(OFFERED).first.click()
    page.keyboard.type("and @Author?")
    expect(page.locator("textarea:focus")).to_have_value("Is that so, @Head and @Author?")
