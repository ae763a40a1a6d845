"""The product's one story, in a browser: propose, approve, read. Then once more by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from processes import redrawing
from processes.models import Article, Proposal
from tests.cast import Cast, gather

SignIn = Callable[[Page, Any], None]
Axe = Callable[[Page], None]
LooksFine = Callable[[Page, str], None]

ADDRESS = "/equipment/set-up-a-laptop/"
PHONE = {"width": 390, "height": 844}
BODY = """## Steps

1. Unpack it.
2. Switch it on.

| Part | For whom |
| ---- | -------- |
| Dock | Offices  |

> [!TIP]
> Keep the box. See [[Order a laptop]] or [[Nowhere yet]].
"""


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cast = gather()
    cast.article("Order a laptop", "Ask for it.")
    cast.article("Set up a laptop", BODY, summary="From box to first log-in.")
    return cast


def as_(page: Page, sign_in: SignIn, person: object, address: str) -> None:
    page.context.clear_cookies()
    sign_in(page, person)
    page.goto(address)


def propose(page: Page, old: str, new: str, note: str) -> None:
    """Changes the text in the form and submits it."""
    page.get_by_role("link", name="Propose a change").first.click()
    text = page.get_by_label("Text", exact=True)
    text.fill(text.input_value().replace(old, new))
    page.get_by_label("What changed and why").fill(note)
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_text("Submitted.")).to_be_visible()


def test_propose_approve_read(page: Page, sign_in: SignIn, cast: Cast) -> None:
    as_(page, sign_in, cast.reader, ADDRESS)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up a laptop")
    propose(page, "2. Switch it on.", "2. Plug in the dock.\n3. Switch it on.", "Dock was missing")
    page.goto(ADDRESS)
    expect(page.get_by_text("Plug in the dock.")).to_have_count(0)

    as_(page, sign_in, cast.owner, "/")
    page.get_by_role("main").get_by_role("link", name="Set up a laptop").first.click()
    expect(page.get_by_text("Dock was missing").first).to_be_visible()
    expect(page.locator("#changes ins").first).to_contain_text("Plug in the dock.")
    page.get_by_role("button", name="Approve").locator("visible=true").first.click()
    expect(page.get_by_text("Version 2 is live")).to_be_visible()

    as_(page, sign_in, cast.outsider, ADDRESS)
    expect(page.get_by_text("Plug in the dock.")).to_be_visible()
    expect(page.get_by_text("Owner", exact=False).first).to_be_visible()
    page.get_by_role("link", name="History").first.click()
    expect(page.get_by_role("link", name="Version 2", exact=True)).to_be_visible()
    page.get_by_role("link", name="What changed").first.click()
    expect(page.locator("ins").first).to_contain_text("Plug in the dock.")


def test_a_reader_never_sees_unapproved_text(page: Page, sign_in: SignIn, cast: Cast) -> None:
    article = Article.objects.get(slug="set-up-a-laptop")
    cast.pending(article, BODY + "\nThe word is zebracrossing.", note="zebracrossing")
    cast.new_page("Zebracrossing", "A page about it.")
    as_(page, sign_in, cast.reader, "/")
    outlets = [
        "/",
        "/equipment/",
        ADDRESS,
        ADDRESS + "history/",
        ADDRESS + "history/1/",
        ADDRESS + "compare/",
        "/search/?q=zebracrossing",
        "/proposals/",
        "/reviews/",
        f"/people/{cast.author.pk}/",
    ]
    for outlet in outlets:
        page.goto(outlet)
        main = page.get_by_role("main").inner_text().lower().replace("“zebracrossing”", "")
        assert "zebracrossing" not in main, outlet


def test_return_and_submit_again(page: Page, sign_in: SignIn, cast: Cast) -> None:
    as_(page, sign_in, cast.reader, ADDRESS)
    propose(page, "Unpack it.", "Unpack it gently.", "Screens broke")
    proposal = Proposal.objects.get(author=cast.reader)

    as_(page, sign_in, cast.owner, proposal.get_absolute_url())
    page.get_by_text("Return or decline").locator("visible=true").first.click()
    page.get_by_label("Reason").fill("How gently?")
    page.get_by_role("button", name="Return to the author").click()
    expect(page.get_by_text("Returned to")).to_be_visible()

    as_(page, sign_in, cast.reader, "/")
    page.get_by_role("main").get_by_role("link", name="Set up a laptop").first.click()
    expect(page.get_by_text("How gently?").first).to_be_visible()
    page.get_by_role("link", name="Go on writing").first.click()
    text = page.get_by_label("Text", exact=True)
    text.fill(text.input_value().replace("gently", "with both hands"))
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_text("Submitted.")).to_be_visible()
    proposal.refresh_from_db()
    assert proposal.round == 2


def test_a_new_page_from_a_wanted_link(page: Page, sign_in: SignIn, cast: Cast) -> None:
    as_(page, sign_in, cast.reader, ADDRESS)
    page.get_by_role("link", name="Nowhere yet").click()
    page.get_by_role("link", name="Begin with an empty page").click()
    expect(page.get_by_label("Title")).to_have_value("Nowhere yet")
    page.get_by_label("Text", exact=True).fill("Now somewhere.")
    page.get_by_label("Why this page").fill("It was wanted")
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_text("Submitted.")).to_be_visible()
    cast.approve(Proposal.objects.get(author=cast.reader))
    redrawing.drain()  # as the worker does
    page.goto(ADDRESS)
    page.get_by_role("link", name="Nowhere yet").click()
    expect(page.get_by_text("Now somewhere.")).to_be_visible()


def test_text_is_kept_when_the_form_is_refused(page: Page, sign_in: SignIn, cast: Cast) -> None:
    as_(page, sign_in, cast.reader, ADDRESS + "propose/")
    page.get_by_label("Text", exact=True).fill("An hour of work.")
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_label("Text", exact=True)).to_have_value("An hour of work.")


def test_the_whole_story_by_keyboard(page: Page, sign_in: SignIn, cast: Cast) -> None:
    """Only Tab, Enter, typing and the shortcuts; the focus is never lost."""
    as_(page, sign_in, cast.reader, "/")
    page.keyboard.press("/")
    page.keyboard.type("laptop box")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    tab_to(page, "Set up a laptop")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{ADDRESS}")
    tab_to(page, "Propose a change")
    page.keyboard.press("Enter")
    page.wait_for_url("**/propose/")
    tab_to(page, "Text")
    page.keyboard.press("Control+End")
    page.keyboard.type("\n\nWritten by keyboard.")
    tab_to(page, "What changed and why")
    page.keyboard.type("Keys only")
    tab_to(page, "Submit for approval")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Submitted.")).to_be_visible()
    proposal = Proposal.objects.get(author=cast.reader)

    as_(page, sign_in, cast.owner, proposal.get_absolute_url())
    tab_to(page, "Approve")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Version 2 is live")).to_be_visible()
    expect(page.get_by_text("Written by keyboard.")).to_be_visible()


FOCUSED = """() => {
  const element = document.activeElement;
  const label = element.labels && element.labels[0];
  const text = element.getAttribute("aria-label") || (label || element).textContent;
  return (text || "").replace(/\\s+/g, " ").trim();
}"""


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until something of this name has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(name):
            return
    raise AssertionError(f"Tab never reaches “{name}”.")


def pages(cast: Cast) -> list[str]:
    article = Article.objects.get(slug="set-up-a-laptop")
    cast.approve(cast.pending(article, BODY.replace("Unpack it.", "Unpack it well.")))
    pending = cast.pending(article, BODY + "\nMore.", author=cast.reader)
    returned = cast.draft(article, BODY + "\nMine.", author=cast.owner)
    return [
        "/",
        "/operations/",
        "/equipment/",
        ADDRESS,
        ADDRESS + "propose/",
        ADDRESS + "history/",
        ADDRESS + "history/1/",
        ADDRESS + "compare/",
        "/new/",
        "/search/",
        "/search/?q=laptop",
        "/search/?q=nothing+at+all",
        "/proposals/",
        "/reviews/",
        pending.get_absolute_url(),
        returned.get_absolute_url(),
        f"/people/{cast.owner.pk}/",
        "/no/such-page/",
    ]


@pytest.mark.long
def test_no_page_has_barriers_or_overflows(
    page: Page, sign_in: SignIn, looks_fine: LooksFine, cast: Cast
) -> None:
    addresses = pages(cast)
    as_(page, sign_in, cast.owner, "/")
    for address in addresses:
        looks_fine(page, address)


def test_every_page_works_without_javascript(
    page: Page, sign_in: SignIn, cast: Cast, site: str
) -> None:
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(base_url=site, java_script_enabled=False)
    plain = context.new_page()
    as_(plain, sign_in, cast.reader, ADDRESS)
    propose(plain, "Unpack it.", "Unpack it without scripts.", "No scripts")
    proposal = Proposal.objects.get(author=cast.reader)
    as_(plain, sign_in, cast.owner, proposal.get_absolute_url())
    plain.get_by_role("button", name="Approve").locator("visible=true").first.click()
    expect(plain.get_by_text("Version 2 is live")).to_be_visible()
    context.close()
