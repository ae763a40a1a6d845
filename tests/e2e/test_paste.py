"""Pasting from Google Docs and Word in a browser: what arrives is Markdown, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from processes.models import Attachment
from tests.cast import Cast, gather
from tests.processes.samples import picture

SignIn = Callable[[Page, Any], None]

ADDRESS = "/equipment/set-up-a-laptop/"
CLIPBOARDS = Path(__file__).parents[1] / "fixtures" / "clipboard"
# As the browser does on Ctrl+V. A test has no clipboard of a system to fill.
PASTE = """(box, {html, text, picture}) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  if (text) data.setData("text/plain", text);
  const image = picture && new File([new Uint8Array(picture)], "image.png", {type: "image/png"});
  if (image) data.items.add(image);
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  return box.dispatchEvent(event);
}"""


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cast = gather()
    cast.article("Set up a laptop", "Unpack it.\n\nSwitch it on.")
    return cast


def test_documents_become_markdown_and_one_undo_takes_them_out(
    page: Page, sign_in: SignIn, cast: Cast
) -> None:
    sign_in(page, cast.author)
    page.goto(ADDRESS + "propose/")
    box = page.get_by_label("Text", exact=True)
    box.press("Control+End")
    box.press_sequentially("\n\n")
    before = box.input_value()

    held: list[Route] = []
    page.route("**/preview/paste/", lambda route: held.append(route))
    word = (CLIPBOARDS / "word.html").read_text()
    image = list(picture())
    assert not box.evaluate(PASTE, {"html": word, "text": "Leaving", "picture": image})
    expect(page.get_by_text("Tidying up what you pasted")).to_be_visible()
    # Meanwhile one goes on elsewhere.
    box.press("Control+Home")
    box.press_sequentially("Now: ")
    page.wait_for_timeout(50)
    held[0].continue_()
    expect(page.get_by_text("1 picture is missing")).to_be_visible()
    written = box.input_value()
    assert written.startswith("Now: Unpack it.\n\nSwitch it on.\n\n## Leaving the company\n\n")
    assert "| Keys | Reception,<br>ground floor |" in written
    box.press("Control+z")
    expect(box).to_have_value(f"Now: {before}")
    box.press("Control+Shift+z")
    expect(box).to_have_value(written)

    page.unroute_all(behavior="wait")
    page.reload()
    box.press("Control+End")
    # An answer that never comes leaves the plain text; with Shift nobody is asked.
    page.route("**/preview/paste/", lambda route: route.fulfill(status=422, body="no"))
    assert not box.evaluate(PASTE, {"html": "<h2>A</h2>", "text": "\nPlain words"})
    expect(page.get_by_text("It is plain text now.")).to_be_visible()
    assert box.input_value().endswith("\nPlain words")
    page.keyboard.down("Shift")
    assert box.evaluate(PASTE, {"html": "<h2>A</h2>", "text": "more"})
    page.keyboard.up("Shift")


def test_a_screenshot_is_asked_about_and_an_address_makes_a_link(
    page: Page, sign_in: SignIn, cast: Cast
) -> None:
    sign_in(page, cast.author)
    page.goto(ADDRESS + "propose/")
    box = page.get_by_label("Text", exact=True)
    box.press("Control+Home")
    box.press("Shift+Control+ArrowRight")
    assert not box.evaluate(PASTE, {"text": "https://example.com/how"})
    assert box.input_value().startswith("[Unpack")
    assert "](https://example.com/how)" in box.input_value()
    box.press("Control+End")
    assert not box.evaluate(PASTE, {"html": "<img src='x'>", "picture": list(picture())})
    dialog = page.get_by_role("dialog", name="Picture")
    dialog.get_by_label("What does the picture show?").fill("The box")
    page.keyboard.press("Enter")
    expect(page.get_by_text("In the text now.").locator("visible=true")).to_be_visible()
    kept = Attachment.objects.get()
    assert box.input_value().endswith(f"![The box](/attachments/{kept.key}/image.png)")
    google = (CLIPBOARDS / "google-docs.html").read_text()
    google = google.replace("https://lh7-rt.googleusercontent.com", "https://127.0.0.1")
    box.evaluate(PASTE, {"html": google, "text": "Opening"})
    expect(page.get_by_text("1 picture is missing")).to_be_visible()
    assert "| Water | above | head<br>of claims |" in box.input_value()
