"""What nobody types, but somebody sends: the answer is a page, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from processes.models import Proposal, State
from tests.cast import Cast

As = Callable[[User], Client]
ADDRESS = "/equipment/set-up-a-laptop/"


def fields(**changed: object) -> dict[str, object]:
    return {
        "title": "Set up a laptop",
        "body": "Unpack it.\n\nSwitch it on.",
        "note": "Shorter",
        "significance": "minor",
        "base_version": 1,
        "action": "submit",
        **changed,
    }


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**30, int("9" * 4000)])
def test_versions_with_impossible_numbers_are_not_there(cast: Cast, as_: As, number: int) -> None:
    cast.article()
    assert as_(cast.reader).get(f"{ADDRESS}history/{number}/").status_code == 404


def test_a_form_opened_with_a_damaged_address_is_an_empty_form(cast: Cast, as_: As) -> None:
    response = as_(cast.reader).get("/new/?template=%00&department=%00&title=a%00b")
    assert response.status_code == 200
    assert b"\nab</textarea>" in response.content


@pytest.mark.parametrize("title", ["\u200b", "\u202e\u202c", "\x01", "\u00ad", "\u200d"])
def test_a_title_that_nobody_sees_is_no_title(cast: Cast, as_: As, title: str) -> None:
    cast.article()
    response = as_(cast.reader).post(ADDRESS + "propose/", fields(title=title))
    assert response.status_code == 422
    assert b"Set up a laptop" in response.content


def test_signs_that_would_turn_the_rest_of_the_page_round_are_dropped(cast: Cast, as_: As) -> None:
    cast.article()
    as_(cast.reader).post(
        ADDRESS + "propose/", fields(title="Set\u202e up\x07", summary="\u2066", note="a\u202eb")
    )
    proposal = Proposal.objects.get(author=cast.reader)
    assert (proposal.title, proposal.summary, proposal.note) == ("Set up", "", "ab")


def test_persian_names_and_emoji_keep_their_joiners(cast: Cast, as_: As) -> None:
    cast.article()
    title = "می\u200cخواهم \U0001f469\u200d\U0001f4bb"
    as_(cast.reader).post(ADDRESS + "propose/", fields(title=title))
    assert Proposal.objects.get(author=cast.reader).title == title


def test_whoever_submits_no_change_goes_on_with_the_draft_that_was_saved(
    cast: Cast, as_: As
) -> None:
    cast.article()
    client = as_(cast.reader)
    first = client.post(ADDRESS + "propose/", fields(), follow=True)
    draft = Proposal.objects.get(author=cast.reader)
    assert first.redirect_chain[-1][0] == f"/proposals/{draft.pk}/edit/"
    assert b"Nothing differs" in first.content
    client.post(f"/proposals/{draft.pk}/edit/", fields(body="Unpack it with care."))
    draft.refresh_from_db()
    assert (draft.state, draft.body) == (State.PENDING, "Unpack it with care.")
