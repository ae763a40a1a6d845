"""Pages drawn anew by a job: asked for in the transaction that changed something, never lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from threading import Barrier, Event
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from processes import composing, redrawing, search, workflow
from processes.drawing import Busy, TooMuch
from processes.models import Article, ArticleLink, Proposal, Redraw, VersionNumber
from processes.redrawing import draining
from tests.cast import Cast, gather
from tests.processes.test_publishing import file_at, retitle

needs_row_locks = pytest.mark.skipif(
    "connection.vendor == 'sqlite'", reason="SQLite lets one transaction in at a time"
)


@pytest.fixture
def crowd(transactional_db: None) -> Cast:
    """The cast, where transactions really end."""
    return gather()


def linking(cast: Cast, target: Article, number: int) -> list[Article]:
    """Published pages that hold a recorded link to `target`, made in bulk."""
    pages = Article.objects.bulk_create(
        Article(
            department=cast.equipment,
            title=f"Page {number}-{n}",
            title_key=f"page {number}-{n}",
            slug=f"page-{number}-{n}",
            owner=cast.owner,
            body=f"See [[{target.title}]].",
            version=1,
        )
        for n in range(number)
    )
    ArticleLink.objects.bulk_create(
        ArticleLink(source=page, target=target, title=target.title, title_key=target.title_key)
        for page in pages
    )
    return pages


# --- asking ---------------------------------------------------------------------------------


def renaming_queries(cast: Cast, target: Article) -> int:
    proposal = cast.submit(cast.draft(target, target.body, title=f"{target.title} renamed"))
    with CaptureQueriesContext(connection) as asked:
        cast.approve(proposal)
    return len(asked)


def test_a_rename_costs_as_much_with_five_links_as_with_five_hundred(cast: Cast) -> None:
    few, many = cast.article("Few"), cast.article("Many")
    linking(cast, few, 5)
    linking(cast, many, 500)
    assert renaming_queries(cast, few) == renaming_queries(cast, many)
    assert redrawing.pages_waiting() == 505


def test_a_closing_department_asks_for_its_pages_in_one_statement(cast: Cast) -> None:
    linking(cast, cast.article("Target"), 300)
    with CaptureQueriesContext(connection) as asked:
        redrawing.ask(Article.objects.filter(department=cast.equipment))
    assert len(asked) == 1
    assert redrawing.pages_waiting() == 301


def test_asking_for_nothing_asks_for_nothing(cast: Cast) -> None:
    redrawing.ask([])
    redrawing.ask(Article.objects.none())
    redrawing.ask(Article.objects.filter(pk=0))
    assert not Redraw.objects.exists()


def test_what_is_undone_asks_for_nothing(cast: Cast) -> None:
    with transaction.atomic():
        redrawing.ask([cast.article().pk])
        transaction.set_rollback(True)
    assert not Redraw.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_job_is_queued_however_often_one_asks_and_a_worker_does_it(crowd: Cast) -> None:
    page = crowd.article()
    with transaction.atomic():
        redrawing.ask([page.pk])
        redrawing.ask([page.pk])
        assert not DBTaskResult.objects.exists()
    job = DBTaskResult.objects.get()
    assert job.task_path == "processes.redrawing.jobs.redraw_waiting"
    assert redrawing.pages_waiting() == 1
    call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)
    job.refresh_from_db()
    assert (job.status, job.return_value) == ("SUCCESSFUL", 1)
    assert not Redraw.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_where_there_is_no_worker_it_is_done_at_once(crowd: Cast, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    source = crowd.article("Source", "See [[Target]].")
    crowd.article("Target")
    source.refresh_from_db()
    assert 'class="internal"' in source.html


def test_a_job_ends_after_a_good_number_and_another_goes_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("processes.redrawing.jobs.PAGES", 2)
    linking(cast, cast.article("Target"), 4)
    redrawing.ask_for_all()
    assert redrawing.redraw_waiting.call() == 2
    assert DBTaskResult.objects.ready().count() == 1
    assert redrawing.pages_waiting() == 3


def test_a_job_that_finds_no_process_to_draw_in_is_put_off(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    redrawing.ask([cast.article().pk])
    monkeypatch.setattr(composing, "live", failing(Busy()))
    assert redrawing.redraw_waiting.call() == 0
    assert redrawing.pages_waiting() == 1
    assert Redraw.objects.get().tries == 0
    assert DBTaskResult.objects.count() == 1
    assert not DBTaskResult.objects.ready().exists()


# --- drawing --------------------------------------------------------------------------------


def test_drawing_anew_makes_no_version_and_no_approval(cast: Cast) -> None:
    target = cast.article("Target")
    source = cast.article("Source", "See [[Target]].")
    before = (source.version, source.approved_at, source.decisions.count())
    retitle(cast, target, "Aim")
    assert redrawing.drain() == 1
    source.refresh_from_db()
    assert (source.version, source.approved_at, source.decisions.count()) == before
    assert ">Aim</a>" in source.html
    assert "Aim" in source.text
    assert source.pk in search.find("aim", cast.fresh(cast.reader)).ids()
    assert VersionNumber.objects.get(article=source).html == source.html


def test_an_open_proposal_is_drawn_as_its_author_would_see_it_now(cast: Cast) -> None:
    target = cast.article("Target")
    source = cast.article("Source", "See [[Target]].")
    draft = cast.draft(source, "See [[Target]] again.")
    retitle(cast, target, "Aim")
    redrawing.drain()
    digest = draft.digest
    draft.refresh_from_db()
    assert '/equipment/aim/">Aim</a> again' in draft.html
    assert draft.digest == digest
    file_at(cast, target, department=cast.board)
    redrawing.drain()
    draft.refresh_from_db()
    assert "/board/" not in draft.html


def test_a_page_asked_for_twice_is_drawn_once(cast: Cast) -> None:
    page = cast.article()
    redrawing.ask([page.pk])
    redrawing.ask([page.pk])
    assert (redrawing.drain(), Redraw.objects.count()) == (1, 0)


def test_a_page_that_was_never_published_is_left_as_it_is(cast: Cast) -> None:
    page = cast.new_page().article
    redrawing.ask([page.pk])
    redrawing.drain()
    page.refresh_from_db()
    assert (page.html, Redraw.objects.count()) == ("", 0)


def failing(error: Exception, only: str = "") -> Callable[[Article], Any]:
    """A page that cannot be drawn (or only the one with this title)."""
    live = composing.live

    def draw(article: Article, *known: Any) -> Any:
        if only in article.title:
            raise error
        return live(article, *known)

    return draw


@pytest.mark.parametrize("error", [TooMuch("| a | b |"), ValueError("Odd.")])
def test_a_page_that_cannot_be_drawn_keeps_what_it_shows_and_stops_nobody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    target = cast.article("Target")
    bad = cast.article("Bad", "See [[Target]].")
    good = cast.article("Good", "See [[Target]].")
    retitle(cast, target, "Aim")
    redrawing.ask([bad.pk])
    monkeypatch.setattr(composing, "live", failing(error, "Bad"))
    assert redrawing.drain() == 1
    left = Redraw.objects.get()
    assert (left.article, left.tries) == (bad, draining.TRIES)
    assert str(error)[:20] in left.problem
    assert redrawing.pages_waiting() == 0
    good.refresh_from_db()
    assert ">Aim<" in good.html
    html = bad.html
    bad.refresh_from_db()
    assert bad.html == html
    # Asked for again, it is tried again; drawn, nothing is left of it.
    monkeypatch.undo()
    redrawing.ask([bad.pk])
    assert redrawing.drain() == 1
    assert not Redraw.objects.exists()


def test_a_proposal_that_cannot_be_drawn_does_not_keep_the_page_from_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = cast.article()
    draft = cast.draft(page, "Far too much.")

    def preview(*_: object) -> None:
        raise TooMuch

    monkeypatch.setattr(composing, "preview", preview)
    redrawing.ask([page.pk])
    assert redrawing.drain() == 1
    html = draft.html
    draft.refresh_from_db()
    assert draft.html == html


def test_the_command_draws_everything_and_says_so(cast: Cast) -> None:
    page = cast.article()
    Article.objects.filter(pk=page.pk).update(html="stale")
    said = StringIO()
    call_command("redraw", stdout=said)
    assert "0 pages" in said.getvalue()
    call_command("redraw", "--all", stdout=said)
    assert "1 pages drawn anew" in said.getvalue()
    page.refresh_from_db()
    assert "Switch it on" in page.html


def test_admins_see_how_far_it_is_and_what_could_not_be_drawn(cast: Cast, as_: Callable) -> None:
    redrawing.ask([cast.article("Waiting").pk])
    stuck = cast.article("Stuck")
    Redraw.objects.create(article=stuck, tries=draining.TRIES, problem="Takes too long.")
    address = "/admin/processes/redraw/"
    page = as_(cast.admin).get(address).content.decode()
    assert "1 page is waiting to be drawn anew" in page
    assert "Takes too long." in page
    assert as_(cast.admin).get(f"{address}add/").status_code == 403
    assert as_(cast.owner).get(address).status_code in (302, 403, 404)


# --- at the same moment ---------------------------------------------------------------------


def alone(act: Callable[..., Any], *args: object) -> Any:
    """Acts over a connection of the thread's own."""
    try:
        return act(*args)
    finally:
        connections.close_all()


def meanwhile(act: Callable[[], object]) -> None:
    """Something done and committed by somebody else, over another connection."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(alone, act).result(timeout=30)


def interrupted(monkeypatch: pytest.MonkeyPatch, title: str, act: Callable[[], object]) -> None:
    """`act` happens once, while the page of this title has been drawn and is not yet written."""
    live, acted = composing.live, []

    def draw(article: Article, *known: Any) -> Any:
        rendered = live(article, *known)
        if article.title == title and not acted:
            acted.append(True)
            meanwhile(act)
        return rendered

    monkeypatch.setattr(composing, "live", draw)


@pytest.mark.django_db(transaction=True)
def test_what_is_asked_while_a_page_is_being_drawn_is_not_lost(
    crowd: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = crowd.article("Target")
    source = crowd.article("Source", "See [[Target]].")
    retitle(crowd, target, "Aim")
    interrupted(monkeypatch, "Source", lambda: retitle(crowd, target, "Goal"))
    assert redrawing.drain() == 2
    source.refresh_from_db()
    assert "/equipment/goal/" in source.html
    assert not Redraw.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_text_published_while_its_page_is_being_drawn_stays(
    crowd: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = crowd.article("Target")
    source = crowd.article("Source", "See [[Target]]. Old text.")
    change = crowd.pending(source, "See [[Target]]. New text.")
    retitle(crowd, target, "Aim")
    interrupted(monkeypatch, "Source", lambda: crowd.approve(change))
    redrawing.drain()
    source.refresh_from_db()
    assert source.version == 2
    assert "New text" in source.html
    assert VersionNumber.objects.get(article=source, number=2).html == source.html
    assert ArticleLink.objects.get(source=source).target == target


@pytest.mark.django_db(transaction=True)
def test_who_drew_earlier_never_writes_over_who_drew_later(
    crowd: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = crowd.article("Target")
    source = crowd.article("Source", "See [[Target]].")
    retitle(crowd, target, "Aim")

    def rename_back_and_drain() -> None:
        retitle(crowd, target, "Target")
        redrawing.drain()

    # The later one writes just what stands there already, so the page alone would not show it.
    interrupted(monkeypatch, "Source", rename_back_and_drain)
    assert redrawing.drain() == 0
    source.refresh_from_db()
    assert "/equipment/target/" in source.html
    assert not Redraw.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_draft_saved_while_it_is_being_drawn_stays(
    crowd: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = crowd.article("Source")
    draft = crowd.draft(source, "First words.")
    change = workflow.Change(workflow.Content("Source", "", "Second words."), "n", "minor", 1)
    redrawing.ask([source.pk])
    Proposal.objects.update(html="stale")
    interrupted(
        monkeypatch, "Source", lambda: workflow.edit(draft, crowd.fresh(crowd.author), change)
    )
    redrawing.drain()
    draft.refresh_from_db()
    assert draft.html == "<p>Second words.</p>"


@needs_row_locks
@pytest.mark.django_db(transaction=True)
def test_nobody_who_asks_waits_for_who_draws_or_asks(crowd: Cast) -> None:
    page = crowd.article()
    redrawing.ask([page.pk])
    with transaction.atomic():
        # Somebody who drew is just writing, and somebody else has just asked.
        Article.objects.select_for_update(no_key=True).get(pk=page.pk)
        Redraw.objects.all().delete()
        redrawing.ask([page.pk])
        meanwhile(lambda: redrawing.ask([page.pk]))
    assert redrawing.drain() == 1


@needs_row_locks
@pytest.mark.django_db(transaction=True)
def test_pages_that_link_to_each_other_are_published_and_drawn_side_by_side(crowd: Cast) -> None:
    pages = [crowd.article(f"Page {n}", "## Top\n\nFirst.") for n in range(4)]
    body = "## Top\n\n" + " ".join(f"[[Page {n}#Top]]" for n in range(4))
    for page in pages:
        crowd.approve(crowd.pending(page, body))
    barrier, stop = Barrier(4), Event()

    def publish(page: Article) -> None:
        barrier.wait(20)
        for number in range(12):
            title = f"Page {page.pk}-{number}" if number % 3 == 0 else page.title
            change = crowd.pending(page, f"{body}\n\nRound {number}.", title=title)
            crowd.approve(change)

    def draw() -> None:
        barrier.wait(20)
        while not stop.is_set():
            redrawing.ask_for_all()
            redrawing.drain()

    with ThreadPoolExecutor(4) as pool:
        publishers = [pool.submit(alone, publish, page) for page in pages[:2]]
        drainers = [pool.submit(alone, draw) for _ in range(2)]
        outcomes = [job.exception() for job in publishers]
        stop.set()
        outcomes += [job.exception() for job in drainers]
    assert outcomes == [None] * 4
    redrawing.ask_for_all()
    redrawing.drain()
    for page in pages:
        page.refresh_from_db()
        assert (page.html.count('class="internal"'), page.version) == (4, page.version)
    assert [page.version for page in pages] == [14, 14, 2, 2]


@needs_row_locks
@pytest.mark.django_db(transaction=True)
def test_two_who_draw_at_once_share_the_work(crowd: Cast) -> None:
    target = crowd.article("Target")
    linking(crowd, target, 60)
    redrawing.ask(Article.objects.filter(links__target=target))

    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(alone, redrawing.drain) for _ in range(2)]
        done = [job.result() for job in jobs]
    assert sum(done) == 60
    assert not Redraw.objects.exists()
