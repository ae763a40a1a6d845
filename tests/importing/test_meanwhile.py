"""What happens to the wiki, and to an import, while it is applied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Department, User
from importing import running
from importing.applying import Bringer
from importing.applying.people import NO_OWNER
from importing.models import Import, Stage, Topic
from importing.working import NOT_MINE
from processes import integrity, redrawing
from processes.models import Article
from tests.cast import Cast, gather
from tests.importing.old_wiki import OldWiki, Place, page, states, wiki

PAGES = 6
STATEMENTS = 30


@pytest.fixture
def cast(db: None) -> Cast:
    return gather()


@pytest.fixture
def old(cast: Cast, monkeypatch: Any) -> OldWiki:
    """Its first page stands in a department of its own; all link to the next one."""
    pages = [
        page(f"p{number}", f"See [on](/p{(number + 1) % PAGES}/).\n", places=(f"d{number > 0}",))
        for number in range(PAGES)
    ]
    return wiki(cast, monkeypatch, Place("dFalse", "First"), Place("dTrue", "Second"), *pages)


def tried(old: OldWiki) -> Import:
    run = old.begin()
    running.read(run)
    running.check(run)
    return run


def after_one(monkeypatch: Any, run: Import, act: Callable[[], object]) -> str:
    """What the import says where this is done after its first page."""
    bring, brought = Bringer.bring, list[str]()

    def brings(bringer: Bringer, page: Any, *args: Any) -> None:
        bring(bringer, page, *args)
        brought.append(page.key)
        if len(brought) == 1:
            act()

    with monkeypatch.context() as changed:
        changed.setattr(Bringer, "bring", brings)
        try:
            running.apply(run)
        except running.Failed as failure:
            return str(failure)
    return ""


def test_pages_whose_department_was_deleted_are_left_out(old: OldWiki, monkeypatch: Any) -> None:
    run = tried(old)
    run.pages.filter(key="p0").update(turn=0)
    run.pages.exclude(key="p0").update(turn=1)
    second = Department.objects.filter(name="Second")
    assert after_one(monkeypatch, run, second.delete) == ""
    assert states(run) == {"p0": "imported"} | {f"p{n}": "left_out" for n in range(1, PAGES)}
    said = set(run.notes.filter(topic=Topic.LEFT_OUT).values_list("text", flat=True))
    assert said == {"Its department is not there any more."}
    redrawing.drain()
    assert not list(integrity.check_all())


def test_where_nobody_can_own_pages_any_more_it_waits_for_somebody(
    old: OldWiki, cast: Cast, monkeypatch: Any
) -> None:
    run = tried(old)
    Department.objects.update(manager=None)
    leave = User.objects.filter(pk=run.owner_id)
    assert after_one(monkeypatch, run, lambda: leave.update(is_active=False)) == NO_OWNER
    assert Article.objects.filter(version=1).count() == 1
    with pytest.raises(running.Failed, match="Nobody could own"):
        running.again(run)
    Import.objects.filter(pk=run.pk).update(owner=cast.owner)
    running.again(run)
    owners = Article.objects.filter(version=1).values_list("owner", flat=True)
    assert sorted(owners) == sorted([cast.head.pk, *[cast.owner.pk] * (PAGES - 1)])


def test_one_that_is_thrown_away_by_whoever_takes_it_for_dead_ends(
    old: OldWiki, monkeypatch: Any
) -> None:
    run = tried(old)

    def forget() -> None:
        # Its last sign of life stays what its worker wrote, so that only this tells them.
        monkeypatch.setattr(running, "is_stalled", lambda row: True)
        running.forget(Import.objects.get(pk=run.pk))

    assert after_one(monkeypatch, run, forget) == NOT_MINE
    run.refresh_from_db()
    assert (run.stage, run.problem, run.pages.count()) == (Stage.FAILED, "It was stopped.", 0)
    assert Article.objects.filter(version=1).count() == 1


def test_a_page_takes_few_statements(old: OldWiki, monkeypatch: Any) -> None:
    """As many for the last as for those before it, beginning and end of its transaction among
    them: nothing grows with what has come in. What is asked for a batch of pages is not counted."""
    run, each = tried(old), list[int]()
    bring = Bringer.bring

    def counts(*args: Any) -> None:
        with CaptureQueriesContext(connection) as said:
            bring(*args)
        each.append(len(said))

    monkeypatch.setattr(Bringer, "bring", counts)
    running.apply(run)
    assert len(each) == PAGES
    assert max(each) <= STATEMENTS
    assert len(set(each[1:-1])) == 1
