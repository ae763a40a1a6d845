"""Random people do random things to the same few pages; no step leads outside the table.

STEPS=10000 (the environment) for a long walk; the usual one is short.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from processes import workflow
from processes.workflow import TABLE
from tests.cast import Cast
from tests.processes import wiki_story
from tests.processes.wiki_acts import Acts

logger = logging.getLogger(__name__)

STEPS = int(os.environ.get("STEPS", "300"))
A_WALK = 50  # steps before everything begins anew

# How often each is tried, so that most walks come far.
ACTS = [
    *["save"] * 4, *["submit"] * 9, *["edit"] * 2, *["propose_new"] * 2, "take_back", "withdraw",
    *["publish_directly"] * 2, *["approve"] * 4, *["approve_corrected"] * 2,
    *["approve_part"] * 3, *["return_to_author"] * 2, "decline", *["undo"] * 2, "claim",
    *["catch_up"] * 2, "archive", "confirm", "adopt", "move", "offer", "answer",
    "leave_or_return", "change_department", "stand_in", "trust",
]  # fmt: skip
# What else a proposal may go through by something that is done to its page.
ASIDE = {
    "approve_part": ["approve_part", "approve"],  # where all of it is chosen
    "archive": ["return_to_author"],
    "catch_up": ["bring_up_to_date", "overtake"],
}


class Wiki(RuleBasedStateMachine):
    cast: ClassVar[Cast]
    done: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.changed, self.known = True, set()
        self.walk = transaction.atomic()
        self.walk.__enter__()
        text = "0a.\n\n1a.\n\n2a.\n\n3a."
        for title in ("Desks", "Chairs"):
            page = self.cast.article(title, text)
            self.cast.pending(page, text.replace("1a", "1b"))
            self.cast.pending(page, text.replace("3a", "3b"), author=self.cast.reader)
        self.cast.article("Bills", department=self.cast.finance, owner=self.cast.treasurer)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.walk.__exit__(None, None, None)

    @rule(name=st.sampled_from(ACTS), data=st.data())
    def somebody_acts(self, name: str, data: st.DataObject) -> None:
        self.changed = True
        getattr(Acts(self.cast, data.draw, self.act), name)()

    @invariant()
    def everything_agrees(self) -> None:
        if self.changed:
            wiki_story.check_all(self.known)

    def act(self, verb: str, call: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """A verb that acts went where the table says; one that is refused changed nothing."""
        before, states = wiki_story.standing(), wiki_story.states()
        guarded, last = wiki_story.under_four_eyes(), before[2][-1]
        try:
            with transaction.atomic():
                call(*args, **kwargs)
        except workflow.Refused as refusal:
            note(f"{verb}: {type(refusal).__name__}: {refusal}")
            self.done[f"{verb}, refused"] += 1
            assert wiki_story.standing() == before
            self.changed = False
        else:
            self.done[verb] += 1
            if verb != "archive":  # which gives back what waits, whoever wrote it
                wiki_story.check_nobody_was_alone(guarded, last)
            wiki_story.check_moves(states, ASIDE.get(verb, [verb] if verb in TABLE else []))


@pytest.mark.long
def test_random_people_never_leave_the_table(cast: Cast) -> None:
    Wiki.cast = cast
    Wiki.done.clear()
    walk = settings(
        max_examples=max(1, STEPS // A_WALK),
        stateful_step_count=A_WALK,
        deadline=None,
        phases=[Phase.generate],  # to shorten a walk takes minutes, and it reads well as it is
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Wiki, settings=walk)
    logger.info("%s acts: %s", Wiki.done.total(), sorted(Wiki.done.items()))
    acted = {verb for verb in TABLE if Wiki.done[verb]}
    by_jobs = set(ASIDE["catch_up"])
    assert acted >= ({"submit", "approve"} if STEPS < 2_000 else TABLE.keys() - by_jobs)
