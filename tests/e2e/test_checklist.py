"""What the page still owes: told while one writes, found by its jump, asked for at submission."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from processes.models import Decision, Proposal, State
from tests.cast import Cast, gather
from tests.processes.samples import picture

SignIn = Callable[[Page, Any], None]
GOOD = "Unpack it. 🦊"
BAD = f"{GOOD}\n\n## Steps\n\nDo it.\n\n![](/front.png)\n"


@pytest.fixture
def cast(_committed_data: None) -> Cast:
    return gather()


def show_the_front(page: Page) -> None:
    there = {"content_type": "image/png", "body": picture()}
    page.route("**/front.png", lambda route: route.fulfill(**there))


def test_a_rule_stops_a_submission_and_is_mended_by_its_jump(
    page: Page, sign_in: SignIn, cast: Cast, axe: Callable[..., None]
) -> None:
    """By keyboard alone."""
    cast.article()
    show_the_front(page)
    sign_in(page, cast.author)
    page.goto("/equipment/set-up-a-laptop/propose/")
    box, count = page.get_by_label("Text", exact=True), page.locator("[data-checklist-count]")
    box.focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(BAD)
    expect(count).to_have_text("1 to mend")
    page.get_by_label("What changed and why").fill("Shows the front")
    page.get_by_role("button", name="Submit").press("Enter")

    notice = page.get_by_role("alert").filter(has_text="Saved, but not submitted yet")
    expect(notice).to_be_focused()
    page.wait_for_load_state()  # before its scripts run, the jump leads to the box alone
    expect(page.get_by_label("Ask for an exception")).to_be_visible()
    axe(page)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_contain_text("Say in words what this picture shows")
    page.keyboard.press("Enter")
    expect(box).to_be_focused()
    selected = "box => box.value.slice(box.selectionStart, box.selectionEnd)"
    assert box.evaluate(selected) == "![](/front.png)"
    page.keyboard.insert_text("![The front of a laptop](/front.png)")
    expect(page.locator(".checks")).not_to_contain_text("To mend before it is submitted")
    expect(count).not_to_contain_text("mend")
    page.get_by_role("button", name="Submit").press("Enter")
    expect(page.get_by_text("Submitted.")).to_be_visible()
    assert Proposal.objects.get(state=State.PENDING).unmet == 0


def test_an_exception_is_decided_on_with_a_reason(
    page: Page, sign_in: SignIn, cast: Cast, looks_fine: Callable[[Page, str], None]
) -> None:
    proposal = cast.draft(cast.article(), BAD)
    Proposal.objects.filter(pk=proposal.pk).update(exception="There is no better one")
    cast.submit(proposal)
    show_the_front(page)
    sign_in(page, cast.owner)
    looks_fine(page, proposal.get_absolute_url())
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.locator("#rules")).to_contain_text("There is no better one")
    why = page.get_by_label("Why publish it all the same")
    page.get_by_role("button", name="Approve and publish").click()
    expect(why).to_be_focused()  # the browser asks for it
    why.fill("It is only a laptop")
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.get_by_text("Version 2 is live.")).to_be_visible()
    assert Decision.objects.latest("pk").override == "It is only a laptop"
