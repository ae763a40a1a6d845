"""Killed anywhere, an import goes on; done twice, it changes nothing the second time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage

from importing import checking, running, staging
from importing.applying import bringing, completing
from importing.models import Import, Stage
from importing.source import File, Remark
from processes import publishing, redrawing
from processes.models import Article
from processes.models.provenance import OldComment, Provenance
from tests.cast import Cast, gather
from tests.importing.old_wiki import SOURCE, Author, OldWiki, Place, page, states, wiki

# What may change with a second run: the import's own rows, its line in the audit log.
OWN = ("importing_", "accounts_auditentry", "django_", "django_tasks")


class Killed(BaseException):
    """As the end of the process: nothing catches it."""


@pytest.fixture
def cast(db: None) -> Cast:
    return gather()


@pytest.fixture
def old(cast: Cast, monkeypatch: Any) -> OldWiki:
    return wiki(
        cast,
        monkeypatch,
        Author("ann", "Ann"),
        Place("guides", "Guides", addresses=("/category/guides/",)),
        Place("guides/it", "IT", "guides"),
        Place("tag", "Tag", suggests_tag=True),
        page("a", "[b](/b/) [c](/c/) ![x](/x.png)\n", places=("guides",), author="ann"),
        page("b", "[a](/a/)\n", places=("guides/it", "tag"), parent="c"),
        page("c", "[b](/b/)\n", places=("guides/it",), parent="b", tags=("Word",),
             remarks=(Remark("1", "Yes."), Remark("2", "No.", answer_to="1"))),
        page("d", form="draft"),
        page("e", form="redirect", redirect_to="/a/"),
        File((f"{SOURCE}/x.png", "/x.png"), "x.png"),
    )  # fmt: skip


def snapshot() -> dict[str, list[Any]]:
    """Every row of every table of the wiki."""
    tables = {}
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if model._meta.managed and not table.startswith(OWN):
            tables[table] = list(model._default_manager.order_by("pk").values_list())
    return tables


@contextmanager
def killed(monkeypatch: Any, owner: Any, name: str, at: int) -> Iterator[None]:
    """The process ends when this is called for the nth time."""
    real: Callable[..., Any] = getattr(owner, name)
    left = at

    def dies(*args: Any, **kwargs: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            raise Killed
        return real(*args, **kwargs)

    with monkeypatch.context() as broken:
        broken.setattr(owner, name, dies)
        yield


def lost(run: Import) -> None:
    """The worker of a stage is gone, and that is noticed."""
    Import.objects.filter(pk=run.pk).update(beat_at="2020-01-01T00:00:00Z")
    run.refresh_from_db()
    assert running.status(run).is_stalled


def told(old: OldWiki) -> dict[str, Any]:
    """What there is in the end, without numbers and moments."""
    pages = Article.objects.order_by("title").values_list(
        "title", "slug", "department__slug", "owner", "version", "parent__title"
    )
    bodies = {one.title: one.body.count("[[") for one in Article.objects.all()}
    return {
        "pages": list(pages),
        "links": bodies,
        "from": sorted(Provenance.objects.values_list("key", "author__name")),
        "remarks": OldComment.objects.count(),
    }


def test_a_second_run_changes_no_row_and_no_file(old: OldWiki) -> None:
    run = old.bring()
    redrawing.drain()
    before, files = snapshot(), _files()
    assert Article.objects.filter(version=1).count() == 3
    running.apply(run)
    again = old.bring(name="Again")
    redrawing.drain()
    assert states(again)["a"] == "same"
    after = snapshot()
    assert {name for name in after if after[name] != before[name]} == set()
    assert _files() - files == set()


def _files() -> set[str]:
    found = set()
    for folder in default_storage.listdir("attachments")[0]:
        found |= {
            f"{folder}/{name}" for name in default_storage.listdir(f"attachments/{folder}")[1]
        }
    return found


PLACES = [
    (Stage.READING, staging, "row_of", 3),
    (Stage.READING, running, "propose", 1),
    (Stage.CHECKING, checking, "place_all", 1),
    (Stage.CHECKING, checking, "set_turns", 1),
    (Stage.APPLYING, publishing, "publish", 1),
    (Stage.APPLYING, publishing, "publish", 3),
    (Stage.APPLYING, bringing.Provenance.objects, "create", 2),
    (Stage.APPLYING, bringing, "keep_remarks", 3),
    (Stage.APPLYING, bringing.old_addresses, "record", 2),
    (Stage.APPLYING, completing, "_join_families", 1),
    (Stage.APPLYING, completing, "_finish", 1),
]


@pytest.mark.parametrize(
    ("stage", "owner", "name", "at"), PLACES, ids=[f"{p[0]}-{p[2]}-{p[3]}" for p in PLACES]
)
def test_killed_in_any_stage_it_goes_on_to_the_same_end(
    old: OldWiki, monkeypatch: Any, stage: Stage, owner: Any, name: str, at: int
) -> None:
    run = old.begin()
    order = [Stage.READING, Stage.CHECKING, Stage.APPLYING]
    for before in order[: order.index(stage)]:
        running.run_stage(run, before)
    with killed(monkeypatch, owner, name, at), pytest.raises(Killed):
        running.run_stage(run, stage)
    run.refresh_from_db()
    assert run.stage == stage
    _nothing_half()
    lost(run)
    running.again(run)
    for after in order[order.index(stage) + 1 :]:
        running.run_stage(run, after)
    _nothing_half()
    assert run.stage == Stage.APPLIED
    end = told(old)
    assert [row[0] for row in end["pages"]] == ["A", "B", "C", "D"]
    assert end["remarks"] == 2
    assert end["links"]["A"] == 2
    assert sum(row[5] is not None for row in end["pages"]) == 1


def _nothing_half() -> None:
    """A page is there with all of it, or not at all."""
    pages = Article.objects.count()
    assert Provenance.objects.count() == pages
    for one in Article.objects.filter(version=1):
        assert one.old_wiki_addresses.exists()
        assert one.decisions.count() == 1
    assert OldComment.objects.count() in (0, 2)


def test_whoever_was_taken_for_dead_writes_nothing_more(old: OldWiki, monkeypatch: Any) -> None:
    run = old.begin()
    running.read(run)
    running.check(run)
    publish = publishing.publish

    def slowly(*args: Any, **kwargs: Any) -> int:
        number = publish(*args, **kwargs)
        Import.objects.filter(pk=run.pk).update(beat_at="2030-01-01T00:00:00Z")
        return number

    with monkeypatch.context() as slow:
        slow.setattr(publishing, "publish", slowly)
        with pytest.raises(running.Failed, match="Somebody else"):
            running.apply(run)
    assert Article.objects.count() == 1
    run.refresh_from_db()
    assert run.stage == Stage.APPLYING


def test_a_stop_is_heard_after_the_page_at_hand(old: OldWiki, monkeypatch: Any) -> None:
    run = old.begin()
    running.read(run)
    running.check(run)
    monkeypatch.setattr("importing.working.SECONDS_BETWEEN_BEATS", 0)
    adopt = bringing.workflow.adopt

    def and_stop(*args: Any, **kwargs: Any) -> int:
        running.stop(Import.objects.get(pk=run.pk))
        return adopt(*args, **kwargs)

    with monkeypatch.context() as asked:
        asked.setattr(bringing.workflow, "adopt", and_stop)
        with pytest.raises(running.Failed, match="It was stopped"):
            running.apply(run)
    assert (run.stage, run.failed_at) == (Stage.FAILED, Stage.APPLYING)
    assert Article.objects.filter(version=1).count() == 1
    running.again(run)
    assert Article.objects.count() == 4


def test_a_broken_file_leaves_nothing_behind(old: OldWiki) -> None:
    run = old.begin()
    old.fails_at = 5
    with pytest.raises(running.Failed, match="the disk is gone"):
        running.read(run)
    assert (run.stage, run.failed_at) == (Stage.FAILED, Stage.READING)
    with pytest.raises(running.Refused):
        running.check(run)
    old.fails_at = None
    running.again(run)
    assert run.pages.count() == 5
