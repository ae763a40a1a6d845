"""Writing in a browser: by the keyboard alone, and from a heading of the page on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from processes.models import Proposal
from tests.cast import Cast, gather

SignIn = Callable[[Page, Any], None]
Axe = Callable[..., None]
ADDRESS = "/equipment/set-up-a-laptop/"
WRITTEN = """\
Before you **begin**, read [the guide](https://example.com/a%28b%29).

1. Unpack it
    1. the [[Order equipment|screen]]
2. Switch it on

| Who | What |
| --- | --- |
| You | Ask |
|  |  |"""


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cast = gather()
    lines = "\n\n".join(f"Line {number} of the text." for number in range(60))
    cast.article("Set up a laptop", f"Unpack it.\n\n{lines}\n\n## Last steps\n\nSwitch it on.")
    return cast


def caret(text: Locator) -> str:
    """The text up to the caret, or up to where the selection ends."""
    return str(text.evaluate("box => box.value.slice(0, box.selectionEnd)"))


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_page_is_written_with_the_keyboard_alone(
    page: Page, sign_in: SignIn, axe: Axe, cast: Cast
) -> None:
    sign_in(page, cast.reader)
    page.goto(ADDRESS + "propose/")
    page.get_by_label("Title").press("Enter")
    expect(page.get_by_label("Title")).to_have_value("Set up a laptop")
    text = page.get_by_label("Text", exact=True)
    text.focus()
    press(page, "ControlOrMeta+a", "Delete")
    keys = page.keyboard
    keys.type("Before you ")
    press(page, "Control+b")
    keys.type("begin")
    press(page, "Control+b")
    keys.type(", read the guide")
    press(page, *["Shift+ArrowLeft"] * len("the guide"), "Control+k")
    expect(page.get_by_role("dialog", name="Link")).to_be_visible()
    keys.type("https://example.com/a(b)")
    press(page, "Enter")
    expect(text).to_be_focused()
    press(page, "End")
    keys.type(".")
    press(page, "Enter", "Enter", "Control+Shift+Digit7")
    keys.type("Unpack it")
    expect(text).to_have_value(re.compile(r"\n1\. Unpack it$"))
    press(page, "Enter")
    expect(text).to_have_value(re.compile(r"\n2\. $"))
    press(page, "Tab")
    keys.type("the screen")
    press(page, *["Shift+ArrowLeft"] * len("screen"), "Control+k")
    expect(page.get_by_role("dialog", name="Link")).to_be_visible()
    keys.type("Order equipment")
    press(page, "Enter")
    expect(text).to_be_focused()
    press(page, "End", "Enter", "Enter")
    expect(text).to_have_value(WRITTEN[: WRITTEN.index("Switch")])
    keys.type("Switch it on")
    press(page, "Enter", "Enter")
    # Into the toolbar, along it by arrows, and out of a menu with a choice; then through the table.
    press(page, "Shift+Tab")
    expect(page.get_by_role("button", name="Heading", exact=True)).to_be_focused()
    press(page, *["ArrowRight"] * 9, "Enter", "Tab", "Enter")
    keys.type("Who")
    press(page, "Tab")
    keys.type("What")
    press(page, "Enter")
    keys.type("You")
    press(page, "Tab")
    keys.type("Ask")
    press(page, "Tab")
    expect(text).to_have_value(WRITTEN)
    # One undo takes out one thing; Escape lets Tab go on.
    press(page, "Control+z")
    expect(text).to_have_value(WRITTEN.removesuffix("\n|  |  |"))
    press(page, "Escape", "Tab")
    expect(text).not_to_be_focused()
    expect(page.locator("[data-count]")).to_have_text(re.compile(r"^\d+ words · 1 min to read$"))

    page.get_by_role("button", name="Focus").press("Enter")
    expect(page.get_by_role("banner")).to_be_hidden()
    page.reload()
    expect(page.get_by_role("banner")).to_be_hidden()
    page.get_by_role("button", name="Writing help").press("Enter")
    expect(page.get_by_role("dialog", name="Writing help")).to_be_visible()
    press(page, "Escape", "Escape")
    expect(page.get_by_role("banner")).to_be_visible()
    axe(page)


def test_a_section_is_opened_from_its_heading_on_a_phone(
    page: Page, sign_in: SignIn, cast: Cast
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, cast.reader)
    page.goto(ADDRESS)
    page.get_by_role("link", name="Propose a change to this section: Last steps").click()
    text = page.get_by_label("Text", exact=True)
    expect(text).to_be_focused()
    assert caret(text).endswith("Line 59 of the text.\n\n")
    page.keyboard.type("Call us.\n\n")
    press(page, "ArrowUp", "ArrowUp", "Shift+End")
    # The bar stays in sight, in one row that scrolls, and the caret is between it and the buttons.
    bar = page.get_by_role("toolbar", name="Formatting")
    expect(bar).to_be_in_viewport()
    box = bar.bounding_box()
    assert box is not None
    assert (box["height"] < 60, box["width"] <= 390) == (True, True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    last = bar.get_by_role("button", name="Redo")
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    last.press("Home")
    page.get_by_role("button", name="Bold", exact=True).click()
    expect(text).to_be_focused()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft saved")).to_be_visible()
    body = Proposal.objects.get(author=cast.reader).body
    assert body.endswith("\n\n**Call us.**\n\n## Last steps\n\nSwitch it on.")
