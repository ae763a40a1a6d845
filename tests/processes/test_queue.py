"""My reviews: the list, its filters, who is on it, and several minor changes at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from processes import permissions, standing, workflow
from processes.models import Action, Article, Decision, Proposal
from processes.publishing import title_key
from processes.workflow import Change, Content, claiming
from tests.cast import DAY, Cast, deputise

As = Callable[[User], Client]


def late(proposal: Proposal, days: int = 2) -> Proposal:
    """The answer was due some days ago."""
    due_on = timezone.localdate() - days * DAY
    Proposal.objects.filter(pk=proposal.pk).update(due_on=due_on)
    return Proposal.objects.get(pk=proposal.pk)


def listed(client: Client, show: str = "") -> list[int]:
    return [row.proposal.pk for row in client.get("/reviews/", {"show": show}).context["rows"]]


def choice(proposal: Proposal) -> str:
    return f"{proposal.pk}:{proposal.round}:{proposal.digest}"


def test_the_queue_says_what_a_busy_manager_needs_and_filters_it(cast: Cast, as_: As) -> None:
    mine = late(cast.pending(cast.article("Mine"), "Unpack it now.", significance="major"))
    theirs = cast.pending(cast.article("Theirs", owner=cast.head), "Unpack <b>it</b>.")
    deputise(cast.head, cast.owner)
    Proposal.objects.filter(pk=mine.pk).update(changes=3, words_added=40, words_removed=12)
    claiming.claim(theirs, cast.fresh(cast.head))
    owner = as_(cast.owner)
    page = owner.get("/reviews/")
    html = page.content.decode()
    assert listed(owner) == [mine.pk, theirs.pk]
    for words in (
        "Overdue by 2 days",
        "3 changes, +40 −12 words",
        "In Head’s place",
        "Head is on it",
        "Major",
    ):
        assert words in html
    counts = {filter.name: filter.count for filter in page.context["filters"]}
    by_filter = {
        "all": [mine.pk, theirs.pk],
        "mine": [mine.pk],
        "place": [theirs.pk],
        "overdue": [mine.pk],
        "minor": [theirs.pk],
        "unclaimed": [mine.pk],
        "<script>": [mine.pk, theirs.pk],
    }
    for show, expected in by_filter.items():
        assert listed(owner, show) == expected
        assert counts.get(show, 2) == len(expected)
    assert b"Overdue by 2 days" in owner.get("/").content
    assert listed(as_(cast.reader)) == []
    assert b"Nothing to review" in as_(cast.reader).get("/reviews/").content


def test_a_filter_that_finds_nothing_leads_back_to_everything(cast: Cast, as_: As) -> None:
    cast.pending(cast.article(), "Better.")
    html = as_(cast.owner).get("/reviews/?show=overdue").content.decode()
    assert "Nothing under “Overdue”" in html
    assert "Show all 1" in html


def test_five_hundred_waiting_take_no_more_queries_than_one(cast: Cast, as_: As) -> None:
    now, today = timezone.now(), timezone.localdate()
    pages = Article.objects.bulk_create(
        Article(
            department=cast.equipment,
            owner=(cast.owner, cast.head)[n % 2],
            title=f"Page {n}",
            title_key=title_key(f"Page {n}"),
            slug=f"page-{n}",
            version=1,
        )
        for n in range(500)
    )
    Proposal.objects.bulk_create(
        Proposal(
            article=page,
            author=cast.author,
            state="pending",
            round=1,
            base_version=1,
            submitted_at=now,
            due_on=today - DAY,
            title=page.title,
            claimed_by=cast.deputy,
            escalated_to=cast.head,
        )
        for page in pages
    )
    deputise(cast.head, cast.owner)
    owner = as_(cast.owner)
    for address, most in (("/reviews/", 7), ("/reviews/?show=overdue&page=3", 7), ("/", 13)):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = owner.get(address)
        assert page.status_code == 200
        assert len(queries) <= most, [query["sql"][:100] for query in queries]
    assert owner.get("/reviews/").context["waiting_count"] == 500


def test_whoever_decides_says_that_they_are_on_it(cast: Cast, as_: As) -> None:
    proposal = cast.pending(cast.article(), "Better.")
    deputise(cast.owner, cast.deputy)
    address = f"{proposal.get_absolute_url()}claim/"
    assert as_(cast.reader).post(address).status_code == 404
    assert as_(cast.author).post(address).status_code == 403
    assert as_(cast.deputy).post(address).status_code == 302
    assert as_(cast.deputy).post(address).status_code == 302
    # The owner's page was opened before, and shows nobody: no claim is taken over unseen.
    assert as_(cast.owner).post(address).status_code == 409
    seen = standing.of(cast.fresh(cast.owner), Proposal.objects.get(pk=proposal.pk))
    assert seen is not None
    assert (seen.claimed_by, seen.waits_for, seen.may_claim) == (cast.deputy, cast.deputy, True)
    assert as_(cast.owner).post(address, {"instead_of": "9" * 5_000}).status_code == 409
    as_(cast.owner).post(address, {"instead_of": cast.deputy.pk})
    assert as_(cast.deputy).post(f"{proposal.get_absolute_url()}release/").status_code == 403
    for _again in range(2):
        response = as_(cast.owner).post(f"{proposal.get_absolute_url()}release/")
        assert response.status_code == 302
    proposal.refresh_from_db()
    assert proposal.claimed_by is None
    assert proposal.claimed_at is None
    # A claim blocks nobody, and ends with the decision.
    claiming.claim(proposal, cast.fresh(cast.deputy))
    cast.approve(proposal)
    proposal.refresh_from_db()
    assert proposal.claimed_by is None
    with pytest.raises(workflow.WrongState):
        claiming.claim(proposal, cast.fresh(cast.owner))


def test_a_claim_of_somebody_who_may_not_decide_any_more_counts_for_nothing(cast: Cast) -> None:
    proposal = cast.pending(cast.article(), "Better.")
    deputising = deputise(cast.owner, cast.deputy)
    claiming.claim(proposal, cast.fresh(cast.deputy))
    deputising.delete()
    proposal.refresh_from_db()
    seen = standing.of(cast.fresh(cast.owner), proposal)
    assert seen is not None
    assert (seen.claimed_by, seen.waits_for) == (None, cast.owner)
    assert claiming.claim(proposal, cast.fresh(cast.owner)).claimed_by == cast.owner


def test_where_it_stands_is_told_with_how_soon_they_usually_answer(cast: Cast) -> None:
    article = cast.article()
    proposal = late(cast.pending(article, "Better."))
    now = timezone.now()
    for days, by in ((3, cast.owner), (1, cast.owner), (40, cast.head)):
        _answered(article, by, now, days)
    author = cast.fresh(cast.author)
    seen = standing.of(author, proposal)
    assert seen is not None
    assert (seen.waits_for, seen.overdue, seen.may_claim) == (cast.owner, True, False)
    # The article's own first approval took no time at all; with these it makes three.
    assert seen.usual == "within a day"
    _answered(article, cast.owner, now, 4)
    _answered(article, cast.owner, now, 5)
    assert standing.usual_answer_time(cast.owner) == "in about 3 days"
    assert standing.usual_answer_time(cast.head) == ""
    workflow.take_back(proposal, author)
    assert standing.of(author, Proposal.objects.get(pk=proposal.pk)) is None


def _answered(article: Article, by: User, now: datetime.datetime, days: int) -> None:
    """A proposal that was answered after some days."""
    author = User.objects.get(email="author@example.com")
    proposal = Proposal.objects.create(
        article=article, author=author, state="declined", round=1, title="Old", base_version=1
    )
    for action, person, at in (
        (Action.SUBMITTED, author, now - days * DAY),
        (Action.DECLINED, by, now),
    ):
        Decision.objects.create(article=article, proposal=proposal, action=action, by=person, at=at)


def test_four_eyes_hold_in_the_departments_below(cast: Cast, as_: As) -> None:
    article = cast.article()
    cast.operations.four_eyes = True
    cast.operations.save()
    proposal = cast.pending(article, "By its owner.", author=cast.owner)
    assert permissions.deciders_of(proposal) == [cast.head]
    assert b"Four eyes" in as_(cast.owner).get("/equipment/").content
    assert not permissions.may_publish_directly(cast.fresh(cast.owner), article, "minor")
    with pytest.raises(workflow.NotAllowed):
        cast.approve(proposal)
    assert listed(as_(cast.owner)) == []
    assert listed(as_(cast.head)) == [proposal.pk]


def test_minor_changes_that_were_read_are_approved_together(cast: Cast, as_: As) -> None:
    read, stale, unread = (
        cast.pending(cast.article(title), f"{title}, better.") for title in ("A", "B <i>", "C")
    )
    major = cast.pending(cast.article("D"), "D, better.", significance="major")
    foreign = cast.pending(
        cast.article("E", department=cast.finance, owner=cast.treasurer), "E, better."
    )
    owner = as_(cast.owner)
    for proposal in (read, stale, major):
        owner.get(proposal.get_absolute_url())
    owner.get(unread.get_absolute_url(), headers={"sec-purpose": "prefetch"})
    # Read, and then submitted again with another text.
    workflow.take_back(stale, cast.fresh(cast.author))
    other = Content(stale.title, "", "Something else.")
    workflow.edit(stale, cast.fresh(cast.author), Change(other, note="Other", base_version=1))
    stale = cast.submit(stale)
    rows = {row.proposal.pk: row for row in owner.get("/reviews/").context["rows"]}
    assert {pk for pk, row in rows.items() if row.choice} == {read.pk}
    assert not rows[major.pk].may_join

    chosen = [*map(choice, (read, stale, unread, major, foreign)), "1", f"999:1:{'0' * 64}"]
    answer = owner.post("/reviews/approve/", {"choice": chosen, "show": "minor"})
    assert answer.status_code == 302
    page = owner.get(answer.url)
    outcomes = {outcome["title"]: outcome["said"] for outcome in page.context["outcomes"]}
    assert outcomes["A"] == "Version 2 is live."
    assert "not opened" in outcomes["B <i>"]
    assert "not opened" in outcomes["C"]
    assert "minor" in outcomes["D"]
    assert "not there" in outcomes["A proposal"]
    assert "E" not in outcomes
    assert b"B &lt;i&gt;" in page.content
    assert b"/reviews/?show=minor" in page.content
    assert set(listed(owner)) == {stale.pk, unread.pk, major.pk}
    # The back button and a double click: it is approved already, and stays so.
    owner.post("/reviews/approve/", {"choice": choice(read)})
    again = owner.get("/reviews/approved/")
    assert again.context["outcomes"][0]["said"] == "It is approved already."
    assert Article.objects.get(pk=read.article_id).version == 2
    owner.post("/reviews/approve/", {"choice": [f"{n}:1:{'0' * 64}" for n in range(900, 926)]})
    assert owner.get("/reviews/approved/").context["left"] == 1
    assert owner.post("/reviews/approve/").url == "/reviews/"
    assert owner.get("/reviews/approve/").status_code == 405


def test_one_that_is_refused_keeps_no_other_from_being_approved(cast: Cast, as_: As) -> None:
    first, second = (cast.pending(cast.article(title), f"{title}!") for title in ("A", "B"))
    owner = as_(cast.owner)
    for proposal in (first, second):
        owner.get(proposal.get_absolute_url())
    Article.objects.filter(pk=first.article_id).update(archived_at=timezone.now())
    owner.post("/reviews/approve/", {"choice": [choice(first), choice(second)]})
    outcomes = owner.get("/reviews/approved/").context["outcomes"]
    assert [outcome["done"] for outcome in outcomes] == [False, True]
    assert "archived" in outcomes[0]["said"]
