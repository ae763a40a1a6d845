"""The pages as a browser asks for them: who may, what they say, what they never lose."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from processes import workflow
from processes.models import Article, Proposal, State
from tests.cast import Cast

As = Callable[[User], Client]
ADDRESS = "/equipment/set-up-a-laptop/"


def fields(**changes: object) -> dict[str, object]:
    return {
        "title": "Set up a laptop",
        "summary": "From box to first log-in.",
        "body": "Unpack it.\r\n\r\nPlug in the dock.",
        "note": "The dock was missing",
        "significance": "minor",
        "base_version": "1",
        "action": "submit",
        **changes,
    }


def approval(proposal: Proposal, **changes: object) -> dict[str, object]:
    return {
        "digest": proposal.digest,
        "base_version": proposal.base_version,
        "significance": proposal.significance,
        **changes,
    }


def test_the_story_propose_approve_read(cast: Cast, as_: As) -> None:
    cast.article()
    response = as_(cast.reader).post(ADDRESS + "propose/", fields())
    proposal = Proposal.objects.get(author=cast.reader)
    assert response["Location"] == proposal.get_absolute_url()
    assert proposal.state == State.PENDING
    assert proposal.body == "Unpack it.\n\nPlug in the dock."
    owner = as_(cast.owner)
    assert b"Plug in the dock" not in owner.get(ADDRESS).content
    assert b"Plug in the dock" in owner.get(proposal.get_absolute_url()).content
    response = owner.post(f"/proposals/{proposal.pk}/approve/", approval(proposal), follow=True)
    assert response.redirect_chain == [(ADDRESS, 302)]
    assert b"Plug in the dock" in response.content
    assert b"Version 2 is live" in response.content


def test_a_new_page_is_proposed_and_published(cast: Cast, as_: As) -> None:
    data = fields(
        title="Set up a phone",
        department=cast.equipment.pk,
        kind="expertise",
        topic="product",
        base_version=0,
    )
    as_(cast.reader).post("/new/", data)
    proposal = Proposal.objects.get()
    assert as_(cast.author).get("/equipment/set-up-a-phone/").status_code == 404
    assert as_(cast.reader).get("/equipment/set-up-a-phone/").status_code == 302
    as_(cast.owner).post(f"/proposals/{proposal.pk}/approve/", approval(proposal))
    assert as_(cast.author).get("/equipment/set-up-a-phone/").status_code == 200
    assert Article.objects.get().topic == "product"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": " "}, "Give the page a title"),
        ({"title": "x" * 121}, "at most 120 characters"),
        ({"body": "é" * 205_000}, "at most 400 KB"),
        ({"body": " \n "}, "Write the text"),
        ({"note": ""}, "what changed and why"),
        ({"note": "x" * 501}, "at most 500 characters"),
        ({"significance": "huge"}, "not one of the available choices"),
        ({"summary": "nul \x00 byte"}, "Null characters are not allowed"),
    ],
)
def test_a_refused_form_says_why_and_keeps_the_text(
    cast: Cast, as_: As, changes: dict[str, object], message: str
) -> None:
    cast.article()
    response = as_(cast.reader).post(ADDRESS + "propose/", fields(**changes))
    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    kept = "é" * 1000 if "body" in changes and len(str(changes["body"])) > 9 else "From box"
    assert kept in page or "summary" in changes
    assert Proposal.objects.filter(author=cast.reader).count() == 0


def test_a_draft_may_be_unfinished(cast: Cast, as_: As) -> None:
    cast.article()
    as_(cast.reader).post(ADDRESS + "propose/", fields(action="save", note="", body=""))
    assert Proposal.objects.get(author=cast.reader).state == State.DRAFT


def test_a_double_submit_makes_one_proposal(cast: Cast, as_: As) -> None:
    cast.article()
    client = as_(cast.reader)
    first = client.post(ADDRESS + "propose/", fields())
    second = client.post(ADDRESS + "propose/", fields())
    assert second.status_code == 302
    assert second["Location"] == first["Location"]
    assert Proposal.objects.filter(author=cast.reader).count() == 1


def test_a_second_tab_with_another_text_keeps_it_on_the_page(cast: Cast, as_: As) -> None:
    cast.article()
    client = as_(cast.reader)
    client.post(ADDRESS + "propose/", fields(action="save"))
    response = client.post(ADDRESS + "propose/", fields(body="Two hours of other work."))
    assert response.status_code == 409
    assert b"Two hours of other work." in response.content
    assert b"already have an open proposal" in response.content


def test_a_text_for_a_proposal_submitted_in_another_tab_is_kept(cast: Cast, as_: As) -> None:
    proposal = cast.pending(cast.article(), "Better.")
    client = as_(cast.author)
    response = client.post(f"/proposals/{proposal.pk}/edit/", fields(body="An hour of work."))
    assert response.status_code == 409
    assert b"An hour of work." in response.content
    proposal.refresh_from_db()
    assert proposal.body == "Better."


def test_whoever_has_an_open_proposal_goes_on_with_it(cast: Cast, as_: As) -> None:
    draft = cast.draft(cast.article(), "Text")
    client = as_(cast.author)
    assert client.get(ADDRESS + "propose/")["Location"] == f"/proposals/{draft.pk}/edit/"
    cast.submit(draft)
    assert client.get(ADDRESS + "propose/")["Location"] == f"/proposals/{draft.pk}/"


def test_a_double_approval_takes_effect_once_and_is_explained(cast: Cast, as_: As) -> None:
    article = cast.article()
    proposal = cast.pending(article, "Better.")
    owner = as_(cast.owner)
    owner.post(f"/proposals/{proposal.pk}/approve/", approval(proposal))
    second = owner.post(f"/proposals/{proposal.pk}/approve/", approval(proposal))
    assert second.status_code == 409
    assert b"This proposal is approved" in second.content
    article.refresh_from_db()
    assert article.version == 2


def test_an_approval_of_something_else_than_was_read_is_refused(cast: Cast, as_: As) -> None:
    proposal = cast.pending(cast.article(), "Better.")
    data = approval(proposal, digest="0" * 64)
    response = as_(cast.owner).post(f"/proposals/{proposal.pk}/approve/", data)
    assert response.status_code == 409
    assert b"changed after you opened it" in response.content


def test_the_page_moved_on_is_explained_with_a_way_on(cast: Cast, as_: As) -> None:
    article = cast.article()
    rival = cast.pending(article, "Rival text.", author=cast.reader)
    cast.approve(cast.pending(article, "Better."))
    owner = as_(cast.owner)
    page = owner.get(rival.get_absolute_url()).content
    assert b"compare/?from=1&amp;to=2" in page
    response = owner.post(f"/proposals/{rival.pk}/approve/", approval(rival))
    assert response.status_code == 409
    assert b"version 2 is live now" in response.content
    assert b"compare/?from=1&amp;to=2" in response.content


def test_where_texts_clash_the_author_chooses_and_saving_takes_it_into_account(
    cast: Cast, as_: As
) -> None:
    article = cast.article()
    rival = cast.draft(article, "Rival text.", author=cast.reader)
    cast.approve(cast.pending(article, "Better."))
    reader = as_(cast.reader)
    edit = f"/proposals/{rival.pk}/edit/"
    assert reader.get(edit)["Location"] == f"/proposals/{rival.pk}/merge/"
    response = reader.post(edit, fields(body="Better rival text.", base_version=2))
    rival.refresh_from_db()
    assert response.status_code == 302
    assert (rival.state, rival.base_version) == (State.PENDING, 2)


def test_a_submission_on_a_page_that_moved_is_kept_as_a_draft(cast: Cast, as_: As) -> None:
    article = cast.article()
    cast.approve(cast.pending(article, "Better."))
    response = as_(cast.reader).post(ADDRESS + "propose/", fields(), follow=True)
    proposal = Proposal.objects.get(author=cast.reader)
    assert proposal.state == State.DRAFT
    assert b"Plug in the dock." in response.content
    assert b"Saved, but not submitted" in response.content


def test_a_reason_is_asked_for(cast: Cast, as_: As) -> None:
    proposal = cast.pending(cast.article(), "Better.")
    for verb in ("return", "decline"):
        response = as_(cast.owner).post(f"/proposals/{proposal.pk}/{verb}/", {"comment": " "})
        assert response.status_code == 422
        assert b"Tell the author why." in response.content


def test_the_author_reads_the_reason(cast: Cast, as_: As) -> None:
    proposal = cast.pending(cast.article(), "Better.")
    as_(cast.owner).post(f"/proposals/{proposal.pk}/return/", {"comment": "Which dock is it?"})
    author = as_(cast.author)
    assert b"Which dock is it?" in author.get(proposal.get_absolute_url()).content
    assert b"Which dock is it?" in author.get(f"/proposals/{proposal.pk}/edit/").content


@pytest.mark.parametrize("part", ["reader", "outsider", "treasurer"])
@pytest.mark.parametrize(
    "verb", ["", "edit/", "submit/", "withdraw/", "take-back/", "approve/", "return/", "decline/"]
)
def test_a_proposal_is_404_for_those_it_does_not_concern(
    cast: Cast, as_: As, part: str, verb: str
) -> None:
    proposal = cast.pending(cast.article(), "Better.")
    client = as_(getattr(cast, part))
    ask = client.get if verb in ("", "edit/") else client.post
    response = ask(f"/proposals/{proposal.pk}/{verb}")
    assert response.status_code == 404
    assert b"Better." not in response.content


@pytest.mark.parametrize("part", ["head", "admin"])
@pytest.mark.parametrize("verb", ["approve", "return", "decline"])
def test_those_who_may_read_but_not_decide_get_403(
    cast: Cast, as_: As, part: str, verb: str
) -> None:
    proposal = cast.pending(cast.article(), "Better.")
    data = {**approval(proposal), "comment": "Because"}
    response = as_(getattr(cast, part)).post(f"/proposals/{proposal.pk}/{verb}/", data)
    assert response.status_code == 403
    proposal.refresh_from_db()
    assert proposal.state == State.PENDING


def test_a_draft_is_its_authors_alone(cast: Cast, as_: As) -> None:
    draft = cast.draft(cast.article(), "Half a thought.")
    assert as_(cast.author).get(draft.get_absolute_url()).status_code == 200
    assert as_(cast.owner).get(draft.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "verb", ["submit", "withdraw", "take-back", "approve", "return", "decline"]
)
def test_nothing_changes_by_a_get(cast: Cast, as_: As, verb: str) -> None:
    proposal = cast.pending(cast.article(), "Better.")
    assert as_(cast.owner).get(f"/proposals/{proposal.pk}/{verb}/").status_code == 405


def test_an_archived_page_offers_no_proposal(cast: Cast, as_: As) -> None:
    article = cast.article()
    Article.objects.update(archived_at=article.published_at)
    client = as_(cast.reader)
    assert client.get(ADDRESS).status_code == 200
    assert client.get(ADDRESS + "propose/").status_code == 404
    assert client.post(ADDRESS + "propose/", fields()).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere/",
        "/equipment/nothing/",
        "/proposals/999999/",
        "/people/999999/",
        ADDRESS + "history/9/",
        ADDRESS + "compare/?from=x&to=y",
        ADDRESS + "compare/?from=1&to=9",
        ADDRESS + "compare/?from=99999999999999999999&to=1",
        "/attachments/00000000-0000-0000-0000-000000000000/x.png",
        "/proposals/99999999999999999999999/",
    ],
)
def test_an_unknown_address_is_a_helpful_404(cast: Cast, as_: As, address: str) -> None:
    cast.article()
    response = as_(cast.reader).get(address)
    assert response.status_code == 404
    assert b'action="/search/"' in response.content


HOSTILE = '<script>alert("x")</script>'


def test_hostile_text_in_every_field_stays_text(cast: Cast, as_: As) -> None:
    data = fields(
        title=HOSTILE,
        summary=HOSTILE,
        note=HOSTILE,
        exception=HOSTILE,
        facts_trigger=HOSTILE,
        facts_inputs=HOSTILE,
        body=f"{HOSTILE}\n\n[x](javascript:alert(1)) <img src=x onerror=alert(1)>",
        department=cast.equipment.pk,
        kind="process",
        base_version=0,
    )
    cast.author.name = HOSTILE
    cast.author.save()
    as_(cast.author).post("/new/", data)
    proposal = Proposal.objects.get()
    owner = as_(cast.owner)
    seen = [owner.get(proposal.get_absolute_url()), owner.get("/reviews/")]
    data = {"digest": proposal.digest, "base_version": 0, "significance": "major"}
    data["override"] = HOSTILE
    seen.append(owner.post(f"/proposals/{proposal.pk}/approve/", data, follow=True))
    address = Article.objects.get().get_absolute_url()
    for page in ("history/", "history/1/", "compare/", "propose/"):
        seen.append(owner.get(address + page))
    seen += [owner.get("/"), owner.get("/equipment/"), owner.get("/search/?q=script")]
    seen.append(owner.get("/search/", {"q": HOSTILE}))
    seen.append(owner.get(f"/people/{cast.author.pk}/"))
    for response in seen:
        page = response.content.decode()
        assert response.status_code == 200
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page


def test_titles_are_unique_within_a_department(cast: Cast, as_: As) -> None:
    cast.article()
    data = fields(department=cast.equipment.pk, kind="process", base_version=0)
    response = as_(cast.reader).post("/new/", {**data, "title": "set UP a läptop"})
    assert response.status_code == 422
    assert b"Propose a change to it instead" in response.content


def test_a_returned_proposal_is_resubmitted_in_the_same_thread(cast: Cast, as_: As) -> None:
    proposal = cast.pending(cast.article(), "Better.")
    workflow.return_to_author(proposal, cast.owner, "Which dock?")
    client = as_(cast.author)
    client.post(f"/proposals/{proposal.pk}/edit/", fields(body="The grey dock."))
    proposal.refresh_from_db()
    assert (proposal.state, proposal.round) == (State.PENDING, 2)


def test_take_back_opens_the_form_again(cast: Cast, as_: As) -> None:
    proposal = cast.pending(cast.article(), "Better.")
    response = as_(cast.author).post(f"/proposals/{proposal.pk}/take-back/")
    assert response["Location"] == f"/proposals/{proposal.pk}/edit/"


def test_a_text_sent_to_an_old_address_arrives(cast: Cast, as_: As) -> None:
    article = cast.article()
    details = workflow.Details(cast.operations, "laptops", article.owner, article.kind, "")
    workflow.change_details(article, cast.admin, details)
    response = as_(cast.reader).post(ADDRESS + "propose/", fields(), follow=True)
    assert response.redirect_chain[0] == ("/operations/laptops/propose/", 308)
    assert Proposal.objects.get(author=cast.reader).state == State.PENDING
