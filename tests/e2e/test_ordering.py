"""The order of a department's pages, made by keyboard and by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from processes import arranging
from processes.models import Article
from tests.cast import Cast, gather

SignIn = Callable[[Page, Any], None]
Axe = Callable[[Page], None]


def made(cast: Cast, *titles: str) -> None:
    for title in titles:
        facts = {"title": title, "title_key": title.lower(), "slug": title.lower()}
        Article.objects.create(
            department=cast.equipment, owner=cast.owner, version=1, approved_by=cast.owner, **facts
        )
    arranging.mend()


def test_by_keyboard_and_by_dragging(page: Page, sign_in: SignIn, axe: Axe) -> None:
    cast = gather()
    made(cast, "Adapters", "Batteries", "Cables")
    sign_in(page, cast.owner)
    page.goto("/equipment/")
    page.get_by_role("link", name="Arrange pages").click()
    rows, said = page.locator("[data-ordering] > li"), page.locator(".ordering-said")
    axe(page)
    page.get_by_role("button", name="Move Cables up").press("Enter")
    expect(said).to_have_text("Cables is number 2 now")
    expect(page.get_by_role("button", name="Move Cables up")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(said).to_have_text("Cables is number 1 now")
    grip, last = rows.nth(0).locator("[data-grip]").bounding_box(), rows.nth(2).bounding_box()
    assert grip
    assert last
    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(grip["x"] + 5, last["y"] + last["height"] - 2, steps=6)
    page.mouse.up()
    expect(said).to_have_text("Cables is number 3 now")
    page.get_by_role("button", name="Move Cables up").click()
    expect(said).to_have_text("Cables is number 2 now")
    page.get_by_role("button", name="Show Batteries first").click()
    expect(page.get_by_role("button", name="Do not show Batteries first").first).to_be_visible()
    page.goto("/equipment/")
    titles = page.get_by_role("region", name="Processes").locator(".outline-title")
    expect(titles).to_have_text(["Adapters", "Cables", "Batteries"])
    expect(page.get_by_role("region", name="Start here").get_by_role("link")).to_have_text(
        ["Batteries"]
    )
    axe(page)
