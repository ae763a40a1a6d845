"""Reading in a browser: contents that go along, what to press, paper, and what “Back” shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from processes import reading
from tests.cast import gather

SignIn = Callable[[Page, Any], None]
Axe = Callable[[Page], None]
PART = "## Part {n}\n\n" + "Plain words of it.\n\n" * 25


def test_a_long_page_is_read_by_key_and_kept_at_hand(page: Page, sign_in: SignIn, axe: Axe) -> None:
    cast = gather()
    body = "\n".join(PART.format(n=n) for n in range(1, 5))
    article = cast.article("A long page", body)
    cast.article("Before it"), cast.article("The one after")
    reading.note_visit(cast.reader.pk, article.pk, 1)
    cast.approve(cast.pending(article, body + "\n\nMore."))
    sign_in(page, cast.reader)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(article.get_absolute_url())
    axe(page)
    contents = page.get_by_role("navigation", name="On this page, beside the text")
    marked = contents.locator("[aria-current=location]")
    expect(marked).to_have_count(0)
    contents.get_by_role("link", name="Part 3").press("Enter")
    expect(marked).to_have_text("Part 3")
    page.keyboard.press("End")
    expect(marked).to_have_text("Part 4")
    page.keyboard.press("Home")
    expect(marked).to_have_count(0)
    page.get_by_role("button", name="Star this page").press("Enter")
    expect(page.get_by_role("button", name="Remove the star")).to_be_visible()
    page.get_by_role("button", name="More about this page").press("Enter")
    page.get_by_role("button", name="Copy link").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.keyboard.press("Escape")
    page.get_by_role("link", name="See what is new from version 1 to 2").press("Enter")
    page.wait_for_url("**/compare/?from=1&to=2")
    page.goto(article.get_absolute_url())
    expect(page.get_by_text("Changed since you last read it")).to_have_count(0)
    page.goto("/me/stars/")
    page.get_by_role("button", name="Remove A long page").click()
    expect(page.get_by_text("No page has your star yet")).to_be_visible()


def test_a_sheet_says_who_answers_for_it_and_back_shows_nothing_to_who_signed_out(
    page: Page, sign_in: SignIn
) -> None:
    cast = gather()
    article = cast.article("For paper", "\n".join(PART.format(n=n) for n in range(1, 5)))
    sign_in(page, cast.reader)
    page.goto(article.get_absolute_url())
    style = "getComputedStyle(document.documentElement).getPropertyValue('--paper-foot')"
    page.emulate_media(media="print")
    assert "Owner: Owner · Version 1, approved " in page.evaluate(style)
    for part in (".header", ".sidebar", ".trust-actions", ".beside", ".footer"):
        assert not any(each.is_visible() for each in page.locator(part).all()), part
    expect(page.get_by_text("This is version 1 of")).to_be_visible()
    sheets = page.pdf(prefer_css_page_size=True, format="A4")
    assert 2 <= sheets.count(b"/Type /Page\n") + sheets.count(b"/Type /Page ") <= 5
    page.emulate_media(media="screen")
    page.get_by_role("button", name="My menu").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/")
    page.evaluate("history.back()")
    page.wait_for_url("**/accounts/login/?next=**")
    expect(page.get_by_text("Plain words of it.")).to_have_count(0)
