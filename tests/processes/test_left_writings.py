"""Somebody left in the middle of writing: whoever hands over goes on with it, and sees no more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts import leaving
from accounts.models import Notification, User
from processes import workflow
from processes.integrity import check_all
from processes.models import Article, HandOver, Proposal, State, WorkingCopy
from processes.models.working_copy import ENDED
from processes.workflow import handing_over
from processes.working_copies import left_behind
from tests.cast import Cast

As = Callable[[User], Client]


def writing(author: User, article: Article | None = None, **values: str) -> WorkingCopy:
    told = {"title": "Set up a laptop", "body": "Half a sen", **values}
    base = article.version if article else 0
    return WorkingCopy.objects.create(
        author=author, article=article, values=told, revision=3, base_version=base
    )


def left(cast: Cast, person: User) -> HandOver:
    leaving.deactivate(person, cast.fresh(cast.admin))
    return HandOver.objects.get(person=person)


def texts(hand_over: HandOver, user: User) -> list[str]:
    found = left_behind.unfinished(hand_over, User.objects.get(pk=user.pk))
    return [text.content.body for text in found]


def test_a_text_in_the_editor_is_kept_for_who_hands_over(cast: Cast, as_: As) -> None:
    page = cast.article()
    copy = writing(cast.author, page, note="<b>Why</b>")
    hand_over = left(cast, cast.author)
    told = Notification.objects.filter(user=cast.owner).latest("pk")
    assert told.text == "Author left. 1 text can be taken over as drafts."
    address = f"/me/hand-overs/{hand_over.pk}/texts/copy-{copy.key}/"
    browser = as_(cast.owner)
    assert address in browser.get(f"/me/hand-overs/{hand_over.pk}/").content.decode()
    shown = browser.get(address).content.decode()
    assert "Half a sen" in shown
    assert "&lt;b&gt;Why" in shown
    assert "<b>Why" not in shown
    for stranger in (cast.reader, cast.deputy, cast.treasurer):
        assert as_(stranger).get(address).status_code == 404
        assert as_(stranger).post(address).status_code == 404
    answer = browser.post(address)
    draft = Proposal.objects.get(author=cast.owner)
    assert answer.status_code == 302
    assert answer["Location"] == f"/proposals/{draft.pk}/edit/"
    assert (draft.body, draft.state, draft.base_version) == ("Half a sen", State.DRAFT, 1)
    assert draft.note == f"<b>Why</b> Begun by somebody who left (hand-over {hand_over.pk})."
    copy.refresh_from_db()
    assert copy.revision == ENDED
    assert not copy.values
    hand_over.refresh_from_db()
    assert hand_over.closed_at is not None  # nothing else was left
    assert browser.post(address).status_code == 404
    assert Proposal.objects.count() == 2


def test_of_a_draft_that_was_written_on_the_newer_text_counts(cast: Cast) -> None:
    page = cast.article()
    draft = cast.draft(page, "Saved.")
    writing(cast.author, page, body="Written on.")
    hand_over = left(cast, cast.author)
    assert texts(hand_over, cast.owner) == ["Written on."]
    [text] = left_behind.unfinished(hand_over, cast.fresh(cast.owner))
    taken = left_behind.take_over(hand_over, cast.fresh(cast.owner), text.key)
    draft.refresh_from_db()
    assert (draft.state, taken.body) == (State.WITHDRAWN, "Written on.")
    with pytest.raises(workflow.WrongState):
        left_behind.take_over(hand_over, cast.fresh(cast.owner), text.key)
    assert list(check_all()) == []


def test_a_new_page_goes_on_under_another_author(cast: Cast, as_: As) -> None:
    draft = cast.new_page("Phones", "Drafted.")
    begun = writing(cast.author, title="Vans", department=str(cast.equipment.pk))
    writing(cast.author, title="Minutes", department=str(cast.board.pk))
    hand_over = left(cast, cast.author)
    owner = cast.fresh(cast.owner)
    assert sorted(text.title for text in left_behind.unfinished(hand_over, owner)) == [
        "Phones",
        "Vans",
    ]
    taken = left_behind.take_over(hand_over, owner, f"draft-{draft.pk}")
    assert (taken.pk, taken.author) == (draft.pk, cast.owner)
    vans = left_behind.take_over(hand_over, owner, f"copy-{begun.key}")
    assert vans.article.department == cast.equipment
    assert vans.title == "Vans"
    assert cast.submit(taken).state == State.PENDING
    assert list(check_all()) == []


def test_a_text_without_a_title_is_there_to_be_copied(cast: Cast, as_: As) -> None:
    copy = writing(cast.author, title=" ", department=str(cast.equipment.pk))
    hand_over, browser = left(cast, cast.author), as_(cast.admin)
    address = f"/me/hand-overs/{hand_over.pk}/texts/copy-{copy.key}/"
    shown = browser.get(address).content.decode()
    assert "It has no title yet" in shown
    assert f"?department={cast.equipment.slug}" in shown
    assert "Take it over" not in shown
    assert browser.post(address).status_code == 409


def test_nothing_else_and_nobody_else(cast: Cast) -> None:
    page = cast.article()
    secret = cast.article("Minutes", department=cast.board, owner=cast.insider, author=cast.insider)
    User.objects.filter(pk=cast.insider.pk).update(department=cast.equipment)
    cast.insider.refresh_from_db()
    writing(cast.insider, secret, body="Not for the owner of Equipment.")
    writing(cast.insider, page, body="For them.")
    assert not HandOver.objects.exists()
    hand_over = left(cast, cast.insider)
    assert texts(hand_over, cast.owner) == ["For them."]
    assert len(texts(hand_over, cast.admin)) == 2
    assert texts(hand_over, cast.insider) == texts(hand_over, cast.reader) == []
    # Their own proposal to that page comes first.
    cast.draft(page, "Mine.", author=cast.owner)
    key = left_behind.unfinished(hand_over, cast.fresh(cast.owner))[0].key
    with pytest.raises(workflow.AlreadyOpen):
        left_behind.take_over(hand_over, cast.fresh(cast.owner), key)
    # Closed, or back: it is nobody's but theirs.
    cast.fresh(cast.admin)
    Article.objects.filter(owner=cast.insider).update(owner=cast.head)
    handing_over.close(hand_over, cast.fresh(cast.admin))
    hand_over.refresh_from_db()
    assert texts(hand_over, cast.admin) == []


def test_whoever_comes_back_has_their_text_again(cast: Cast) -> None:
    copy = writing(cast.author, cast.article())
    hand_over = left(cast, cast.author)
    leaving.reactivate(cast.author)
    assert texts(hand_over, cast.owner) == []
    copy.refresh_from_db()
    assert copy.values["body"] == "Half a sen"
