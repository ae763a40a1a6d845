"""People who act at the same moment, and what must be true whatever came of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

from django.db import connection, connections
from django.test import Client

from accounts.models import User
from processes import workflow
from processes.models import Article, Decision, Proposal, State, VersionNumber
from processes.workflow import TABLE, Change, Content

Act = Callable[[], object]

# How often a race is run. More find more: `RACE_ROUNDS=200`.
ROUNDS = int(os.environ.get("RACE_ROUNDS", "6"))
WAIT = 60  # seconds


class Crowd:
    """People who act at the same moment, each in a thread with its own connection."""

    def __init__(self, size: int) -> None:
        self.pool = ThreadPoolExecutor(size)
        self.barrier = Barrier(size)

    def act(self, acts: Sequence[Act]) -> list[object]:
        """The outcomes of all acts, an exception standing for a refusal."""
        return list(self.pool.map(self._run, acts))

    def leave(self) -> None:
        list(self.pool.map(self._close, range(self.barrier.parties)))
        self.pool.shutdown()

    def _run(self, act: Act) -> object:
        connection.ensure_connection()
        self.barrier.wait(timeout=WAIT)
        try:
            return act()
        except workflow.Refused as refusal:
            return refusal

    def _close(self, _: int) -> None:
        self.barrier.wait(timeout=WAIT)
        connections.close_all()


def at_once(*acts: Act) -> list[object]:
    crowd = Crowd(len(acts))
    try:
        return crowd.act(acts)
    finally:
        crowd.leave()


def approval(proposal: Proposal, by: User) -> Callable[[], int]:
    return partial(workflow.approve, proposal, by, **marks_of(proposal))


def marks_of(proposal: Proposal) -> dict[str, Any]:
    """What the page shown to the approver sends back."""
    return {
        "digest": proposal.digest,
        "base_version": proposal.base_version,
        "round": proposal.round,
    }


def people(count: int) -> list[User]:
    return [User.objects.create_user(f"rival{n}@example.com", f"R{n}") for n in range(count)]


def rewrite(article: Article, author: User, number: int, text: str) -> Proposal:
    """A draft that changes one paragraph."""
    paragraphs = article.body.split("\n\n")
    paragraphs[number] = text
    content = Content(article.title, article.summary, "\n\n".join(paragraphs))
    return workflow.save(article, author, Change(content, "Rival", "minor", article.version))


def in_a_browser(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="accounts.backends.SessionBackend")
    return client


def refusals(outcomes: list[object]) -> list[str]:
    """The names of the refusals among some outcomes."""
    refused = [type(outcome).__name__ for outcome in outcomes if isinstance(outcome, Exception)]
    return sorted(refused)


def assert_one_story(article: Article) -> None:
    """Page, versions, rounds, states and log tell the same."""
    article.refresh_from_db()
    published = Decision.objects.published().filter(article=article).order_by("version")
    numbers = list(range(1, article.version + 1))
    assert [line.version for line in published] == numbers
    kept = VersionNumber.objects.filter(article=article).order_by("number")
    assert list(kept.values_list("number", flat=True)) == numbers
    for proposal in article.proposals.all():
        assert proposal.state in _told_by_log(proposal), proposal
        assert (proposal.closed_at is None) == proposal.is_open
        rounds = list(proposal.rounds.order_by("number"))
        assert [kept.number for kept in rounds] == list(range(1, proposal.round + 1))
        if proposal.is_pending:
            assert rounds[-1].digest == proposal.digest
    live = published.select_related("proposal").last()
    if live and live.proposal.state == State.APPROVED:
        assert live.proposal.body == article.body


def _told_by_log(proposal: Proposal) -> set[str]:
    """The states that the lines of the log lead to, by the table, from draft."""
    states: set[str] = {State.DRAFT}
    for line in proposal.decisions.order_by("pk"):
        rows = [row for row in TABLE.values() if row.actions == (line.action,)]
        states = {row.target for row in rows if row.target and states & set(row.sources)}
        assert states, f"{line} out of turn in the log of {proposal}"
    return states
