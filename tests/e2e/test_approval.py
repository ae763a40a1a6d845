"""All that can become of a proposal, in a browser: on a desk, and on a phone."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.leaving import deactivate
from processes import conversation
from processes.models import Article, Decision, HandOver, Manner, Proposal, State, Transfer
from processes.workflow import overtaking, transferring
from tests.cast import Cast, deputise, gather
from tests.e2e.waiting import until

SignIn = Callable[[Page, Any], None]
LooksFine = Callable[[Page, str], None]

ADDRESS = "/equipment/set-up-a-laptop/"
PHONE: Any = {"width": 390, "height": 844}
DESK: Any = {"width": 1440, "height": 900}
BODY = """## Steps

1. Unpack it.
2. Switch it on.

## Afterwards

Keep the box.
"""
CHANGED = BODY.replace("Unpack it.", "Unpack it gently.").replace("the box", "the box for a year")

on_both = pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cast = gather()
    cast.article("Set up a laptop", BODY, summary="From box to first log-in.")
    return cast


def the_page() -> Article:
    return Article.objects.select_related("department", "owner").get(slug="set-up-a-laptop")


def as_(page: Page, sign_in: SignIn, person: object, address: str) -> None:
    page.context.clear_cookies()
    sign_in(page, person)
    page.goto(address)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).locator("visible=true").first.click()


def open_(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).locator("visible=true").first.click()


@on_both
def test_approve_with_corrections(page: Page, sign_in: SignIn, cast: Cast, screen: Any) -> None:
    page.set_viewport_size(screen)
    proposal = cast.pending(the_page(), CHANGED, note="Screens broke")
    as_(page, sign_in, cast.owner, proposal.get_absolute_url())
    expect(page.locator("#changes ins").first).to_contain_text("gently")
    open_(page, "Approve with my corrections")
    text = page.get_by_label("Text", exact=True)
    text.fill(text.input_value().replace("for a year", "for two years"))
    page.get_by_label("A word to the author").fill("Two, says the maker")
    press(page, "Approve and publish")
    expect(page.get_by_text("Keep the box for two years.")).to_be_visible()
    assert Decision.objects.get(version=2).manner == Manner.CORRECTED

    as_(page, sign_in, cast.author, proposal.get_absolute_url())
    expect(page.get_by_text("Two, says the maker").first).to_be_visible()
    page.goto(ADDRESS + "history/")
    expect(page.get_by_text("written by Author, round 2")).to_be_visible()


@on_both
def test_approve_a_part(page: Page, sign_in: SignIn, cast: Cast, screen: Any) -> None:
    page.set_viewport_size(screen)
    proposal = cast.pending(the_page(), CHANGED)
    as_(page, sign_in, cast.owner, proposal.get_absolute_url())
    open_(page, "Approve only a part")
    page.get_by_label("Piece 2").uncheck()
    page.get_by_label("What is to happen with the rest").fill("A year is too long")
    press(page, "Approve what is ticked")
    expect(page.get_by_text("Unpack it gently.")).to_be_visible()
    expect(page.get_by_text("for a year")).to_have_count(0)

    as_(page, sign_in, cast.author, proposal.get_absolute_url())
    expect(page.get_by_text("A year is too long").first).to_be_visible()
    open_(page, "Go on writing")
    expect(page.get_by_label("Text", exact=True)).to_have_value(CHANGED)
    press(page, "Submit for approval")
    as_(page, sign_in, cast.owner, proposal.get_absolute_url())
    expect(page.locator("#changes ins")).to_contain_text(["for a year"])


@on_both
def test_a_conflict_is_settled_by_the_author(
    page: Page, sign_in: SignIn, cast: Cast, screen: Any
) -> None:
    page.set_viewport_size(screen)
    mine = cast.pending(the_page(), CHANGED, note="Screens broke")
    rival = cast.pending(
        the_page(), BODY.replace("Unpack it.", "Unpack it on a desk."), author=cast.reader
    )
    cast.approve(rival)
    overtaking.catch_up_all()
    as_(page, sign_in, cast.author, "/inbox/")
    page.get_by_role("main").get_by_role("link", name="Set up a laptop").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Choose which text stays")
    press(page, "Save and read it through")
    expect(page.get_by_text("Choose which text stays.").first).to_be_visible()
    page.get_by_label("Write it in my own words").check()
    page.get_by_label("your own words").fill("1. Unpack it gently on a desk.")
    press(page, "Submit for approval")
    expect(page.get_by_text("Submitted.")).to_be_visible()
    mine.refresh_from_db()
    assert (mine.state, mine.base_version, mine.round) == (State.PENDING, 2, 2)

    as_(page, sign_in, cast.owner, mine.get_absolute_url())
    press(page, "Approve")
    expect(page.get_by_text("Unpack it gently on a desk.")).to_be_visible()
    expect(page.get_by_text("Keep the box for a year.")).to_be_visible()


def test_changes_in_other_places_are_put_together(page: Page, sign_in: SignIn, cast: Cast) -> None:
    mine = cast.pending(the_page(), BODY.replace("the box", "the box for a year"))
    rival = cast.pending(the_page(), BODY.replace("Unpack", "Carefully unpack"), author=cast.reader)
    as_(page, sign_in, cast.owner, mine.get_absolute_url())
    cast.approve(rival)
    overtaking.catch_up_all()
    press(page, "Approve")
    expect(page.get_by_role("heading", level=1)).to_contain_text("changed after you opened it")
    page.goto(mine.get_absolute_url())
    expect(page.get_by_text("version 2").first).to_be_visible()
    press(page, "Approve")
    expect(page.get_by_text("Version 3 is live")).to_be_visible()
    expect(page.get_by_text("Carefully unpack it.")).to_be_visible()
    expect(page.get_by_text("Keep the box for a year.")).to_be_visible()


def test_a_comment_on_a_change_is_answered_and_resolved(
    page: Page, sign_in: SignIn, cast: Cast
) -> None:
    proposal = cast.pending(the_page(), CHANGED)
    as_(page, sign_in, cast.owner, proposal.get_absolute_url())
    page.get_by_text("Comment on this change").first.click()
    expect(page.locator("textarea:visible:focus")).to_have_count(1)
    page.keyboard.type("How gently?")
    page.get_by_role("button", name="Comment", exact=True).locator("visible=true").first.click()
    expect(page.get_by_text("How gently?")).to_be_visible()

    as_(page, sign_in, cast.author, proposal.get_absolute_url())
    page.get_by_text("Answer", exact=True).locator("visible=true").first.click()
    expect(page.locator("textarea:visible:focus")).to_have_count(1)
    page.keyboard.type("With both hands, @Owner.")
    press(page, "Answer")
    expect(page.get_by_text("With both hands")).to_be_visible()
    press(page, "Resolve")
    resolved = proposal.comments.filter(answer_to=None, resolved_by=cast.author)
    until(page, resolved.exists)


@on_both
def test_on_holiday_a_deputy_decides(page: Page, sign_in: SignIn, cast: Cast, screen: Any) -> None:
    page.set_viewport_size(screen)
    proposal = cast.pending(the_page(), CHANGED, note="Screens broke")
    as_(page, sign_in, cast.owner, "/me/deputies/")
    today = timezone.localdate()
    page.get_by_label("Who decides for you").locator("visible=true").last.fill("deputy@example.com")
    page.get_by_label("From").fill(today.isoformat())
    page.get_by_label("Until").fill((today + datetime.timedelta(days=7)).isoformat())
    press(page, "Name the deputy")
    expect(page.get_by_role("heading", name="Who decides for you")).to_be_visible()

    as_(page, sign_in, cast.deputy, "/reviews/")
    page.get_by_role("main").get_by_role("link", name="Set up a laptop").click()
    press(page, "Approve")
    expect(page.get_by_text("Version 2 is live")).to_be_visible()
    page.goto(ADDRESS + "history/")
    expect(page.get_by_text("on behalf of Owner")).to_be_visible()
    proposal.refresh_from_db()
    assert proposal.state == State.APPROVED


def test_several_colleagues_are_asked_by_typing_their_names(
    page: Page, sign_in: SignIn, cast: Cast
) -> None:
    proposal = cast.pending(the_page(), CHANGED)
    as_(page, sign_in, cast.author, proposal.get_absolute_url())
    page.get_by_text("Ask colleagues for their view").click()
    names = page.get_by_label("Colleagues")
    expect(names).to_be_focused()
    page.keyboard.type("reader")
    expect(page.locator("datalist option")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.type("Owner, Deputy")
    page.get_by_role("button", name="Remove Owner").click()
    expect(names).to_be_focused()
    press(page, "Ask them")
    expect(page.get_by_text("no answer yet")).to_have_count(2)
    asked = proposal.consultations.values_list("person__email", flat=True)
    assert sorted(asked) == [cast.deputy.email, cast.reader.email]


def test_four_eyes(page: Page, sign_in: SignIn, cast: Cast) -> None:
    money = cast.article(
        "Expenses", BODY, department=cast.finance, author=cast.reader, owner=cast.treasurer
    )
    as_(page, sign_in, cast.treasurer, money.get_absolute_url() + "propose/")
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)
    text = page.get_by_label("Text", exact=True)
    text.fill(text.input_value().replace("Keep the box", "Keep the receipt"))
    page.get_by_label("What changed and why").fill("Boxes are no receipts")
    press(page, "Submit for approval")
    expect(page.get_by_text("Four eyes are asked for here").first).to_be_visible()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)

    proposal = Proposal.objects.get(author=cast.treasurer)
    as_(page, sign_in, cast.admin, proposal.get_absolute_url())
    press(page, "Approve")
    expect(page.get_by_text("Keep the receipt.")).to_be_visible()


def test_owners_publish_their_own_change_in_one_step(
    page: Page, sign_in: SignIn, cast: Cast
) -> None:
    as_(page, sign_in, cast.owner, ADDRESS + "propose/")
    text = page.get_by_label("Text", exact=True)
    text.fill(CHANGED)
    page.get_by_label("What changed and why").fill("Screens broke")
    press(page, "Publish now")
    expect(page.get_by_text("Unpack it gently.")).to_be_visible()
    page.goto(ADDRESS + "history/")
    expect(page.get_by_text("Own proposal")).to_be_visible()


@on_both
def test_what_somebody_left_is_handed_over(
    page: Page, sign_in: SignIn, cast: Cast, screen: Any
) -> None:
    page.set_viewport_size(screen)
    cast.article("Order a laptop", "Ask for it.")
    cast.equipment.manager = cast.head
    cast.equipment.save()
    deactivate(cast.owner)
    as_(page, sign_in, cast.head, "/inbox/")
    page.get_by_role("main").get_by_role("link", name="Owner").first.click()
    page.get_by_label("Choose Set up a laptop").check()
    page.get_by_label("New owner").fill("deputy@example.com")
    press(page, "Hand over the chosen pages")
    until(page, Transfer.objects.exists)

    as_(page, sign_in, cast.deputy, "/me/offers/")
    page.get_by_role("main").get_by_role("link", name="Set up a laptop").first.click()
    press(page, "Accept")
    until(page, lambda: the_page().owner == cast.deputy)

    as_(page, sign_in, cast.head, f"/me/hand-overs/{HandOver.objects.get().pk}/")
    page.get_by_label("Choose Order a laptop").check()
    page.get_by_label("I take them over").check()
    press(page, "Hand over the chosen pages")
    until(page, lambda: HandOver.objects.get().closed_at is not None)
    assert not Article.objects.filter(owner=cast.owner).exists()


def test_by_keyboard_through_the_queue_and_the_changes(
    page: Page, sign_in: SignIn, cast: Cast
) -> None:
    cast.article("Order a laptop", "Ask for it.")
    first = cast.pending(the_page(), CHANGED)
    other = Article.objects.get(slug="order-a-laptop")
    cast.pending(other, "Ask for it nicely.")
    as_(page, sign_in, cast.owner, "/reviews/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{first.get_absolute_url()}")
    page.keyboard.press("n")
    expect(page.locator(":focus")).to_contain_text("gently")
    page.keyboard.press("n")
    expect(page.locator(":focus")).to_contain_text("for a year")


def test_minor_changes_that_were_read_are_approved_together(
    page: Page, sign_in: SignIn, cast: Cast
) -> None:
    other = cast.article("Order a laptop", "Ask for it.")
    as_(page, sign_in, cast.owner, "/")
    for article, text in ((the_page(), CHANGED), (other, "Ask for it nicely.")):
        page.goto(cast.pending(article, text).get_absolute_url())
    page.goto("/reviews/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    press(page, "Approve")
    until(page, lambda: Article.objects.filter(version=2).count() == 2)


def places(cast: Cast) -> dict[str, list[str]]:
    """Addresses, by who looks at them."""
    article = the_page()
    other = cast.article("Order a laptop", "Ask for it.")
    proposal = cast.pending(article, CHANGED, note="Screens broke")
    conversation.consult(proposal, cast.fresh(cast.author), [cast.reader])
    conversation.comment(proposal, cast.fresh(cast.reader), "How gently?", round=1, part=1)
    transferring.offer(other, cast.fresh(cast.owner), owner=cast.author, note="Yours now")
    deputise(cast.owner, cast.deputy)
    gone = cast.article("Return a laptop", "Bring it.", owner=cast.insider, author=cast.reader)
    conflict = cast.draft(gone, "Bring it in a box.", author=cast.author)
    rival = cast.pending(gone, "Bring it on Friday.", author=cast.reader)
    cast.approve(rival, by=cast.insider)
    deactivate(cast.insider)
    here = proposal.get_absolute_url()
    return {
        "owner": [
            here,
            here + "part/",
            here + "correct/",
            here + "source/",
            here + "rounds/1/",
            "/me/",
            "/me/deputies/",
            "/me/trust/",
            ADDRESS + "confirm/",
            ADDRESS + "hand-over/",
            ADDRESS + "history/",
        ],
        "author": [
            here,
            conflict.get_absolute_url() + "merge/",
            ADDRESS + "propose/",
            "/me/offers/",
            "/me/following/",
        ],
        "admin": [f"/me/hand-overs/{HandOver.objects.get().pk}/"],
    }


@pytest.mark.long
def test_no_page_of_the_approval_has_barriers_or_overflows(
    page: Page, sign_in: SignIn, looks_fine: LooksFine, cast: Cast
) -> None:
    for part, addresses in places(cast).items():
        as_(page, sign_in, getattr(cast, part), "/")
        for address in addresses:
            looks_fine(page, address)
