"""Words of the glossary in a browser: by mouse, by keyboard, by thumb, and without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.cast import gather
from tests.processes.entry_world import term

SignIn = Callable[[Page, Any], None]
Axe = Callable[[Page], None]
PHONE: Any = {"width": 390, "height": 844}


def test_a_word_is_explained_on_hover_focus_and_press(
    page: Page, sign_in: SignIn, axe: Axe
) -> None:
    cast = gather()
    term(cast.equipment, "Churn", definition="Those who leave us.")
    address = cast.article(
        body="Our **churn** grows.\n\n[Elsewhere](/equipment/)"
    ).get_absolute_url()
    sign_in(page, cast.reader)
    page.goto(address)
    word, note = page.get_by_role("button", name="churn"), page.get_by_text("Those who leave us.")
    expect(word).to_have_accessible_description("Churn Equipment Those who leave us.")
    expect(note).to_be_hidden()
    word.hover()
    expect(note).to_be_visible()
    axe(page)
    below, box = word.bounding_box(), note.bounding_box()
    assert below
    assert box
    assert abs(box["x"] - below["x"]) < 40
    assert 0 < box["y"] - below["y"] < 80
    word.click()
    expect(note).to_be_visible()
    page.mouse.move(5, 500)
    expect(note).to_be_hidden()
    page.get_by_role("link", name="Elsewhere").focus()
    page.keyboard.press("Shift+Tab")
    expect(note).to_be_visible()
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    page.keyboard.press("Enter")
    expect(note).to_be_visible()
    page.keyboard.press("Tab")
    expect(note).to_be_hidden()
    page.set_viewport_size(PHONE)
    word.click()
    at = page.locator(".term-note").bounding_box()
    assert at
    assert at["x"] >= 0
    assert at["x"] + at["width"] <= PHONE["width"]


def test_from_a_proposed_term_to_the_glossary(page: Page, sign_in: SignIn, axe: Axe) -> None:
    cast = gather()
    sign_in(page, cast.reader)
    page.goto("/glossary/")
    page.get_by_role("link", name="Propose a term").first.click()
    page.get_by_label("Term").fill("Churn")
    page.get_by_label("Definition").fill("Those who leave us.")
    page.get_by_label("Department", exact=True).select_option("Equipment")
    axe(page)
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_text("Waiting for approval")).to_be_visible()
    axe(page)
    sign_in(page, cast.owner)
    page.goto("/reviews/")
    page.get_by_role("link", name="A term or tool waits for your decision").click()
    page.get_by_role("link", name="Churn").click()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("term")).to_have_text("Churn")
    axe(page)
