"""Bringing an old version back: a proposal like any other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from processes import workflow
from processes.models import Article, Decision, Proposal, State
from processes.publishing import Content
from tests.cast import Cast

As = Callable[[User], Client]


@pytest.fixture
def article(cast: Cast) -> Article:
    """Two versions: the second has another title and says something else."""
    article = cast.article(body="Unpack it.", summary="All about it.")
    cast.approve(cast.pending(article, "Leave it.", title="Laptops", significance="major"))
    article.refresh_from_db()
    return article


def restore(client: Client, article: Article, number: int = 1) -> tuple[int, str]:
    response = client.post(f"{article.get_absolute_url()}history/{number}/restore/")
    return response.status_code, response.headers.get("Location", "")


def test_an_old_version_becomes_a_draft_that_goes_through_approval(
    cast: Cast, as_: As, article: Article
) -> None:
    client = as_(cast.author)
    page = client.get(f"{article.get_absolute_url()}history/1/").content.decode()
    assert "Propose this text again" in page
    status, address = restore(client, article)
    draft = Proposal.objects.get(author=cast.author, state=State.DRAFT)
    assert (status, address) == (302, f"/proposals/{draft.pk}/edit/")
    assert Content.of(draft) == Content("Set up a laptop", "All about it.", "Unpack it.", {})
    assert (draft.restores, draft.note) == (1, "Brings back version 1")
    assert (draft.base_version, draft.significance) == (2, "major")
    article.refresh_from_db()
    assert (article.version, article.body) == (2, "Leave it.")  # readers see what they saw
    editor = client.get(address).content.decode()
    assert "Unpack it." in editor
    assert "as a draft that you alone see" in editor
    # A double click leads to the same draft.
    assert restore(client, article) == (302, address)
    cast.submit(draft)
    draft.refresh_from_db()
    review = as_(cast.owner).get(draft.get_absolute_url()).content.decode()
    assert "Brings back <a" in review
    assert "proposed to bring back version 1" in review
    cast.approve(draft)
    article.refresh_from_db()
    assert (article.version, article.body, article.title) == (3, "Unpack it.", "Set up a laptop")
    assert Decision.objects.published().filter(article=article).count() == 3
    log = as_(cast.owner).get(f"{article.get_absolute_url()}history/").content.decode()
    assert "Brings back version 1" in log
    assert "proposed to bring back version 1" in log
    last = as_(cast.reader).get(f"{article.get_absolute_url()}history/3/").content.decode()
    assert "Brings back version 1" in last


def test_whoever_has_a_proposal_already_is_told_and_loses_nothing(
    cast: Cast, as_: As, article: Article
) -> None:
    mine = cast.draft(article, "What I <b>wrote</b>.", title="My <i>title</i>")
    status, _address = restore(as_(cast.author), article)
    page = as_(cast.author).post(f"{article.get_absolute_url()}history/1/restore/")
    assert status == page.status_code == 409
    text = page.content.decode()
    assert "You have a proposal to this page already" in text
    assert "My &lt;i&gt;title&lt;/i&gt;" in text
    assert f"/proposals/{mine.pk}/edit/" in text
    mine.refresh_from_db()
    assert (mine.body, mine.restores) == ("What I <b>wrote</b>.", None)
    cast.submit(mine)
    assert restore(as_(cast.author), article)[0] == 409
    assert Proposal.objects.filter(author=cast.author, state=State.PENDING).count() == 1
    # It is theirs alone: others are not in the way.
    assert restore(as_(cast.reader), article)[0] == 302


def test_what_cannot_be_brought_back_is_refused_and_changes_nothing(
    cast: Cast, as_: As, article: Article
) -> None:
    client = as_(cast.reader)
    assert restore(client, article, 2)[0] == 409  # the live one
    assert restore(client, article, 3)[0] == 404
    assert restore(client, article, 10**12)[0] == 404
    assert client.get(f"{article.get_absolute_url()}history/1/restore/").status_code == 405
    live = client.get(f"{article.get_absolute_url()}history/2/").content.decode()
    assert "Propose this text again" not in live
    workflow.archive(article, cast.fresh(cast.owner), reason="Out of use")
    assert restore(client, article)[0] == 403
    old = client.get(f"{article.get_absolute_url()}history/1/").content.decode()
    assert "Propose this text again" not in old
    with pytest.raises(workflow.NotAllowed):
        workflow.bring_back(article, cast.fresh(cast.reader), 1)
    assert not Proposal.objects.filter(restores__isnull=False).exists()


def test_a_minor_change_taken_back_is_minor_and_another_text_is_still_told(
    cast: Cast, as_: As, article: Article
) -> None:
    cast.approve(cast.pending(article, "Leave it be."))
    article.refresh_from_db()
    draft = workflow.bring_back(article, cast.fresh(cast.author), 2)
    assert draft.significance == "minor"
    content = Content(draft.title, draft.summary, "Something else.")
    workflow.edit(draft, cast.fresh(cast.author), workflow.Change(content, base_version=3))
    draft.refresh_from_db()
    assert draft.restores == 2
