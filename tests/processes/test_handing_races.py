"""Somebody leaves, accepts or hands over at the same moment as somebody else."""

from __future__ import annotations

from functools import partial

import pytest

from accounts import leaving
from accounts.models import User
from processes.models import Action, Article, Decision, HandOver, TransferState
from processes.workflow import handing_over, transferring
from processes.workflow.reporting import Report
from tests.cast import Cast, gather
from tests.processes.crowd import ROUNDS, at_once, refusals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return gather()


def test_who_leaves_while_they_accept_owns_nothing_or_leaves_a_hand_over(cast: Cast) -> None:
    article = cast.article()
    for _turn in range(ROUNDS):
        person = User.objects.create_user(f"person{_turn}@example.com", "Person")
        transfer = transferring.offer(article, cast.fresh(cast.admin), owner=person)
        outcomes = at_once(
            partial(transferring.accept, transfer, cast.fresh(person)),
            partial(leaving.deactivate, person, cast.fresh(cast.admin)),
        )
        article.refresh_from_db()
        transfer.refresh_from_db()
        handed = HandOver.objects.filter(person=person, closed_at=None).exists()
        if refused := refusals(outcomes):
            assert refused[0] in ("WrongState", "NotAllowed", "Incomplete")
        accepted = transfer.state == TransferState.ACCEPTED
        assert accepted is not bool(refused)
        assert transfer.state in (TransferState.ACCEPTED, TransferState.CANCELLED)
        assert (article.owner == person, handed) == (accepted, accepted)


def test_two_who_hand_over_the_same_pages_do_each_once(cast: Cast) -> None:
    pages = [cast.article(f"Page {number}") for number in range(8)]
    leaving.deactivate(cast.owner)
    hand_over = HandOver.objects.get()
    head, admin = cast.fresh(cast.head), cast.fresh(cast.admin)
    reports = at_once(
        partial(handing_over.reassign, hand_over, head, pages, head),
        partial(handing_over.reassign, hand_over, admin, pages[::-1], admin),
    )
    assert all(isinstance(report, Report) for report in reports), reports
    assert sum(len(report.done) for report in reports) == len(pages)
    assert sum(len(report.not_done) for report in reports) == len(pages)
    assert not Article.objects.filter(owner=cast.owner).exists()
    lines = Decision.objects.filter(action=Action.TRANSFERRED)
    assert sorted(lines.values_list("article", flat=True)) == sorted(page.pk for page in pages)
