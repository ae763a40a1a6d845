"""What changes around a decision at the same moment: people, departments, many hands, clicks."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection, connections, transaction

from accounts import leaving
from accounts.models import User
from processes import workflow
from processes.models import Action, Article, Decision, Proposal, State
from processes.workflow import Change, Content, Details
from tests.cast import Cast, gather
from tests.processes.crowd import (
    ROUNDS,
    Crowd,
    approval,
    assert_one_story,
    at_once,
    in_a_browser,
    marks_of,
    people,
    refusals,
    rewrite,
)

SUBMITS = 50

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
needs_row_locks = pytest.mark.skipif(
    "connection.vendor == 'sqlite'", reason="SQLite lets one transaction in at a time"
)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return gather()


@pytest.fixture
def article(cast: Cast) -> Article:
    return cast.article(body="First.\n\nSecond.")


def test_an_owner_who_leaves_while_deciding_decides_or_does_not(cast: Cast) -> None:
    for turn in range(ROUNDS):
        owner = User.objects.create_user(f"o{turn}@example.com", "O", department=cast.equipment)
        article = cast.article(f"Page {turn}", owner=owner)
        proposal = cast.pending(article, "Better.")
        outcomes = at_once(
            approval(proposal, cast.fresh(owner)),
            partial(leaving.deactivate, owner, cast.fresh(cast.admin)),
        )
        assert set(refusals(outcomes)) <= {"NotAllowed"}
        proposal.refresh_from_db()
        article.refresh_from_db()
        decided = proposal.state == State.APPROVED
        assert decided == isinstance(outcomes[0], int)
        assert article.version == 1 + decided
        assert not cast.fresh(owner).is_active
        if not decided:  # its manager goes on
            cast.approve(proposal, by=cast.owner)
        assert_one_story(article)


def test_a_department_that_closes_meanwhile_lets_in_or_does_not(cast: Cast) -> None:
    for turn in range(ROUNDS):
        article = cast.article(f"Page {turn}")
        draft = cast.draft(article, "Better.", author=cast.outsider)
        outcomes = at_once(
            partial(workflow.submit, draft, cast.fresh(cast.outsider)),
            partial(restrict, cast, "members"),
        )
        assert set(refusals(outcomes)) <= {"NotAllowed"}
        draft.refresh_from_db()
        submitted = isinstance(outcomes[0], Proposal)
        assert draft.state == (State.PENDING if submitted else State.DRAFT)
        outsider = cast.fresh(cast.outsider)
        assert not Proposal.objects.visible_to(outsider).filter(pk=draft.pk).exists()
        assert_one_story(article)
        restrict(cast, "company")


def restrict(cast: Cast, visibility: str) -> None:
    type(cast.equipment).objects.filter(pk=cast.equipment.pk).update(visibility=visibility)


def test_fifty_submit_at_once_and_each_waits_once(cast: Cast, article: Article) -> None:
    drafts = [rewrite(article, author, 0, f"By {author}.") for author in people(SUBMITS)]
    crowd = Crowd(SUBMITS)
    outcomes = crowd.act([partial(workflow.submit, draft, draft.author) for draft in drafts])
    assert refusals(outcomes) == []
    # And each fifty times more: they wait already.
    one = drafts[0]
    again = crowd.act([partial(workflow.submit, one, one.author)] * SUBMITS)
    crowd.leave()
    assert refusals(again) == ["WrongState"] * SUBMITS
    assert Proposal.objects.pending().filter(round=1).count() == SUBMITS
    assert Decision.objects.filter(action=Action.SUBMITTED, article=article).count() == SUBMITS + 1
    assert_one_story(article)


def test_what_is_sent_twice_exists_once(cast: Cast, article: Article) -> None:
    content = Content(article.title, "", "Twice")

    def save() -> Proposal:
        return workflow.save(article, cast.author, Change(content, "n", "minor", 1))

    assert refusals(at_once(*[save] * 4)) == ["AlreadyOpen"] * 3
    assert Proposal.objects.open().count() == 1
    assert refusals(at_once(*[lambda: cast.new_page("Set up a phone")] * 4)) == ["AlreadyOpen"] * 3
    assert Article.objects.count() == 2


def test_a_double_click_and_the_back_button_get_a_page_that_says_so(
    cast: Cast, article: Article
) -> None:
    draft = rewrite(article, cast.author, 0, "Better.")
    author, owner = [in_a_browser(cast.author) for _ in "12"], in_a_browser(cast.owner)
    at = draft.get_absolute_url()
    outcomes = at_once(*[partial(browser.post, f"{at}submit/") for browser in author])
    assert sorted(page.status_code for page in outcomes) == [302, 409]
    draft.refresh_from_db()
    marks = marks_of(draft) | {"significance": "minor"}
    outcomes = at_once(
        *[partial(in_a_browser(cast.owner).post, f"{at}approve/", marks) for _ in "12"]
    )
    assert sorted(page.status_code for page in outcomes) == [302, 409]
    for verb, data in {"approve": marks, "decline": {"comment": "No."}}.items():
        back = owner.post(f"{at}{verb}/", data)
        assert back.status_code == 409
        assert "This proposal is approved" in back.content.decode()
    assert author[0].post(f"{at}withdraw/").status_code == 409
    assert_one_story(article)
    assert article.version == 2


@needs_row_locks
def test_an_approval_that_waited_while_the_owner_changed_is_told_so(
    cast: Cast, article: Article
) -> None:
    decide = approval(cast.pending(article, "Better."), cast.fresh(cast.owner))
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
