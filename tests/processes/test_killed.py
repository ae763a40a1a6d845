"""Killed at any point of an approval, a page is wholly old or wholly new.

Each time a forked process approves and is killed with SIGKILL: by itself, just before or after one
of its statements, or from outside, at some moment. KILLS says how often: 200 before a release.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from accounts.models import Notification, User
from processes import attachments, composing, integrity, workflow
from processes.models import Article, Decision, Proposal, State
from processes.text.rendering import render
from tests.cast import Cast
from tests.processes.samples import picture

KILLS = int(os.environ.get("KILLS", "40"))

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _draw_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Within the process that is killed, so that none is left behind."""
    monkeypatch.setattr(composing, "drawn", lambda *args, **facts: render(*args, **facts))


def texts(cast: Cast) -> Iterator[str]:
    """Two texts by turns, so that links, pictures and addresses come and go each time."""
    for title in ("Desk", "Chair", "Lamp"):
        cast.article(title, "## Height\n\nUp.")
    front, back = (
        attachments.address_of(
            attachments.store(picture(colour=colour), "a.png", cast.fresh(cast.author))
        )
        for colour in ("teal", "navy")
    )
    for number in count():
        yield f"[[Desk#Height]] [[Chair]] ![Front]({front}) <https://a.example/> {number}"
        yield f"[[Lamp]] [[Desk]] [[New {number}]] ![Back]({back}) <https://b.example/> {number}"


def approve(proposal: Proposal) -> int:
    by = User.objects.get(pk=proposal.article.owner_id)
    return workflow.approve(
        proposal, by, digest=proposal.digest, base_version=proposal.base_version
    )


def forked(act: Callable[[], object]) -> int:
    """Runs `act` in a process of its own, with connections of its own; returns its id."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        act()
    finally:
        os._exit(0)


def dies_at(statement: int, *, before: bool) -> Callable[..., Any]:
    """Kills this very process before or after its nth statement."""
    done = 0

    def execute(run: Callable[..., Any], *args: Any) -> Any:
        nonlocal done
        done += 1
        if before and done == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        result = run(*args)
        if done == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return execute


def kill_within(proposal: Proposal, chance: random.Random, statements: int, seconds: float) -> None:
    if chance.random() < 0.5:
        point = dies_at(chance.randint(1, statements), before=chance.random() < 0.5)

        def act() -> None:
            with connection.execute_wrapper(point):
                approve(proposal)

        child = forked(act)
    else:
        child = forked(lambda: approve(proposal))
        time.sleep(chance.uniform(0, seconds * 2.5))
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def outcome(proposal: Proposal) -> bool:
    """Whether the approval took place; either way all that belongs to it agrees."""
    # Takes the article's lock, which what is left of the dead one's transaction holds.
    assert integrity.check_article(proposal.article_id) == []
    now = Proposal.objects.get(pk=proposal.pk)
    article = Article.objects.get(pk=proposal.article_id)
    is_new = article.version == proposal.base_version + 1
    assert now.state == (State.APPROVED if is_new else State.PENDING)
    assert (article.body == proposal.body) == is_new
    assert Decision.objects.filter(proposal=proposal, action="approved").count() == is_new
    told = Notification.objects.filter(subject_key=f"proposal:{proposal.pk}", event="approved")
    assert told.count() == is_new
    return is_new


def test_killed_anywhere_it_is_wholly_old_or_wholly_new(cast: Cast) -> None:
    chance, bodies = random.Random(4), texts(cast)  # noqa: S311
    article = cast.article("Set up", next(bodies))
    proposal = cast.pending(article, next(bodies))
    began = time.monotonic()
    with CaptureQueriesContext(connection) as queries:
        approve(proposal)
    seconds, statements = time.monotonic() - began, len(queries)
    became = {True: 0, False: 0}
    proposal = cast.pending(article, next(bodies))
    for _ in range(KILLS):
        kill_within(proposal, chance, statements, seconds)
        is_new = outcome(proposal)
        became[is_new] += 1
        if is_new:
            proposal = cast.pending(article, next(bodies))
    assert became[True], became
    assert became[False], became
    assert list(integrity.check_all()) == []
