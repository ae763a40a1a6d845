"""Nothing that is written gets lost: a session that ends, no connection, two windows at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect

from processes.models import Proposal, State, WorkingCopy
from tests.cast import Cast, gather

SignIn = Callable[[Page, Any], None]
FORM = "/equipment/set-up-a-laptop/propose/"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cast = gather()
    cast.article(body="Begin.\n\nMiddle.\n\nEnd.")
    return cast


def open_form(page: Page, pace: int = 100) -> Any:
    """The text box of the form, which saves itself sooner than people need."""
    page.goto(FORM, timeout=30_000)
    page.evaluate(f"document.querySelector('[data-saving]').dataset.pace = {pace}")
    return page.locator("#id_body")


def saved(page: Page) -> None:
    expect(page.locator("[data-saved-line]")).to_have_text(re.compile(r"Saved \d\d:\d\d"))


def kept_here(page: Page) -> int:
    count: int = page.evaluate(
        "Object.keys(localStorage).filter((name) => name.startsWith('writing:')).length"
    )
    return count


def text_kept() -> str:
    body: str = WorkingCopy.objects.get().values["body"]
    return body


def test_the_end_of_a_session_and_of_the_connection_cost_no_word(
    page: Page, sign_in: SignIn, cast: Cast, problems: list[str]
) -> None:
    sign_in(page, cast.reader)
    text = open_form(page)
    text.press("ControlOrMeta+End")
    page.keyboard.type(" Typed.")
    saved(page)
    assert text_kept().endswith("End. Typed.")

    Session.objects.all().delete()
    page.keyboard.type(" Signed out.")
    expect(page.get_by_text("You are signed out. What you write is kept")).to_be_visible()
    assert kept_here(page) == 1
    sign_in(page, cast.reader)  # as in another tab: with another token
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    saved(page)
    expect(page.get_by_text("You are signed out.")).to_be_hidden()
    assert text_kept().endswith("End. Typed. Signed out.")
    assert kept_here(page) == 0

    page.context.set_offline(True)
    page.keyboard.type(" Cut off.")
    expect(page.get_by_text("The wiki cannot be reached.")).to_be_visible()
    # The tab is closed like that, without a question: this browser has the text.
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    page = page.context.new_page()
    page.context.set_offline(False)
    text = open_form(page)
    expect(text).to_have_value("Begin.\n\nMiddle.\n\nEnd. Typed. Signed out. Cut off.")
    expect(page.get_by_text("Restored what this browser had kept")).to_be_visible()
    saved(page)
    assert text_kept().endswith("Cut off.")
    assert kept_here(page) == 0

    page.get_by_label("What changed and why").fill("Because")
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_text("Submitted.")).to_be_visible()
    found = Proposal.objects.get(author=cast.reader)
    assert (found.state, found.body[-8:]) == (State.PENDING, "Cut off.")
    problems.clear()  # the requests that had to fail


def test_a_second_window_is_told_and_takes_over_or_puts_together(
    page: Page, sign_in: SignIn, cast: Cast, axe: Callable[[Page], None]
) -> None:
    sign_in(page, cast.reader)
    one, other = open_form(page), page.context.new_page()
    two = open_form(other)
    one.press("ControlOrMeta+Home")
    page.keyboard.type("One! ")
    saved(page)
    two.press("ControlOrMeta+End")
    other.keyboard.type(" Two!")
    told = other.get_by_text("You changed this in another window at")
    expect(told).to_be_visible()
    axe(other)
    other.get_by_role("button", name="Put both together").click()
    expect(two).to_have_value("One! Begin.\n\nMiddle.\n\nEnd. Two!")
    saved(other)
    # The caret is where it was, and the first one takes over now.
    two.focus()
    other.keyboard.type(" More.")
    expect(two).to_have_value(re.compile(r"End\. Two! More\.$"))
    expect(other.locator("[data-saved-line]")).to_have_text(re.compile("Saved"))
    page.keyboard.type("Me alone. ")
    page.get_by_role("button", name="Take over with this text").click()
    saved(page)
    copy = WorkingCopy.objects.get()
    assert copy.values["body"] == "One! Me alone. Begin.\n\nMiddle.\n\nEnd."
    assert "Two!" in copy.aside[0]["values"]["body"]


@pytest.mark.long
def test_two_browsers_and_two_hundred_saves_lose_no_keystroke(
    page: Page, browser: Browser, sign_in: SignIn, cast: Cast, site: str
) -> None:
    context = browser.new_context(base_url=site)
    pages = [page, context.new_page()]
    for each in pages:
        sign_in(each, cast.reader)
    texts = [open_form(each, pace=20) for each in pages]
    places = ["ControlOrMeta+Home", "ControlOrMeta+End"]
    for text, where in zip(texts, places, strict=True):
        text.press(where)
    answers: list[int] = []
    for each in pages:
        each.on(
            "response",
            lambda got: answers.append(got.status) if "/me/writing/" in got.url else None,
        )
    turn = 0
    while answers.count(200) < 200 or turn < 200:
        i = turn % 2
        pages[i].keyboard.type(f"{'ab'[i]}{turn};")
        button = pages[i].get_by_role("button", name="Put both together")
        if button.is_visible():
            button.click()
            texts[i].focus()
        turn += 1
        assert turn < 2_000
    for each in pages:
        saved(each)
    for _ in range(40):
        if all(text.input_value() == text_kept() for text in texts):
            break
        # Who is idle hears of the other's words with its own next save.
        for each in pages:
            each.keyboard.type("!")
            each.wait_for_timeout(100)
    kept = text_kept()
    missing = [
        turn for turn in range(turn) if f"{'ab'[turn % 2]}{turn};" not in kept.replace("!", "")
    ]
    assert missing == []
    context.close()
