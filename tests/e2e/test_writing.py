"""A page from its template to its manager, written by somebody who never heard of Markdown: with
the keyboard alone, through the end of a session and a rule that stops it."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from processes.models import ArticleTemplate, Attachment, Proposal, State
from tests.cast import Cast, gather
from tests.e2e.test_paste import CLIPBOARDS, PASTE

SignIn = Callable[[Page, Any], None]
SECRET = (0, 255, 0)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cast = gather()
    cast.article("Order a laptop", "Ask for it.")
    return cast


def test_from_the_template_to_the_manager(page: Page, sign_in: SignIn, cast: Cast) -> None:
    sign_in(page, cast.author)
    text = begin(page)
    write_the_sections(page, text)
    paste_two_documents(text)
    paste_a_screenshot(page, text)
    lose_the_session(page, text, lambda: sign_in(page, cast.author))
    stopped_and_mended(page, text)
    proposal = Proposal.objects.get(state=State.PENDING)
    assert proposal.title == "Claim a train ticket"
    template = ArticleTemplate.objects.get(name="How-to with screenshots")
    assert proposal.facts == {"template": template.pk}
    assert "[[Order a laptop]]" in proposal.body
    assert "Written after the session ended." in proposal.body
    page.goto("/proposals/")
    expect(page.get_by_text("Not saved as a proposal yet")).to_have_count(0)


def begin(page: Page) -> Locator:
    """Chooses a template and gives the page its name; the department is one's own."""
    page.goto("/new/")
    page.get_by_role("link", name="How-to with screenshots").press("Enter")
    page.get_by_label("Title", exact=True).focus()
    page.keyboard.type("Claim a train ticket")
    text = page.get_by_label("Text", exact=True)
    expect(text).to_have_value(re.compile("## What you will have done"))
    return text


def write_the_sections(page: Page, text: Locator) -> None:
    """All required ones but the last; a link is chosen from the list, a table from the toolbar."""
    below(text, "## What you will have done")
    page.keyboard.type("Your ticket is paid. See [[ord")
    expect(page.locator("#suggested:visible > li").first).to_contain_text("Order a laptop")
    page.keyboard.press("Enter")
    page.keyboard.type(".")
    below(text, "## Before you begin")
    page.keyboard.press("Alt+F10")
    page.get_by_role("button", name="Table", exact=True).press("Enter")
    page.get_by_role("button", name="2 columns").press("Enter")
    expect(text).to_be_focused()
    below(text, "## Steps")
    page.keyboard.type("1. Open the app.\nChoose the trip.\nPress **Claim**.\n\n")
    expect(text).to_have_value(re.compile(r"2\. Choose the trip\.\n3\. Press"))
    assert "| --- | --- |" in text.input_value()


def paste_two_documents(text: Locator) -> None:
    end_of(text)
    for name, heading in (("google-docs", "Opening"), ("word", "Leaving the company")):
        html = (CLIPBOARDS / f"{name}.html").read_text()
        html = html.replace("https://lh7-rt.googleusercontent.com", "https://127.0.0.1")
        text.evaluate(PASTE, {"html": html, "text": heading})
        expect(text).to_have_value(re.compile(rf"#+ {heading}"), timeout=20_000)
        end_of(text)


def paste_a_screenshot(page: Page, text: Locator) -> None:
    """With a name in it that nobody shall read: blurred by keys before it is sent."""
    text.evaluate(PASTE, {"picture": list(screenshot())})
    dialog = page.get_by_role("dialog", name="Picture")
    canvas = dialog.locator("canvas")
    canvas.focus()
    page.keyboard.press("Enter")
    dialog.get_by_label("What does the picture show?").fill("The button to claim")
    page.keyboard.press("Enter")
    expect(text).to_have_value(re.compile(r"!\[The button to claim\]\(/attachments/"))
    with Attachment.objects.get(uploaded_by__name="Author").file.open("rb") as stored:
        kept = Image.open(stored).convert("RGB")
    assert SECRET not in {colour for _, colour in kept.getcolors(kept.width * kept.height)}


def lose_the_session(page: Page, text: Locator, sign_in_again: Callable[[], None]) -> None:
    Session.objects.all().delete()
    end_of(text)
    page.keyboard.type("\n\nWritten after the session ended.")
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    sign_in_again()
    page.keyboard.type(" ")
    line = page.locator("[data-saved-line]")
    expect(line).to_have_text(re.compile(r"Saved \d\d:\d\d"), timeout=30_000)
    page.reload()
    expect(text).to_have_value(re.compile("Written after the session ended"))


def stopped_and_mended(page: Page, text: Locator) -> None:
    page.get_by_label("Why this page is needed").focus()
    page.keyboard.type("Everybody asks")
    page.get_by_role("button", name="Submit").press("Enter")
    notice = page.get_by_role("alert").filter(has_text="Saved, but not submitted yet")
    expect(notice).to_be_focused()
    jump = notice.get_by_role("link").filter(has_text="How you know it worked")
    jump.press("Enter")
    expect(text).to_be_focused()
    below(text, "## How you know it worked")
    page.keyboard.type("The trip says “paid”.")
    below(text, "## If it did not work")
    page.keyboard.type("Ask the desk.")
    page.get_by_role("button", name="Submit").press("Enter")
    expect(page.get_by_text("Submitted.")).to_be_visible()


def below(text: Locator, heading: str) -> None:
    """Puts the caret into the empty line below a heading, and begins a paragraph there."""
    text.evaluate(
        "(box, heading) => { box.focus();"
        " box.selectionStart = box.selectionEnd = box.value.indexOf(heading) + heading.length; }",
        heading,
    )
    text.press("Enter")
    text.press("Enter")


def end_of(text: Locator) -> None:
    text.press("Control+End")


def screenshot() -> bytes:
    """What shall not be seen is in the middle, where the first region lies."""
    image = Image.new("RGB", (800, 500), "white")
    image.paste("lime", (340, 220, 460, 280))
    stream = BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()
