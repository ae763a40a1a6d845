"""Approving otherwise than as proposed: corrected, in part, or in one step."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Event, Notification, User
from processes import attachments, rounds, workflow
from processes.models import Action, Article, Manner, Origin, State, Trust
from processes.workflow import Content
from tests.cast import Cast
from tests.processes.readings import BASE, TEXT, as_in_the_log, lines, live, read, told
from tests.processes.samples import picture


def test_corrections_are_a_round_of_the_approver_and_both_are_credited(cast: Cast) -> None:
    proposal = cast.pending(cast.article(body=BASE), TEXT)
    corrected = Content(proposal.title, "In short.", TEXT.replace("all", "wholly"))
    version = workflow.approve_corrected(
        proposal,
        cast.fresh(cast.owner),
        corrected,
        **read(proposal),
        significance="major",
        comment="A better word.",
    )
    article = live(proposal)
    assert (version, article.summary, article.body) == (2, "In short.", corrected.body)
    line = proposal.decisions.get(action=Action.APPROVED)
    assert (line.manner, line.by, line.significance) == (Manner.CORRECTED, cast.owner, "major")
    theirs, mine = proposal.rounds.all()
    assert (theirs.by, theirs.body) == (cast.author, TEXT)
    assert (mine.by, mine.origin, mine.number) == (cast.owner, Origin.CORRECTED, 2)
    changed = "".join(part.html for part in rounds.parts(mine.diff_since, cast.author))
    assert "wholly" in changed
    assert "“Switch" not in changed
    as_in_the_log(proposal)
    news = told(cast.author)
    assert (news.event, news.url) == (Event.APPROVED, proposal.get_absolute_url())
    assert "with corrections" in news.text


def test_without_a_correction_it_is_a_plain_approval(cast: Cast) -> None:
    proposal = cast.pending(cast.article(body=BASE), TEXT)
    same = Content(proposal.title, proposal.summary, proposal.body)
    workflow.approve_corrected(proposal, cast.owner, same, **read(proposal))
    assert lines(proposal)[-1] == (Action.APPROVED, Manner.PLAIN, 2)
    assert proposal.rounds.count() == 1


def test_under_four_eyes_nobody_publishes_words_of_their_own(cast: Cast) -> None:
    article = cast.article(
        "Expenses", department=cast.finance, author=cast.reader, owner=cast.treasurer
    )
    proposal = cast.pending(article, TEXT, author=cast.reader)
    other = Content(proposal.title, "", "Other words.")
    with pytest.raises(workflow.NotAllowed, match="return the proposal"):
        workflow.approve_corrected(proposal, cast.treasurer, other, **read(proposal))
    choice = {"numbers": [1], "fields": [], "comment": "The rest is wrong."}
    assert workflow.approve_part(proposal, cast.treasurer, **choice, **read(proposal)) == 2


def test_a_picture_that_the_approver_puts_in_is_shown(cast: Cast, settings: Any) -> None:
    proposal = cast.pending(cast.article(body=BASE), TEXT)
    stored = attachments.store(picture(), "front.png", cast.fresh(cast.owner))
    body = f"{TEXT}\n\n![The front]({attachments.address_of(stored)})"
    corrected = Content(proposal.title, "", body)
    workflow.approve_corrected(proposal, cast.fresh(cast.owner), corrected, **read(proposal))
    assert f'src="{attachments.address_of(stored)}"' in live(proposal).html
    assert stored.uses.get().is_live
    assert Path(settings.MEDIA_ROOT).exists()


def test_a_part_goes_live_and_what_is_left_goes_back(cast: Cast) -> None:
    article = cast.article(body=BASE)
    proposal = cast.pending(article, TEXT, title="Set up a desk", note="Clearer")
    digest = proposal.digest
    choice = {"numbers": {1}, "fields": {"summary"}, "comment": "There is no there."}
    version = workflow.approve_part(proposal, cast.fresh(cast.owner), **choice, **read(proposal))
    article = live(proposal)
    assert (version, article.title) == (2, "Set up a laptop")
    assert article.body == BASE.replace("it.", "it all.")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.base_version, proposal.body) == (State.RETURNED, 2, TEXT)
    line = proposal.decisions.latest("pk")
    assert (line.action, line.manner, line.version, line.digest, line.round) == (
        *(Action.APPROVED, Manner.PART, 2, digest, 1),
    )
    news = told(cast.author)
    assert (news.event, news.url) == (Event.RETURNED, proposal.get_absolute_url())
    assert "There is no there." in news.text

    proposal = cast.submit(proposal)
    assert proposal.changes == 1
    cast.approve(proposal)
    assert (live(proposal).title, live(proposal).body) == ("Set up a desk", TEXT)
    as_in_the_log(proposal)


def test_all_of_it_is_a_plain_approval_and_nothing_of_it_is_none(cast: Cast) -> None:
    proposal = cast.pending(cast.article(body=BASE), TEXT)
    owner = cast.fresh(cast.owner)

    def take(*numbers: int, comment: str = "Because.") -> int:
        return workflow.approve_part(
            proposal, owner, numbers=numbers, fields=["title"], comment=comment, **read(proposal)
        )

    for numbers, comment in [((), "Because."), ((3,), "Because."), ((1,), " ")]:
        with pytest.raises(workflow.Incomplete):
            take(*numbers, comment=comment)
    assert take(1, 2, comment="") == 2
    assert lines(proposal)[-1] == (Action.APPROVED, Manner.PLAIN, 2)


@pytest.mark.parametrize("verb", ["approve_corrected", "approve_part"])
def test_what_was_not_read_so_is_not_published_and_not_by_anybody(cast: Cast, verb: str) -> None:
    article = cast.article(body=BASE)
    proposal = cast.pending(article, TEXT)
    rival = cast.pending(article, BASE + "\n\nWait.", author=cast.reader)

    def act(by: User, **marks: Any) -> None:
        marks = read(proposal) | marks
        if verb == "approve_part":
            workflow.approve_part(proposal, by, numbers=[1], fields=[], comment="So.", **marks)
        else:
            content = Content(proposal.title, "", "Other words.")
            workflow.approve_corrected(proposal, by, content, **marks)

    for part in ("author", "reader", "deputy", "head", "admin", "outsider"):
        with pytest.raises(workflow.NotAllowed):
            act(cast.fresh(getattr(cast, part)))
    for wrong in ({"digest": "0" * 64}, {"base_version": 0}, {"round": 2}):
        with pytest.raises(workflow.TextMoved):
            act(cast.owner, **wrong)
    cast.approve(rival)
    with pytest.raises(workflow.PageMoved):
        act(cast.owner)
    workflow.archive(article, cast.fresh(cast.owner), reason="Old.")
    with pytest.raises(workflow.WrongState):
        act(cast.owner)
    proposal.refresh_from_db()
    assert (proposal.round, proposal.body, proposal.rounds.count()) == (1, TEXT, 1)


def test_an_owner_publishes_their_own_draft_in_one_step(cast: Cast) -> None:
    article = cast.article(body=BASE)
    proposal = cast.draft(article, TEXT, author=cast.owner)
    Notification.objects.all().delete()
    assert workflow.publish_directly(proposal, cast.fresh(cast.owner)) == 2
    assert lines(proposal) == [
        (Action.SUBMITTED, "", None),
        (Action.APPROVED, Manner.PLAIN, 2),
    ]
    assert proposal.decisions.latest("pk").is_self_approval
    assert not Notification.objects.exists()
    as_in_the_log(proposal)
    assert proposal.due_on is None


class TestTrust:
    @pytest.fixture
    def article(self, cast: Cast) -> Article:
        Trust.objects.create(owner=cast.owner, person=cast.author)
        article = cast.article(body=BASE)
        Article.objects.filter(pk=article.pk).update(review_due=datetime.date(2027, 1, 31))
        return article

    def test_a_minor_change_goes_live_and_the_owner_is_told(
        self, cast: Cast, article: Article
    ) -> None:
        proposal = cast.draft(article, TEXT, note="Two typos")
        workflow.publish_directly(proposal, cast.fresh(cast.author))
        line = proposal.decisions.latest("pk")
        assert (line.manner, line.by, line.on_behalf_of) == (
            *(Manner.TRUSTED, cast.author, cast.owner),
        )
        article = live(proposal)
        assert (article.body, article.approved_by) == (TEXT, cast.author)
        assert article.review_due == datetime.date(2027, 1, 31)
        news = told(cast.owner)
        assert news.event == Event.PUBLISHED
        assert "Two typos" in news.text

        version = workflow.undo(proposal, cast.fresh(cast.owner), "They were none.")
        assert (version, live(proposal).body) == (3, BASE)

    @pytest.mark.parametrize(
        "facts", [{"significance": "major"}, {"title": "Set up a desk"}, {"author": "reader"}]
    )
    def test_nothing_else_does(self, cast: Cast, article: Article, facts: dict[str, Any]) -> None:
        author = getattr(cast, facts.pop("author", "author"))
        proposal = cast.draft(article, TEXT, author=author, **facts)
        with pytest.raises(workflow.NotAllowed):
            workflow.publish_directly(proposal, cast.fresh(author))
        proposal.refresh_from_db()
        assert (proposal.state, proposal.rounds.count()) == (State.DRAFT, 0)

    def test_not_on_a_page_that_asks_for_four_eyes_or_whose_owner_left(
        self, cast: Cast, article: Article
    ) -> None:
        proposal = cast.draft(article, TEXT)
        cast.operations.four_eyes = True
        cast.operations.save()
        with pytest.raises(workflow.NotAllowed):
            workflow.publish_directly(proposal, cast.fresh(cast.author))
        cast.operations.four_eyes = False
        cast.operations.save()
        User.objects.filter(pk=cast.owner.pk).update(is_active=False)
        with pytest.raises(workflow.NotAllowed):
            workflow.publish_directly(proposal, cast.fresh(cast.author))
