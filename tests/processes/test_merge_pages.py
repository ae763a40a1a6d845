"""The page where an author chooses between their text and the live one."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from processes import merging
from processes.models import Article, Proposal, State
from processes.workflow import overtaking
from tests.cast import Cast

SignIn = Callable[[User], Client]

BODY = (
    "# Opening\n\nUnlock the gate. Switch on the pumps.\n\n"
    "- Towels\n- Badges\n\n## Closing\n\nLock."
)
LIVE = BODY.replace("the gate", "both gates").replace("Lock.", "Lock twice.")
MINE = BODY.replace("the gate", "<b onclick='x()'>a door</b>").replace("Lock.", "Lock & go.")


@pytest.fixture
def article(cast: Cast) -> Article:
    return cast.article("Opening", BODY)


@pytest.fixture
def draft(cast: Cast, article: Article) -> Proposal:
    """Made from version 1, and clashing with version 2 at two places."""
    draft = cast.draft(article, MINE)
    cast.approve(cast.pending(article, LIVE, author=cast.reader))
    return draft


def url(proposal: Proposal, name: str = "proposal_merge") -> str:
    return reverse(name, args=[proposal.pk])


def sent(page: HttpResponse, *chosen: str, **more: object) -> dict[str, object]:
    """The page's form as a browser would send it, with a choice for each place in turn."""
    text = page.content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', text)
    data: dict[str, object] = {"seen": unescape(seen[1]) if seen else ""}
    for name, value in re.findall(r'<textarea name="([^"]+)"[^>]*>\n(.*?)</textarea>', text, re.S):
        data[name] = unescape(value).replace("\n", "\r\n")
    names = dict.fromkeys(re.findall(r'name="(choice-[^"]+)"', text))
    data |= dict(zip(names, chosen, strict=False))
    return data | more


def test_both_texts_stand_beside_each_other_with_nothing_run(
    cast: Cast, draft: Proposal, as_: SignIn
) -> None:
    page = as_(cast.author).get(url(draft))
    text = page.content.decode()
    assert page.status_code == 200
    assert page.context["form"].conflicts.version == 2
    assert text.count('value="live"') == text.count('value="mine"') == 2
    assert " checked" not in text
    assert "Unlock <mark>both gates</mark>. " in text
    assert "<b onclick" not in text
    assert "&lt;b onclick" in text
    assert "in “Closing”" in text
    assert "- Badges" in text
    assert text.count("What it said when you began") == 2


def test_what_was_chosen_is_the_draft_on_the_live_version(
    cast: Cast, draft: Proposal, as_: SignIn
) -> None:
    author = as_(cast.author)
    data = sent(author.get(url(draft)), "live", "own", action="save")
    own = next(reversed([name for name in data if name.startswith("own-")]))
    saved = author.post(url(draft), data | {own: "\r\nLock, and go.\r\n"})
    assert (saved.status_code, saved.url) == (302, url(draft, "proposal_edit"))
    draft.refresh_from_db()
    assert (draft.state, draft.base_version) == (State.DRAFT, 2)
    assert draft.body == LIVE.replace("Lock twice.", "Lock, and go.")
    assert draft.note == "Made it clearer"
    # The same once more, from a double click: it is there, and nobody is asked anything.
    again = author.post(url(draft), data | {own: "Lock, and go."})
    assert (again.status_code, again.url) == (302, url(draft, "proposal_edit"))
    # Sent by the back button with other words: they are not lost.
    back = author.post(url(draft), data | {own: "Lock the <safe>."})
    assert back.status_code == 409
    assert "Lock the &lt;safe&gt;." in back.content.decode()


def test_it_can_be_submitted_from_there(cast: Cast, draft: Proposal, as_: SignIn) -> None:
    author = as_(cast.author)
    done = author.post(url(draft), sent(author.get(url(draft)), "mine", "mine", action="submit"))
    assert (done.status_code, done.url) == (302, draft.get_absolute_url())
    draft.refresh_from_db()
    assert (draft.state, draft.base_version, draft.body) == (State.PENDING, 2, MINE)
    assert author.get(url(draft)).url == draft.get_absolute_url()


def test_a_missing_choice_keeps_the_others(cast: Cast, draft: Proposal, as_: SignIn) -> None:
    author = as_(cast.author)
    data = sent(author.get(url(draft)), "own", action="submit")
    own = next(name for name in data if name.startswith("own-"))
    page = author.post(url(draft), data | {own: "Unlock <all>."})
    text = page.content.decode()
    assert page.status_code == 422
    assert text.count("Choose which text stays.") == 2  # in the summary and at its place
    assert text.count(" checked") == 1
    assert "Unlock &lt;all&gt;." in text
    draft.refresh_from_db()
    assert (draft.base_version, draft.body) == (1, MINE)


def test_a_page_that_moves_on_again_asks_only_what_changed(
    cast: Cast, draft: Proposal, article: Article, as_: SignIn
) -> None:
    author = as_(cast.author)
    data = sent(author.get(url(draft)), "own", "mine", action="submit")
    own = [name for name in data if name.startswith("own-")]
    data |= {own[0]: "Unlock all."}
    again = LIVE.replace("both gates", "three gates")
    cast.approve(cast.pending(article, again, author=cast.reader))
    page = author.post(url(draft), data)
    text = page.content.decode()
    assert page.status_code == 422
    assert text.count("changed here once more") == 2
    assert text.count(" checked") == 1
    assert "Unlock all." in text
    assert "three gates" in text
    # The rest of the text is written anew: his words have no place any more, and are still there.
    cast.approve(cast.pending(article, "Ask the desk.", author=cast.reader))
    page = author.post(url(draft), sent(page, "own", "mine", action="submit"))
    assert page.status_code == 422
    assert page.context["kept"] == ["Unlock all."]
    done = author.post(url(draft), sent(page, "mine", action="submit"))
    assert done.status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.base_version) == (State.PENDING, 4)


def test_titles_and_texts_taken_out_are_places_too(
    cast: Cast, article: Article, as_: SignIn
) -> None:
    draft = cast.draft(article, BODY.replace("- Badges\n", ""), title="Opening hours")
    live = BODY.replace("Badges", "Cards")
    cast.approve(cast.pending(article, live, title="Opening the hall", author=cast.reader))
    author = as_(cast.author)
    page = author.get(url(draft))
    assert "You took it out" in page.content.decode()
    refused = author.post(url(draft), data := sent(page, "own", "mine", action="save"))
    assert refused.status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.body) == ("Opening hours", BODY.replace("- Badges\n", ""))
    assert data


def test_a_title_in_ones_own_words_is_checked(cast: Cast, article: Article, as_: SignIn) -> None:
    draft = cast.draft(article, BODY, title="Opening hours")
    cast.approve(cast.pending(article, BODY, title="Opening the hall", author=cast.reader))
    author = as_(cast.author)
    data = sent(author.get(url(draft)), "own", action="save")
    own = next(name for name in data if name.startswith("own-"))
    for title in (" \u200b ", "x" * 121, "nul\x00"):
        assert author.post(url(draft), data | {own: title}).status_code == 422
    assert author.post(url(draft), data | {own: " Opening \r\n times "}).status_code == 302
    draft.refresh_from_db()
    assert draft.title == "Opening times"


def test_two_additions_can_both_stay(cast: Cast, article: Article, as_: SignIn) -> None:
    draft = cast.draft(article, BODY + "\n\nMine.")
    cast.approve(cast.pending(article, BODY + "\n\nTheirs.", author=cast.reader))
    author = as_(cast.author)
    page = author.get(url(draft))
    assert "Both: the live text, then yours" in page.content.decode()
    author.post(url(draft), sent(page, "both", action="save"))
    draft.refresh_from_db()
    assert draft.body == BODY + "\n\nTheirs.\n\nMine."


def test_what_fits_or_waits_has_nothing_to_choose(
    cast: Cast, article: Article, as_: SignIn
) -> None:
    draft = cast.draft(article, BODY.replace("Towels", "Robes"))
    author = as_(cast.author)
    assert author.get(url(draft)).url == url(draft, "proposal_edit")
    cast.approve(cast.pending(article, LIVE, author=cast.reader))
    assert author.get(url(draft)).url == url(draft, "proposal_edit")


def test_only_the_author_chooses(cast: Cast, draft: Proposal, as_: SignIn) -> None:
    for person in (cast.owner, cast.reader, cast.admin):
        assert as_(person).get(url(draft)).status_code == 404
        assert as_(person).post(url(draft), {}).status_code == 404


def test_who_waits_for_the_job_can_have_it_done(cast: Cast, article: Article, as_: SignIn) -> None:
    fits = cast.pending(article, BODY.replace("Towels", "Robes"))
    clashes = cast.pending(article, MINE, author=cast.head)
    cast.approve(cast.pending(article, LIVE, author=cast.reader))
    moved = merging.moved(cast.fresh(cast.owner), Proposal.objects.get(pk=fits.pk))
    assert (moved.base, moved.live, moved.may_catch_up, moved.may_edit) == (1, 2, True, False)
    assert as_(cast.reader).post(url(fits, "proposal_catch_up")).status_code == 404
    assert as_(cast.admin).post(url(fits, "proposal_catch_up")).status_code == 403
    assert as_(cast.owner).get(url(fits, "proposal_catch_up")).status_code == 405
    done = as_(cast.owner).post(url(fits, "proposal_catch_up"))
    assert done.url == fits.get_absolute_url()
    fits.refresh_from_db()
    assert (fits.state, fits.base_version) == (State.PENDING, 2)
    assert merging.moved(cast.fresh(cast.owner), Proposal.objects.get(pk=fits.pk)).is_merged
    assert as_(cast.head).post(url(clashes, "proposal_catch_up")).url == url(clashes)
    assert as_(cast.head).get(url(clashes)).status_code == 200
    refused = as_(cast.head).post(url(clashes, "proposal_catch_up"))
    assert refused.status_code == 409
    overtaking.catch_up(article.pk)
