"""A version goes live while other proposals to its page are open."""

from __future__ import annotations

import pytest
from django_tasks_db.models import DBTaskResult

from accounts.models import Event, Notification
from processes import composing, drawing, merging, workflow
from processes.merging import Conflicts, Merged
from processes.models import Action, Article, Decision, Origin, Proposal, State
from processes.workflow import Change, Content, overtaking
from tests.cast import Cast

BODY = "# Opening\n\nUnlock the gate. Switch on the pumps.\n\n- Towels\n- Badges\n\nAsk the desk."
GATES = BODY.replace("the gate", "both gates")
DOOR = BODY.replace("the gate", "a door")
ROBES = BODY.replace("Towels", "Robes")


@pytest.fixture
def article(cast: Cast) -> Article:
    return cast.article("Opening", BODY)


def told(event: Event, proposal: Proposal) -> list[tuple[str, str]]:
    """Who was told so of a proposal, and where it led them."""
    rows = Notification.objects.filter(event=event, subject_key=f"proposal:{proposal.pk}")
    return list(rows.order_by("pk").values_list("user__name", "url"))


def test_what_fits_is_put_together_and_goes_on_waiting(cast: Cast, article: Article) -> None:
    waiting = cast.pending(article, ROBES)
    Proposal.objects.filter(pk=waiting.pk).update(claimed_by=cast.deputy)
    as_read = waiting.digest
    cast.approve(cast.pending(article, GATES, author=cast.reader))

    assert overtaking.catch_up(article.pk) == 1
    assert overtaking.catch_up(article.pk) == 0
    now = Proposal.objects.get(pk=waiting.pk)
    assert (now.state, now.base_version, now.round) == (State.PENDING, 2, 2)
    assert now.body == GATES.replace("Towels", "Robes")
    assert "Robes" in now.html
    assert "both gates" in now.html
    assert (now.due_on, now.submitted_at) == (waiting.due_on, waiting.submitted_at)
    assert now.changes == 1

    kept = now.rounds.get(number=2)
    assert (kept.origin, kept.by, kept.base_version) == (Origin.MERGED, cast.owner, 2)
    assert (kept.body, kept.digest) == (now.body, now.digest)
    changed = "".join(part["html"] for part in kept.diff if part["number"])
    assert "Robes" in changed
    assert "gates" not in changed
    since = "".join(part["html"] for part in kept.diff_since if part["number"])
    assert "gates" in since
    assert "Robes" not in since

    line = now.decisions.first()
    assert (line.action, line.by, line.round) == (Action.OVERTAKEN, cast.owner, 2)
    assert line.digest == now.digest
    page = now.get_absolute_url()
    assert told(Event.PUBLISHED, now) == [("Author", page), ("Deputy", page)]
    asked = Notification.objects.get(event=Event.SUBMITTED, subject_key=f"proposal:{now.pk}")
    assert asked.settled_at is None

    with pytest.raises(workflow.TextMoved):
        workflow.approve(now, cast.fresh(cast.owner), digest=as_read, base_version=1)
    assert cast.approve(now) == 3
    article.refresh_from_db()
    assert article.body == now.body


def test_what_clashes_goes_back_to_its_author(cast: Cast, article: Article) -> None:
    waiting = cast.pending(article, DOOR)
    cast.approve(cast.pending(article, GATES, author=cast.reader))
    assert overtaking.catch_up(article.pk) == 1
    now = Proposal.objects.get(pk=waiting.pk)
    assert (now.state, now.base_version, now.round) == (State.RETURNED, 1, 1)
    assert (now.body, now.due_on, now.claimed_by) == (DOOR, None, None)
    line = now.decisions.first()
    assert (line.action, line.by, line.version) == (Action.OVERTAKEN, cast.owner, None)
    assert line.comment.startswith("Version 2 changed the same places")
    assert told(Event.RETURNED, now) == [("Author", f"/proposals/{now.pk}/merge/")]
    task = Notification.objects.get(event=Event.RETURNED, subject_key=f"proposal:{now.pk}")
    assert (task.settled_at, task.text) == (None, line.comment)
    asked = Notification.objects.get(event=Event.SUBMITTED, subject_key=f"proposal:{now.pk}")
    assert asked.settled_at is not None


def test_who_published_what_clashes_with_their_own_is_told_too(
    cast: Cast, article: Article
) -> None:
    own = cast.pending(article, DOOR, author=cast.owner)
    cast.approve(cast.pending(article, GATES))
    overtaking.catch_up(article.pk)
    assert told(Event.RETURNED, own) == [("Owner", f"/proposals/{own.pk}/merge/")]


def test_what_the_new_version_says_already_goes_back_too(cast: Cast, article: Article) -> None:
    waiting = cast.pending(article, GATES)
    cast.approve(cast.pending(article, GATES.replace("Towels", "Robes"), author=cast.reader))
    overtaking.catch_up(article.pk)
    now = Proposal.objects.get(pk=waiting.pk)
    assert now.state == State.RETURNED
    assert "says all of it already" in now.decisions.first().comment


def test_what_is_too_much_together_goes_back_too(
    cast: Cast, article: Article, settings: pytest.FixtureRequest
) -> None:
    waiting = cast.pending(article, BODY + "\n\nLock up.")
    cast.approve(cast.pending(article, "Hello.\n\n" + BODY, author=cast.reader))
    settings.MAX_BODY_BYTES = len(BODY) + 15
    overtaking.catch_up(article.pk)
    now = Proposal.objects.get(pk=waiting.pk)
    assert now.state == State.RETURNED
    assert "too long for one page" in now.decisions.first().comment


def test_who_still_writes_is_told_at_once_and_only_once(cast: Cast, article: Article) -> None:
    draft = cast.draft(article, ROBES)
    hidden = cast.draft(article, ROBES, author=cast.outsider)
    rival = cast.pending(article, GATES, author=cast.reader)
    cast.operations.visibility = "members"
    cast.operations.save()
    cast.approve(rival)
    overtaking.catch_up_all()
    assert told(Event.PUBLISHED, draft) == [("Author", f"/proposals/{draft.pk}/merge/")]
    assert told(Event.PUBLISHED, hidden) == []
    draft.refresh_from_db()
    assert (draft.state, draft.base_version, draft.body) == (State.DRAFT, 1, ROBES)


def test_who_only_files_the_page_differently_is_left_alone(cast: Cast, article: Article) -> None:
    content = Content(article.title, article.summary, article.body)
    change = Change(content, "A topic of ours", base_version=1, filing={"kind": "expertise"})
    filed = cast.submit(workflow.save(article, cast.fresh(cast.author), change))
    cast.approve(cast.pending(article, GATES, author=cast.reader))
    assert overtaking.catch_up_all() == 0
    filed.refresh_from_db()
    assert (filed.state, filed.base_version, filed.round) == (State.PENDING, 1, 1)
    assert merging.moved(cast.author, filed) is None


def test_the_job_is_queued_once_it_is_certain(
    cast: Cast,
    article: Article,
    django_capture_on_commit_callbacks: pytest.FixtureRequest,
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    jobs = DBTaskResult.objects.filter(task_path=overtaking.bring_page_up_to_date.module_path)
    with django_capture_on_commit_callbacks(execute=True):
        cast.approve(cast.pending(article, GATES, author=cast.reader))
    assert not jobs.exists()
    article.refresh_from_db()
    with django_assert_num_queries(1):
        overtaking.ask(article)
    waiting = cast.pending(article, GATES.replace("Towels", "Robes"))
    with django_capture_on_commit_callbacks(execute=True):
        cast.approve(cast.pending(article, GATES + "\n\nBye.", author=cast.reader))
    assert jobs.get().args_kwargs["args"] == [article.pk]
    assert overtaking.bring_page_up_to_date.call(article.pk) == 1
    waiting.refresh_from_db()
    assert waiting.base_version == 3


def test_a_job_that_cannot_draw_comes_again(
    cast: Cast, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = cast.pending(article, ROBES)
    cast.approve(cast.pending(article, GATES, author=cast.reader))

    def busy(*_: object) -> None:
        raise drawing.Busy

    with monkeypatch.context() as patched:
        patched.setattr(composing, "preview", busy)
        assert overtaking.bring_page_up_to_date.call(article.pk) == 0
    again = DBTaskResult.objects.get(task_path=overtaking.bring_page_up_to_date.module_path)
    assert again.run_after is not None
    assert merging.moved(cast.author, Proposal.objects.get(pk=waiting.pk)).may_catch_up
    assert overtaking.catch_up_all() == 1


def test_a_version_that_comes_while_it_is_drawn_is_taken_in_as_well(
    cast: Cast, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = cast.pending(article, ROBES)
    last = cast.pending(article, BODY + "\n\nBye.", author=cast.head)
    cast.approve(cast.pending(article, GATES, author=cast.reader))
    preview, calls = composing.preview, []

    def publish_meanwhile(*args: object) -> object:
        calls.append(args)
        if len(calls) == 1:
            cast.approve(overtaking.bring_up_to_date(last))
        return preview(*args)

    monkeypatch.setattr(composing, "preview", publish_meanwhile)
    overtaking.bring_up_to_date(waiting)
    now = Proposal.objects.get(pk=waiting.pk)
    assert (now.base_version, now.round) == (3, 2)
    assert now.body == GATES.replace("Towels", "Robes") + "\n\nBye."


def test_only_what_waits_is_brought_up_to_date(cast: Cast, article: Article) -> None:
    draft = cast.draft(article, ROBES)
    for verb in (overtaking.bring_up_to_date, lambda p: overtaking.overtake(p, cast.owner, "!")):
        with pytest.raises(workflow.WrongState):
            verb(draft)
    assert not Decision.objects.filter(proposal=draft).exists()


def test_title_and_summary_are_put_together_as_wholes(cast: Cast, article: Article) -> None:
    draft = cast.draft(article, BODY, title="Opening hours")
    cast.approve(cast.pending(article, GATES, author=cast.reader))
    both = merging.suggestion(Proposal.objects.get(pk=draft.pk))
    assert both == Merged(Content("Opening hours", "", GATES, {}), 2)
    cast.approve(cast.pending(article, GATES, title="Opening the hall", author=cast.reader))
    both = merging.suggestion(Proposal.objects.get(pk=draft.pk))
    assert isinstance(both, Conflicts)
    assert [len(field.conflicts) for field in both.fields] == [1, 0, 0]
    assert both.resolved(["Hours"], [], []).content == Content("Hours", "", GATES, {})


def test_more_clashes_than_anybody_answers_are_one(cast: Cast) -> None:
    lines = [f"Line {number}.\n" for number in range(merging.MOST_CONFLICTS + 1)]
    base, live, mine = ("same\n".join(w + line for line in lines) for w in ("", "Live: ", "Mine: "))
    article = cast.article("Long", base)
    draft = cast.draft(article, mine)
    cast.approve(cast.pending(article, live, author=cast.reader))
    both = merging.suggestion(Proposal.objects.get(pk=draft.pk))
    assert [len(field.conflicts) for field in both.fields] == [0, 0, 1]
    assert both.resolved([], [], [both.body.conflicts[0].live]).content.body == live.strip("\n")
