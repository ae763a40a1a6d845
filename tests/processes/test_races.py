"""Rivals at the same moment: exactly one wins, on PostgreSQL by row locks."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections, transaction

from accounts.models import User
from processes import workflow
from processes.models import Article, Decision, Proposal, State, VersionNumber
from processes.workflow import Change, Content, Details
from tests.cast import Cast, gather

RIVALS = 8
ROUNDS = int(os.environ.get("RACE_ROUNDS", "200"))

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
needs_row_locks = pytest.mark.skipif(
    "connection.vendor == 'sqlite'", reason="SQLite lets one transaction in at a time"
)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return gather()


class Crowd:
    """People who act at the same moment, each in a thread with its own connection."""

    def __init__(self, size: int) -> None:
        self.pool = ThreadPoolExecutor(size)
        self.barrier = Barrier(size)

    def act(self, acts: list[Callable[[], object]]) -> list[object]:
        """The outcomes of all acts, an exception standing for a refusal."""
        return list(self.pool.map(self._run, acts))

    def leave(self) -> None:
        list(self.pool.map(self._close, range(self.barrier.parties)))
        self.pool.shutdown()

    def _run(self, act: Callable[[], object]) -> object:
        connection.ensure_connection()
        self.barrier.wait(timeout=20)
        try:
            return act()
        except workflow.Refused as refusal:
            return refusal

    def _close(self, _: int) -> None:
        self.barrier.wait(timeout=20)
        connections.close_all()


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    crowd = Crowd(len(acts))
    try:
        return crowd.act(acts)
    finally:
        crowd.leave()


def rival(article: Article, author: User, text: str) -> Proposal:
    """A pending proposal on the live version."""
    content = Content(article.title, "", f"{text} by {author.email}")
    change = Change(content, "Rival", "minor", article.version)
    return workflow.submit(workflow.save(article, author, change), author)


def approval(proposal: Proposal, by: User) -> Callable[[], int]:
    return lambda: workflow.approve(
        proposal, by, digest=proposal.digest, base_version=proposal.base_version
    )


def test_eight_approvals_of_rivals_make_one_version_each_round(cast: Cast) -> None:
    article = cast.article()
    authors = [User.objects.create_user(f"rival{n}@example.com", f"R{n}") for n in range(RIVALS)]
    proposals = {author.pk: rival(article, author, "Round 0") for author in authors}
    crowd = Crowd(RIVALS)
    rounds = ROUNDS if connection.vendor == "postgresql" else 20
    for number in range(rounds):
        outcomes = crowd.act([approval(p, cast.owner) for p in proposals.values()])
        won = [outcome for outcome in outcomes if isinstance(outcome, int)]
        lost = [outcome for outcome in outcomes if isinstance(outcome, workflow.PageMoved)]
        assert (len(won), len(lost)) == (1, RIVALS - 1), outcomes
        article.refresh_from_db()
        assert article.version == won[0] == number + 2
        winner = article.proposals.get(state=State.APPROVED, base_version=number + 1)
        assert article.body == winner.body
        # The losers catch up with the new version, and the winner proposes something new.
        Proposal.objects.pending().update(base_version=article.version)
        for proposal in proposals.values():
            proposal.refresh_from_db()
        proposals[winner.author_id] = rival(article, winner.author, f"Round {number + 1}")
    crowd.leave()
    assert VersionNumber.objects.filter(article=article).count() == rounds + 1
    published = Decision.objects.published().filter(article=article).order_by("version")
    assert list(published.values_list("version", flat=True)) == list(range(1, rounds + 2))


def test_one_proposal_approved_by_two_at_once_is_published_once(cast: Cast) -> None:
    article = cast.article()
    for number in range(10):
        proposal = cast.pending(article, f"Text {number}")
        outcomes = at_once([approval(proposal, cast.owner)] * 2)
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["WrongState", "int"]


def test_withdrawn_while_being_approved_has_one_outcome(cast: Cast) -> None:
    article = cast.article()
    for number in range(10):
        proposal = cast.pending(article, f"Text {number}")
        before = article.version
        outcomes = at_once(
            [
                approval(proposal, cast.owner),
                lambda proposal=proposal: workflow.withdraw(proposal, cast.author),
            ]
        )
        assert sum(isinstance(outcome, workflow.WrongState) for outcome in outcomes) == 1
        proposal.refresh_from_db()
        article.refresh_from_db()
        published = proposal.state == State.APPROVED
        assert article.version == before + published


def test_a_double_submitted_proposal_exists_once(cast: Cast) -> None:
    article = cast.article()
    content = Content(article.title, "", "Twice")

    def save() -> Proposal:
        return workflow.save(article, cast.author, Change(content, "n", "minor", 1))

    outcomes = at_once([save] * 4)
    assert sum(isinstance(outcome, Proposal) for outcome in outcomes) == 1
    assert Proposal.objects.open().count() == 1


def test_a_double_submitted_new_page_exists_once(cast: Cast) -> None:
    outcomes = at_once([lambda: cast.new_page("Set up a phone")] * 4)
    assert sum(isinstance(outcome, Proposal) for outcome in outcomes) == 1
    assert Article.objects.count() == 1


@needs_row_locks
def test_an_approval_that_waited_while_the_owner_changed_is_told_so(cast: Cast) -> None:
    article = cast.article()
    proposal = cast.pending(article, "Better.")
    decide = approval(proposal, cast.fresh(cast.owner))
    details = Details(article.department, article.slug, cast.head, article.kind, article.topic)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            workflow.change_details(article, cast.fresh(cast.admin), details)
            waiting = pool.submit(decide)
            wait_for_a_lock()
        with pytest.raises(workflow.NotAllowed):
            waiting.result()
        pool.submit(connections.close_all).result()


def wait_for_a_lock() -> None:
    """Until another connection waits for what this one has locked."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("Nobody waits.")
