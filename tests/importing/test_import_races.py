"""Two who work on imports at the same moment, and somebody who changes the wiki meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any

import pytest
from django.db import connection

from accounts.models import AuditEntry, Department
from importing import running
from importing.applying import Bringer
from importing.models import Import, Stage
from importing.working import NOT_MINE
from processes import integrity, redrawing, reorganising
from processes.models import Article, Decision
from processes.models.provenance import OldAddress, Provenance
from tests.cast import Cast, gather
from tests.importing.old_wiki import OldWiki, Place, page, wiki
from tests.processes.crowd import WAIT, at_once

PAGES = 5

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.long,
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="on SQLite one writes at a time anyway"
    ),
]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return gather()


@pytest.fixture
def old(cast: Cast, monkeypatch: Any) -> OldWiki:
    pages = [
        page(
            f"p{number}",
            f"[on](/p{(number + 1) % PAGES}/) ![x](/x.png)\n",
            places=("equipment",),
            parent="p0" if number else "",
            tags=("Word",),
        )
        for number in range(PAGES)
    ]
    return wiki(cast, monkeypatch, Place("equipment", "Equipment"), *pages)


def tried(old: OldWiki, name: str = "Old") -> Import:
    run = old.begin(name=name)
    running.read(run)
    running.check(run)
    return run


def applying(run: Import) -> Callable[[], str]:
    """As another process does: with a row and a connection of its own."""

    def act() -> str:
        try:
            running.apply(Import.objects.get(pk=run.pk))
        except (running.Refused, running.Failed) as refusal:
            return str(refusal)
        return ""

    return act


def meanwhile(monkeypatch: Any, run: Import, act: Callable[[], object]) -> list[object]:
    """What both say where somebody acts after the first page has come in."""
    is_in, has_acted = Event(), Event()
    bring = Bringer.bring

    def brings(bringer: Bringer, *args: Any) -> None:
        bring(bringer, *args)
        is_in.set()
        assert has_acted.wait(WAIT)

    def acts() -> object:
        assert is_in.wait(WAIT)
        try:
            return act()
        finally:
            has_acted.set()

    with monkeypatch.context() as slow:
        slow.setattr(Bringer, "bring", brings)
        return at_once(applying(run), acts)


def assert_each_came_once() -> None:
    redrawing.drain()
    assert Article.objects.filter(provenance__isnull=False, version=1).count() == PAGES
    assert Provenance.objects.count() == Decision.objects.filter(version=1).count() == PAGES
    assert OldAddress.objects.filter(article__isnull=False).count() == 2 * PAGES
    assert AuditEntry.objects.filter(kind="imported").count() == 1
    assert Article.objects.filter(parent__title="P0").count() == PAGES - 1
    assert not list(integrity.check_all())


def test_of_two_who_apply_one_import_one_does(old: OldWiki) -> None:
    run = tried(old)
    said = at_once(applying(run), applying(run))
    assert sorted(said)[0] == ""
    # The other was refused; one that came when all was done found nothing left to do.
    assert set(said) <= {"", "It is being worked on already."}
    run.refresh_from_db()
    assert run.stage == Stage.APPLIED
    assert_each_came_once()


def test_two_imports_of_one_old_wiki_come_in_one_after_the_other(old: OldWiki) -> None:
    first, second = tried(old, "First"), tried(old, "Second")
    said = at_once(applying(first), applying(second))
    refused = [one for one in said if one]
    assert len(refused) <= 1
    assert all("of the same old wiki, is being applied just now" in one for one in refused)
    assert Provenance.objects.count() == Article.objects.filter(version=1).count() == PAGES
    for run in (first, second):
        run.refresh_from_db()
        if run.stage != Stage.APPLIED:
            running.apply(run)
    assert Provenance.objects.count() == Article.objects.filter(version=1).count() == PAGES
    assert not list(integrity.check_all())


def test_an_import_that_is_deleted_meanwhile_writes_nothing_more(
    old: OldWiki, monkeypatch: Any
) -> None:
    run = tried(old)
    said, _ = meanwhile(monkeypatch, run, Import.objects.filter(pk=run.pk).delete)
    assert said == NOT_MINE
    assert Article.objects.filter(version=1).count() == Provenance.objects.count() == 1
    assert not list(integrity.check_all())
    with pytest.raises(running.Refused):
        running.forget(tried_and_working(old))


def tried_and_working(old: OldWiki) -> Import:
    run = tried(old, "At work")
    Import.objects.filter(pk=run.pk).update(stage=Stage.APPLYING, beat_at="2099-01-01T00:00Z")
    return run


def test_a_department_that_is_renamed_meanwhile_keeps_the_links(
    old: OldWiki, cast: Cast, monkeypatch: Any
) -> None:
    run = tried(old)

    def rename() -> None:
        department = Department.objects.get(pk=cast.equipment.pk)
        department.name, department.slug = "Things", "things"
        department.save()

    said, _ = meanwhile(monkeypatch, run, rename)
    assert said == ""
    assert_each_came_once()
    pages = Article.objects.filter(department__slug="things", version=1, provenance__isnull=False)
    assert pages.count() == PAGES
    assert all("/things/" in one.html for one in pages)


def test_after_a_department_was_merged_meanwhile_pages_go_where_it_went(
    old: OldWiki, cast: Cast, monkeypatch: Any
) -> None:
    run, admin = tried(old), cast.fresh(cast.admin)
    Import.objects.filter(pk=run.pk).update(department=cast.equipment)
    merge = partial(reorganising.merge, cast.equipment, cast.finance, admin, opens=True)
    said, into = meanwhile(monkeypatch, run, merge)
    assert (said, into) == ("", cast.finance)
    run.refresh_from_db()
    assert run.department == cast.finance
    assert set(run.choices.exclude(department=None).values_list("department", flat=True)) == {
        cast.finance.pk
    }
    assert_each_came_once()
    pages = Article.objects.filter(provenance__isnull=False)
    assert {one.department_id for one in pages} == {cast.finance.pk}
    assert all("/finance/" in one.html and "/equipment/" not in one.html for one in pages)
