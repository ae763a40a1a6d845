"""What a page used to say, in a browser: found, compared, traced and proposed again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from processes import workflow
from processes.models import Article, Proposal
from tests.cast import gather

SignIn = Callable[[Page, Any], None]
LooksFine = Callable[[Page, str], None]

BODY = "## Steps\n\n1. Unpack it.\n2. Switch it on.\n\n## Afterwards\n\nKeep the box.\n"
TITLE = "Set up a laptop for somebody who joins one of the offices outside of the country, soon"


@pytest.fixture
def article(transactional_db: None) -> Article:
    """Three versions, and a proposal that came to nothing."""
    cast = gather()
    article = cast.article("Set up a laptop", BODY)
    gently = BODY.replace("Unpack it.", "Unpack it gently.")
    cast.approve(cast.pending(article, gently, note="Screens broke", title=TITLE))
    long = "Say for how long, " + "w" * 90
    cast.approve(cast.pending(article, gently.replace("box.", "box a year."), note=long))
    returned = cast.pending(article, "Nothing.")
    workflow.return_to_author(returned, cast.fresh(cast.owner), "Why?")
    return Article.objects.select_related("department", "owner").get(pk=article.pk)


def press(page: Page, role: Any, name: str) -> None:
    """By keyboard."""
    page.get_by_role(role, name=name).locator("visible=true").first.focus()
    page.keyboard.press("Enter")


def test_versions_are_compared_and_one_is_proposed_again_by_keyboard(
    page: Page, sign_in: SignIn, article: Article
) -> None:
    sign_in(page, article.created_by)
    page.goto(article.get_absolute_url() + "history/")
    expect(page.get_by_text("returned the proposal by Author")).to_be_visible()
    page.get_by_label("Compare from version 1").focus()
    page.keyboard.press("Space")
    press(page, "button", "Compare the two")
    expect(page).to_have_url(re.compile(r"compare/\?to=3&from=1$"))
    expect(page.locator(".page-diff ins").first).to_contain_text("gently")
    press(page, "link", "Source")
    expect(page.locator(".diff ins").first).to_contain_text("gently")
    page.get_by_label("To", exact=True).select_option("2")
    press(page, "button", "Compare")
    expect(page).to_have_url(re.compile(r"compare/\?from=1&to=2&view=source$"))
    press(page, "link", "Version 2")
    press(page, "link", "Who wrote which line")
    expect(page.locator(".lines-newest code")).to_have_text("1. Unpack it gently.")
    page.goto(article.get_absolute_url() + "history/1/")
    press(page, "button", "Propose this text again")
    expect(page.get_by_text("You have a proposal to this page already")).to_be_visible()
    workflow.withdraw(Proposal.objects.get(state="returned"), article.created_by)
    page.go_back()
    press(page, "button", "Propose this text again")
    expect(page.get_by_label("Text", exact=True)).to_have_value(re.compile("Unpack it\\.\n"))
    expect(page.get_by_label("What changed and why")).to_have_value("Brings back version 1")
    assert Proposal.objects.get(restores=1).state == "draft"


def test_its_pages_have_no_barriers_and_fit(
    page: Page, sign_in: SignIn, article: Article, looks_fine: LooksFine
) -> None:
    sign_in(page, article.owner)
    here = article.get_absolute_url()
    for end in ("history/", "history/1/", "history/lines/", "compare/?from=1&to=3"):
        looks_fine(page, here + end)
