"""What is kept of each submission, and what its comparisons show to whom."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from processes import links, rounds, workflow
from processes.models import Article, Origin, Proposal, Round
from processes.text import changed_words, working_days
from processes.workflow import Change, Content
from tests.cast import Cast

TEXT = "Unpack it.\n\nSwitch it on.\n\nPlug in the dock."


def edit(cast: Cast, proposal: Proposal, body: str) -> Proposal:
    change = Change(Content(proposal.title, "", body), "Once more", "minor", proposal.base_version)
    return workflow.edit(proposal, cast.fresh(proposal.author), change)


def shown(stored: list[dict[str, object]] | None, reader: User) -> str:
    return "".join(part.html for part in rounds.parts(stored, reader))


def test_every_submission_is_kept_with_what_it_changes_and_what_changed_since(cast: Cast) -> None:
    article = cast.article()
    proposal = cast.pending(article, TEXT)
    workflow.return_to_author(proposal, cast.owner, "Which dock?")
    cast.submit(edit(cast, proposal, TEXT.replace("the dock", "the grey dock")))
    first, second = proposal.rounds.all()
    proposal.refresh_from_db()

    assert (first.number, first.body, first.diff_since) == (1, TEXT, None)
    assert (second.number, second.origin, second.by) == (2, Origin.SUBMITTED, cast.author)
    assert second.digest == proposal.digest != first.digest
    changed = [part for part in rounds.parts(second.diff, cast.owner) if part.kind == "change"]
    assert [part.number for part in changed] == [1]
    assert "grey" in changed[0].html
    since = shown([row for row in second.diff_since if row["number"]], cast.owner)
    assert "grey" in since
    assert "Switch" not in since
    assert (proposal.changes, proposal.words_added, proposal.words_removed) == (1, 5, 0)
    assert rounds.latest(proposal) == second
    for forge in (second.save, second.delete):
        with pytest.raises(TypeError):
            forge()
    with pytest.raises(IntegrityError), transaction.atomic():
        rounds.record(
            *(proposal, Origin.SUBMITTED, cast.author, timezone.now()),
            compared=rounds.compare("", ""),
        )


def test_a_new_page_has_nothing_to_be_compared_with_but_a_size(cast: Cast) -> None:
    proposal = cast.submit(cast.new_page(body="Don't *hurry*: unpack **it**."))
    assert rounds.latest(proposal).diff is None
    assert (proposal.changes, proposal.words_added, proposal.words_removed) == (0, 4, 0)


def closed_world(cast: Cast, title: str) -> Article:
    """A page of the board, and one in Equipment that links to it in two ways."""
    cast.article(title, "Nightfall", department=cast.board, author=cast.insider, owner=cast.insider)
    body = f"See [[{title}]] and [it](/board/coup/).\n\nBring tea to us."
    return cast.article("Agenda", body, author=cast.owner)


def test_a_link_that_the_author_may_not_follow_is_no_change_of_theirs(cast: Cast) -> None:
    article = closed_world(cast, "Coup")
    assert "/board/coup/" in article.html
    proposal = cast.pending(article, article.body.replace("tea", "coffee"))
    kept = rounds.latest(proposal)
    assert proposal.changes == 1
    html = "".join(part["html"] for part in kept.diff)
    # What they wrote themselves is no news to them; where the title leads would be.
    assert html.count("/board/coup/") == 1
    said = "".join(part["html"] for part in kept.diff if part["number"])
    assert "coffee" in said
    assert "board" not in said
    assert "See" not in said


def test_a_decider_who_may_read_less_sees_neither_link_nor_address(cast: Cast) -> None:
    article = closed_world(cast, "Coup")
    body = "See [[Coup]] and it.\n\nBring [tea](/board/coup/) to [us](/equipment/agenda/)."
    proposal = cast.pending(article, body, author=cast.insider)
    stored = rounds.latest(proposal).diff
    insider, owner = cast.fresh(cast.insider), cast.fresh(cast.owner)
    assert cast.board.pk in owner.departments.hidden_from(owner)

    assert "“tea” is now a link to /board/coup/" in shown(stored, insider)
    assert "“it” is no longer a link to /board/coup/" in shown(stored, insider)
    assert "/board/" not in shown(stored, owner)
    assert "“tea” is now a link to a page that you may not open" in shown(stored, owner)
    assert "“us” is now a link to /equipment/agenda/" in shown(stored, owner)


def test_an_old_draft_is_drawn_anew_so_that_names_of_today_are_no_change(cast: Cast) -> None:
    target = cast.article("Docks")
    article = cast.article("Desks", "See [[Docks]].\n\nSit down.")
    proposal = cast.draft(article, article.body.replace("Sit down", "Stand up"))
    cast.approve(cast.pending(target, "Grey.", title="Grey docks", author=cast.reader))
    hours_ago = timezone.now() - datetime.timedelta(hours=2)
    Proposal.objects.filter(pk=proposal.pk).update(saved_at=hours_ago)
    from processes import redrawing

    redrawing.drain()
    proposal = cast.submit(proposal)
    assert proposal.changes == 1
    assert "/equipment/grey-docks/" in proposal.html


def test_a_text_that_changes_while_it_is_compared_is_compared_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The author saves in another tab between the drawing and the lock."""
    from processes.workflow import submitting

    proposal = cast.draft(cast.article(), TEXT)
    prepare = submitting.prepare

    def late(*args: object, **kwargs: object) -> object:
        monkeypatch.setattr(submitting, "prepare", prepare)
        prepared = prepare(*args, **kwargs)
        edit(cast, proposal, TEXT + "\n\nGo home.")
        return prepared

    monkeypatch.setattr(submitting, "prepare", late)
    proposal = cast.submit(proposal)
    assert "Go home" in shown(rounds.latest(proposal).diff, cast.owner)
    assert proposal.words_added == 6


def test_hostile_words_stay_words(cast: Cast) -> None:
    evil = "<script>alert(1)</script> “x” now leads to <b onclick=x>/board/</b> link to /board/x"
    proposal = cast.pending(cast.article(), evil)
    html = shown(rounds.latest(proposal).diff, cast.fresh(cast.owner))
    assert "<script" not in html
    assert "onclick" not in html.replace("&lt;b onclick", "")
    assert links.for_reader(html, cast.fresh(cast.owner)) == html


def test_what_waits_has_a_day_and_what_does_not_waits_no_more(cast: Cast) -> None:
    proposal = cast.draft(cast.article(), TEXT)
    friday = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)
    proposal = workflow.submit(proposal, cast.author, friday)
    assert proposal.due_on == datetime.date(2026, 11, 27)
    waited = {"claimed_by": cast.owner, "claimed_at": friday, "reminded_at": friday}
    waited |= {"escalated_at": friday, "escalated_to": cast.head}
    Proposal.objects.filter(pk=proposal.pk).update(**waited)
    workflow.take_back(proposal, cast.author)
    proposal.refresh_from_db()
    assert proposal.due_on is None
    assert not any(getattr(proposal, name) for name in waited)


@pytest.mark.parametrize(
    ("day", "days", "becomes"),
    [
        (16, 0, 16), (16, 1, 17), (16, 4, 20), (16, 5, 23), (20, 1, 23), (20, 5, 27),
        (21, 0, 20), (21, 1, 23), (22, 1, 23), (22, 5, 27), (18, 10, 32),
    ],
)  # fmt: skip
def test_working_days_leave_the_weekend_out(day: int, days: int, becomes: int) -> None:
    """16 November 2026 was a Monday."""
    first = datetime.date(2026, 11, 1)
    found = working_days.after(first + datetime.timedelta(days=day - 1), days)
    assert found == first + datetime.timedelta(days=becomes - 1)


def test_words_are_counted_where_they_came_and_went_and_nowhere_else() -> None:
    html = (
        '<p>We <del>always</del> said: <del class="d-removed">don\'t <del>ever</del> go</del>'
        ' <ins class="d-added">go, <a href="/x/">go-go</a> &amp; <code>x = 1</code></ins> on</p>'
    )
    assert changed_words.count([html]) == (4, 3)
    assert changed_words.words_of(html) == 11


def test_comparing_happens_before_anything_is_locked(cast: Cast) -> None:
    """A submission holds its locks for statements alone."""
    proposal = cast.draft(cast.article(), TEXT)
    author = cast.fresh(cast.author)
    with CaptureQueriesContext(connection) as queries:
        workflow.submit(proposal, author)
    asked = [query["sql"] for query in queries]
    locked = next(n for n, sql in enumerate(asked) if sql.startswith("SAVEPOINT"))
    assert locked <= 7
    assert len(asked) <= 21
    assert Round.objects.count() == 2
