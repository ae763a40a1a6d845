"""The page of a proposal, and the decisions taken on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from processes import workflow
from processes.models import Article, Comment, Manner, Origin, Proposal, State
from processes.views import parts
from processes.workflow import Change, Content
from tests.cast import Cast

As = Callable[[User], Client]

PARAGRAPHS = "".join(f"Step {number} stays as it is.\n\n" for number in range(9))
HOSTILE = "<img src=x onerror=alert(1)> & </script><b>"


def address(name: str, proposal: Proposal, *more: int) -> str:
    return reverse(name, args=[proposal.pk, *more])


def marks(proposal: Proposal, **more: Any) -> dict[str, Any]:
    """What the proposal's page posts back of what was read."""
    return {
        "digest": proposal.digest,
        "base_version": proposal.base_version,
        "round": proposal.round,
        "significance": proposal.significance,
        **more,
    }


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    """One word changed near the end, and a new last paragraph."""
    article = cast.article(body=f"{PARAGRAPHS}Call the help desk.\n\nThe end.")
    return cast.pending(
        article, f"{PARAGRAPHS}Call the service desk.\n\nThe end.\n\nThanks for reading."
    )


def test_the_page_shows_the_kept_comparison_folded(
    cast: Cast, as_: As, proposal: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_args: Any, **_kwargs: Any) -> None:
        raise AssertionError("compared or drawn while the page was read")

    monkeypatch.setattr("processes.text.page_diff.compare", never)
    monkeypatch.setattr("processes.rounds.compare", never)
    monkeypatch.setattr("processes.views.comparison.diff", never)
    page = text(as_(cast.owner).get(proposal.get_absolute_url()))
    assert "7 unchanged paragraphs" in page
    assert '<del class="d-removed">help</del><ins class="d-added">service</ins>' in page
    assert 'id="change-2"' in page
    assert 'href="#change-2"' in page
    assert f'href="{address("proposal_source", proposal)}"' in page
    assert "written by Author and approved by Owner" in " ".join(page.split())


def test_the_source_is_one_click_away(cast: Cast, as_: As, proposal: Proposal) -> None:
    page = text(as_(cast.owner).get(address("proposal_source", proposal)))
    assert "<del>help</del><ins>service</ins>" in page
    assert proposal.get_absolute_url() in page


def test_a_reader_who_waits_sees_where_it_stands_and_decides_nothing(
    cast: Cast, as_: As, proposal: Proposal
) -> None:
    page = text(as_(cast.author).get(proposal.get_absolute_url()))
    assert "Take it back to edit" in page
    assert "Your decision" not in page
    assert address("proposal_approve", proposal) not in page


def test_the_page_takes_few_queries_whatever_was_said(
    cast: Cast, as_: As, proposal: Proposal
) -> None:
    Comment.objects.bulk_create(
        Comment(
            proposal=proposal,
            round=1,
            part=number % 2 + 1 if number % 3 else None,
            author=cast.author if number % 2 else cast.owner,
            text=f"Remark {number}",
        )
        for number in range(200)
    )
    # With another title, the pages that link here are looked for besides.
    Proposal.objects.filter(pk=proposal.pk).update(title="Set up a tablet")
    client = as_(cast.owner)
    client.get(proposal.get_absolute_url())
    with CaptureQueriesContext(connection) as queries:
        page = text(client.get(proposal.get_absolute_url()))
    assert page.count("Remark ") >= 200
    assert len(queries) <= 15, "\n".join(query["sql"][:150] for query in queries)


def test_an_approval_posts_what_was_read_and_any_drift_is_told(
    cast: Cast, as_: As, proposal: Proposal
) -> None:
    owner = as_(cast.owner)
    page = text(owner.get(proposal.get_absolute_url()))
    form = page[page.index('id="approve"') :]
    posted = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w*)"', form)[:4])
    assert {name: str(value) for name, value in marks(proposal).items() if name in posted} == {
        name: value for name, value in posted.items() if name != "csrfmiddlewaretoken"
    }
    drifted = marks(proposal, round=proposal.round + 1, comment="Well written")
    answer = owner.post(address("proposal_approve", proposal), drifted)
    assert answer.status_code == 409
    assert "Well written" in text(answer)  # what was written is not lost
    assert "What happened last" in text(answer)
    answer = owner.post(
        address("proposal_approve", proposal), marks(proposal, significance="major")
    )
    assert answer.status_code == 302
    proposal.refresh_from_db()
    assert (proposal.state, proposal.significance) == (State.APPROVED, "major")


def test_corrections_go_live_under_both_names_and_the_author_sees_them(
    cast: Cast, as_: As, proposal: Proposal
) -> None:
    owner = as_(cast.owner)
    form = owner.get(address("proposal_correct", proposal))
    assert "Call the service desk." in text(form)
    assert f"/preview/?article={proposal.article_id}" in text(form)
    corrected = proposal.body.replace("Thanks", "Thank you")
    data = marks(proposal, title=proposal.title, summary="", body=corrected, comment="Politer")
    answer = owner.post(address("proposal_correct", proposal), data)
    assert "Approved with your corrections." in text(owner.get(answer["Location"]))
    article = Article.objects.get(pk=proposal.article_id)
    assert answer["Location"] == article.get_absolute_url()
    assert article.body.endswith("Thank you for reading.")
    line = proposal.decisions.published().get()
    assert (line.manner, line.by, line.comment) == (Manner.CORRECTED, cast.owner, "Politer")
    author = as_(cast.author)
    round_page = address("proposal_round", proposal, 2)
    page = text(author.get(proposal.get_absolute_url()))
    assert "Approved with corrections by Owner" in page
    assert round_page in page
    seen = text(author.get(round_page))
    assert "What was corrected" in seen
    assert '<del class="d-removed">Thanks</del><ins class="d-added">Thank you</ins>' in seen


def test_a_refused_correction_keeps_its_text(cast: Cast, as_: As, proposal: Proposal) -> None:
    owner = as_(cast.owner)
    data = marks(proposal, title="", summary="", body=f"An hour of work. {HOSTILE}", comment="x")
    answer = owner.post(address("proposal_correct", proposal), data)
    assert answer.status_code == 422
    assert "An hour of work. &lt;img" in text(answer)
    workflow.take_back(proposal, cast.fresh(cast.author))
    answer = owner.post(address("proposal_correct", proposal), {**data, "title": "Laptops"})
    assert answer.status_code == 409
    assert "An hour of work. &lt;img" in text(answer)
    assert HOSTILE not in text(answer)
    assert proposal.rounds.filter(origin=Origin.CORRECTED).count() == 0


def test_what_was_taken_back_while_somebody_decided_is_told_and_not_shown(
    cast: Cast, as_: As, proposal: Proposal
) -> None:
    workflow.take_back(proposal, cast.fresh(cast.author))
    Proposal.objects.filter(pk=proposal.pk).update(title="Half a thought", note="Not for you yet")
    owner = as_(cast.owner)
    data = marks(proposal, title="Laptops", summary="", body="Mine", comment="My word")
    for name in ("approve", "return", "decline", "correct", "part"):
        for sent in (data, {"comment": ""}):
            answer = owner.post(address(f"proposal_{name}", proposal), sent)
            assert answer.status_code == (
                422 if (name, sent) == ("correct", {"comment": ""}) else 409
            )
            assert "Half a thought" not in text(answer)
            assert "Not for you yet" not in text(answer)
            assert sent["comment"] in text(answer)
    assert "Author took it back" in text(owner.get(proposal.get_absolute_url()))
    assert as_(cast.treasurer).get(proposal.get_absolute_url()).status_code == 404


def test_a_part_goes_live_and_the_rest_goes_back(cast: Cast, as_: As, proposal: Proposal) -> None:
    owner = as_(cast.owner)
    page = text(owner.get(address("proposal_part", proposal)))
    assert len(re.findall(r'name="numbers" value="\d" checked', page)) == 2
    nothing = owner.post(address("proposal_part", proposal), marks(proposal, comment="No"))
    assert nothing.status_code == 422
    assert "Tick at least one piece" in text(nothing)
    unsaid = owner.post(address("proposal_part", proposal), marks(proposal, numbers=["2"]))
    assert unsaid.status_code == 422
    assert re.search(r'value="2" checked', text(unsaid))
    assert not re.search(r'value="1" checked', text(unsaid))
    data = marks(proposal, numbers=["2"], comment="Which desk is it?")
    live = owner.post(address("proposal_part", proposal), data, follow=True)
    assert "Approved in part. Version 2 is live." in text(live)
    article = Article.objects.get(pk=proposal.article_id)
    assert "help desk" in article.body
    assert article.body.endswith("Thanks for reading.")
    left = text(as_(cast.author).get(proposal.get_absolute_url()))
    assert "Owner approved a part of it" in left
    assert "Which desk is it?" in left
    assert ">help<" in left
    assert "Thanks for reading.</ins>" not in left


def test_the_text_before_comes_back(cast: Cast, as_: As, proposal: Proposal) -> None:
    before = Article.objects.get(pk=proposal.article_id).body
    cast.approve(proposal)
    owner = as_(cast.owner)
    assert "Undo version 2" in text(owner.get(proposal.get_absolute_url()))
    assert "Undo version 2" not in text(as_(cast.author).get(proposal.get_absolute_url()))
    undo = address("proposal_undo", proposal)
    refused = owner.post(undo, {"comment": " "})
    assert refused.status_code == 422
    assert 'href="#undo-reason"' in text(refused)
    assert owner.post(undo, {"comment": "The desk has another name"}).status_code == 302
    assert "Owner undid it" in text(owner.get(proposal.get_absolute_url()))
    article = Article.objects.get(pk=proposal.article_id)
    assert (article.version, article.body) == (3, before)
    again = owner.post(undo, {"comment": "Twice"})
    assert again.status_code == 409
    assert "Twice" in text(again)


def test_rounds_show_what_changed_since_the_one_before(
    cast: Cast, as_: As, proposal: Proposal
) -> None:
    workflow.return_to_author(proposal, cast.owner, "Which desk?")
    content = Content(proposal.title, "", proposal.body.replace("service", "IT"))
    change = Change(content, note="Named it", base_version=proposal.base_version)
    workflow.submit(workflow.edit(proposal, cast.author, change), cast.author)
    owner = as_(cast.owner)
    assert address("proposal_round", proposal, 1) in text(owner.get(proposal.get_absolute_url()))
    second = text(owner.get(address("proposal_round", proposal, 2)))
    assert "What changed since round 1" in second
    assert '<del class="d-removed">service</del><ins class="d-added">IT</ins>' in second
    assert 'id="since-1"' in second
    assert 'id="change-1"' in second
    for number in (3, 10**30):
        assert owner.get(address("proposal_round", proposal, number)).status_code == 404


def test_no_change_of_the_text_is_called_none(cast: Cast, as_: As) -> None:
    article = cast.article(body="1. Unpack it.\n2. Switch it on.")
    renumbered = cast.pending(article, "4. Unpack it.\n5. Switch it on.")
    page = text(as_(cast.owner).get(renumbered.get_absolute_url()))
    assert "<del>1</del><ins>4</ins>" in page


def test_nobody_chooses_among_more_changes_than_a_form_can_send(
    as_: As, cast: Cast, proposal: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "MOST_CHOICES", 1)
    refused = as_(cast.owner).get(address("proposal_part", proposal))
    assert refused.status_code == 409
    assert "return it as a whole" in text(refused)


def test_what_has_no_kept_comparison_is_compared_by_its_source(cast: Cast, as_: As) -> None:
    draft = cast.draft(cast.article(), "Unpack it gently.\n\nSwitch it on.", title=HOSTILE)
    page = text(as_(cast.author).get(draft.get_absolute_url()))
    assert '<td class="diff-text">' in page
    assert "<ins> gently</ins>" in page
    assert HOSTILE not in page
    new = cast.submit(cast.new_page("Another page"))
    page = text(as_(cast.owner).get(new.get_absolute_url()))
    assert "What changed" not in page
    assert "Unpack it." in page


def test_nobody_else_decides(cast: Cast, as_: As, proposal: Proposal) -> None:
    data = marks(proposal, title="x", summary="", body="Mine", numbers=["1"], comment="Because")
    for person, expected in ((cast.author, 403), (cast.reader, 404), (cast.treasurer, 404)):
        client = as_(person)
        for name in ("proposal_approve", "proposal_correct", "proposal_part", "proposal_undo"):
            for sent in (data, {}):
                assert client.post(address(name, proposal), sent).status_code == expected, name
        for name in ("proposal_correct", "proposal_part"):
            assert client.get(address(name, proposal)).status_code == expected, name
        seen = 200 if expected == 403 else 404
        assert client.get(address("proposal_source", proposal)).status_code == seen
        assert client.get(address("proposal_round", proposal, 1)).status_code == seen
    proposal.refresh_from_db()
    assert proposal.state == State.PENDING


def test_what_was_written_since_the_last_round_is_the_authors_alone(cast: Cast, as_: As) -> None:
    proposal = cast.pending(cast.article(), "Unpack it.\n\nPlug in the dock.")
    author = cast.fresh(cast.author)
    workflow.return_to_author(proposal, cast.fresh(cast.owner), "Which dock?")
    secret = Content(proposal.title, "", "Unpack it.\n\nThe zebra dock.")
    change = Change(secret, note="zebra note", base_version=proposal.base_version)
    workflow.edit(Proposal.objects.get(pk=proposal.pk), author, change)
    places = [proposal.get_absolute_url(), proposal.get_absolute_url() + "source/"]
    for state in (State.RETURNED, State.WITHDRAWN):
        if state == State.WITHDRAWN:
            workflow.withdraw(Proposal.objects.get(pk=proposal.pk), author)
        for place in places:
            assert b"zebra" not in as_(cast.owner).get(place).content, (state, place)
            assert b"zebra" in as_(cast.author).get(place).content, (state, place)
