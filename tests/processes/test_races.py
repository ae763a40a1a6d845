"""Rivals at the same moment: one outcome, and one story in the log."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from processes import workflow
from processes.models import Action, Article, Origin, Proposal, State
from processes.workflow import Change, Content, overtaking
from tests.cast import Cast, deputise, gather
from tests.processes.crowd import (
    ROUNDS,
    Crowd,
    approval,
    assert_one_story,
    at_once,
    people,
    refusals,
    rewrite,
)

RIVALS = 8
BODY = "\n\n".join(f"Paragraph {number}." for number in range(RIVALS))

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return gather()


@pytest.fixture
def article(cast: Cast) -> Article:
    return cast.article(body=BODY)


def test_of_eight_approvals_one_wins_and_the_others_catch_up(cast: Cast, article: Article) -> None:
    authors = people(RIVALS)
    waiting = [
        cast.submit(rewrite(article, author, number, f"Round 0 of {number}."))
        for number, author in enumerate(authors)
    ]
    crowd, jobs = Crowd(RIVALS), Crowd(2)
    for turn in range(1, ROUNDS + 1):
        outcomes = crowd.act([approval(proposal, cast.owner) for proposal in waiting])
        [won] = [outcome for outcome in outcomes if isinstance(outcome, int)]
        assert refusals(outcomes) == ["PageMoved"] * (RIVALS - 1)
        assert won == turn + 1
        # Two jobs at the same moment put each together once.
        jobs.act([partial(overtaking.catch_up, article.pk)] * 2)
        article.refresh_from_db()
        winner = outcomes.index(won)
        text = f"Round {turn} of {winner}."
        waiting[winner] = cast.submit(rewrite(article, authors[winner], winner, text))
        for proposal in waiting:
            proposal.refresh_from_db()
        assert {(p.state, p.base_version) for p in waiting} == {(State.PENDING, won)}
    crowd.leave()
    jobs.leave()
    assert_one_story(article)
    merged = Proposal.objects.filter(rounds__origin=Origin.MERGED)
    assert merged.count() == ROUNDS * (RIVALS - 1)


def test_two_who_decide_at_once_have_one_outcome(cast: Cast, article: Article) -> None:
    deputise(cast.owner, cast.deputy)
    for turn in range(ROUNDS):
        proposal = cast.pending(article, f"Text {turn}")
        owner, deputy = cast.fresh(cast.owner), cast.fresh(cast.deputy)
        other: Callable[[], object] = [
            approval(proposal, deputy),
            partial(workflow.return_to_author, proposal, deputy, "Not yet."),
            partial(workflow.decline, proposal, deputy, "No."),
        ][turn % 3]
        assert refusals(at_once(approval(proposal, owner), other)) == ["WrongState"]
        lines = proposal.decisions.filter(
            action__in=(Action.APPROVED, Action.RETURNED, Action.DECLINED)
        )
        assert lines.count() == 1
        proposal.refresh_from_db()
        if proposal.is_open:
            workflow.withdraw(proposal, cast.author)
    assert_one_story(article)


def test_an_author_and_an_approver_at_once_have_one_outcome(cast: Cast, article: Article) -> None:
    for turn in range(ROUNDS):
        proposal = cast.pending(article, f"Text {turn}")
        before = article.version
        verb = (workflow.withdraw, workflow.take_back)[turn % 2]
        outcomes = at_once(
            approval(proposal, cast.owner),
            partial(verb, proposal, cast.author),
        )
        assert refusals(outcomes) == ["WrongState"]
        proposal.refresh_from_db()
        article.refresh_from_db()
        assert article.version == before + (proposal.state == State.APPROVED)
        if proposal.is_open:
            workflow.withdraw(proposal, cast.author)
    assert_one_story(article)


def test_what_is_resubmitted_while_it_is_read_is_not_published_unread(
    cast: Cast, article: Article
) -> None:
    for turn in range(ROUNDS):
        proposal = cast.pending(article, f"Read {turn}")

        def resubmit(proposal: Proposal = proposal, turn: int = turn) -> Proposal:
            content = Content(article.title, "", f"Unread {turn}")
            workflow.take_back(proposal, cast.author)
            change = Change(content, "Better", base_version=article.version)
            return workflow.submit(workflow.edit(proposal, cast.author, change), cast.author)

        outcomes = at_once(approval(proposal, cast.owner), resubmit)
        article.refresh_from_db()
        assert refusals(outcomes)[0] in ("TextMoved", "WrongState")
        assert "Unread" not in article.body
        proposal.refresh_from_db()
        if proposal.is_open:
            workflow.withdraw(proposal, cast.author)
    assert_one_story(article)


def test_catching_up_while_others_act_changes_nothing_twice(cast: Cast, article: Article) -> None:
    for turn in range(ROUNDS):
        article.refresh_from_db()
        proposal = cast.submit(rewrite(article, cast.author, 0, f"Mine {turn}."))
        rival = cast.submit(rewrite(article, cast.reader, 7, f"Theirs {turn}."))
        cast.approve(rival)
        proposal.refresh_from_db()
        other: Callable[[], object] = [
            partial(workflow.take_back, proposal, cast.author),
            partial(workflow.decline, proposal, cast.owner, "No."),
            overtaking.catch_up_all,
        ][turn % 3]
        outcomes = at_once(other, partial(overtaking.bring_up_to_date, proposal))
        assert set(refusals(outcomes)) <= {"WrongState"}
        proposal.refresh_from_db()
        assert proposal.rounds.filter(origin=Origin.MERGED).count() == proposal.round - 1 <= 1
        if proposal.is_open:
            workflow.withdraw(proposal, cast.author)
    assert_one_story(article)
