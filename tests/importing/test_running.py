"""The stages of an import: which follows which, what is refused, what each writes."""

from __future__ import annotations

import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import Department, User
from importing import jobs, reporting, running
from importing.choosing import ChoiceChange
from importing.models import Import, ImportPage, Stage, Topic
from importing.source import Note
from processes.models import Article, Attachment
from processes.models.provenance import OldAddress
from processes.models.tag import Tag
from tests.cast import Cast, gather
from tests.importing.old_wiki import Author, Place, choices, page, states, wiki


@pytest.fixture
def cast(db: None) -> Cast:
    return gather()


@pytest.fixture
def guides(cast: Cast, monkeypatch: Any) -> Any:
    return wiki(
        cast,
        monkeypatch,
        Author("ann", "Author of old", "AUTHOR@example.com"),
        Author("bob", "Reader of old"),
        Place("guides", "Guides"),
        Place("guides/it", "IT", "guides"),
        Place("equipment", "Equipment"),
        Place("loose", "Loose", suggests_tag=True),
        Place("empty", "Empty"),
        page("start", "See [it](/laptop/).\n", places=("guides", "loose"), author=" ann\n "),
        page("laptop", places=("guides/it",), author="bob"),
        page("mouse", places=("equipment", "guides")),
        page("laptop", "Again.\n"),
        Note(Topic.DROPPED, "export.xml, item 7", "a form", page="start"),
    )


def test_an_upload_is_kept_once_and_removed_with_its_bytes(cast: Cast, guides: Any) -> None:
    run = guides.begin()
    (file,) = run.files.all()
    assert file.size > 100
    assert len(file.sha256) == 64
    with pytest.raises(running.Refused, match="is there already"):
        running.add_upload(run, "other.zip", _same(file))
    with pytest.raises(running.Refused, match="is empty"):
        running.add_upload(run, "none.xml", BytesIO())
    running.read(run)
    running.add_upload(run, "../../more.xml", BytesIO(b"<x/>"))
    assert run.files.last().name == "more.xml"
    assert (run.stage, file.file.storage.exists(file.file.name)) == (Stage.COLLECTING, True)
    with pytest.raises(running.Refused, match="no file or folder"):
        running.add_path(run, Path("/nowhere"))
    running.remove_file(run, file)
    assert run.files.count() == 1


def _same(file: Any) -> BytesIO:
    with default_storage.open(file.file.name) as stream:
        return BytesIO(stream.read())


def test_reading_stages_and_proposes(cast: Cast, guides: Any) -> None:
    run = guides.begin()
    running.read(run)
    assert (run.stage, run.source) == (Stage.READ, "https://old.example.com")
    assert [one.key for one in run.pages.all()] == ["start", "laptop", "mouse"]
    assert choices(run) == {
        "guides": ("new", ""),
        "guides/it": ("new", "guides"),
        "equipment": ("department", ""),
        "loose": ("tag", ""),
        "empty": ("leave_out", ""),
    }
    people = {one.key: one.person for one in run.choices.filter(is_author=True)}
    assert people == {"ann": cast.author, "bob": None}
    told = [str(note) for note in run.notes.order_by("pk")]
    assert any("The same page twice (laptop)" in one for one in told)
    assert "export.xml, item 7: a form" in told
    assert run.notes.get(topic=Topic.DROPPED).page == run.pages.get(key="start")


def test_a_wrong_mapping_is_refused_row_by_row_and_nothing_changes(cast: Cast, guides: Any) -> None:
    run = guides.begin()
    running.read(run)
    row = {one.key: one for one in run.choices.all()}
    new = ChoiceChange("new", 1, new_name=" Guides  here ")
    wrong = {
        row["guides"].pk: ChoiceChange("new", 1, new_name=" ", new_parent_key=""),
        row["guides/it"].pk: ChoiceChange("new", 2, new_name="A", new_parent_key="loose"),
        row["equipment"].pk: ChoiceChange("department", 3, department=999_999),
        row["loose"].pk: ChoiceChange("person", 3),
        row["ann"].pk: ChoiceChange("person", 1, person=999_999),
    }
    with pytest.raises(running.ChoicesRefused) as refused:
        running.choose(run, {**wrong})
    assert set(refused.value.why) == set(wrong)
    circle = {
        row["guides"].pk: ChoiceChange("new", 1, new_name="A", new_parent_key="guides/it"),
        row["guides/it"].pk: ChoiceChange("new", 1, new_name="B", new_parent_key="guides"),
    }
    with pytest.raises(running.ChoicesRefused, match="in a circle"):
        running.choose(run, circle)
    twins = {row[key].pk: ChoiceChange("new", 1, new_name="Twin") for key in ("loose", "empty")}
    with pytest.raises(running.ChoicesRefused, match="Two new departments"):
        running.choose(run, twins)
    assert choices(run)["guides"] == ("new", "")
    running.check(run)
    running.choose(run, {row["guides"].pk: new, 999_999: new})
    row["guides"].refresh_from_db()
    assert (row["guides"].new_name, run.stage) == ("Guides here", Stage.READ)


def test_a_trial_writes_nothing_but_its_own_rows(cast: Cast, guides: Any) -> None:
    run = guides.begin()
    with pytest.raises(running.Refused, match="not its turn"):
        running.check(run)
    running.read(run)
    before = (Article.objects.count(), Department.objects.count(), User.objects.count())
    running.check(run)
    after = (Article.objects.count(), Department.objects.count(), User.objects.count())
    assert after == before
    for model in (Tag, OldAddress, Attachment):
        assert not model.objects.exists()
    assert states(run) == {"start": "new", "laptop": "new", "mouse": "new"}
    start = run.pages.get(key="start")
    assert (start.place_key, start.slug, start.links) == ("guides", "start", {"page": 1})
    assert (start.after["words"], start.after["links"]) == (2, 1)
    assert run.counts["check"]["departments"] == 2
    report = "".join(reporting.as_json(run))
    assert '"address": null' in report


def test_what_is_at_work_is_not_begun_twice_unless_it_gives_no_sign_of_life(
    cast: Cast, guides: Any
) -> None:
    run = guides.begin()
    running.read(run)
    now = timezone.now()
    Import.objects.filter(pk=run.pk).update(stage=Stage.CHECKING, beat_at=now)
    run.refresh_from_db()
    for verb in (running.read, running.check, running.apply, running.forget):
        with pytest.raises(running.Refused):
            verb(run)
    with pytest.raises(running.Refused):
        running.choose(run, {})
    with pytest.raises(running.Refused):
        running.say(run, name="Other")
    assert not running.status(run).is_stalled
    long_ago = now - datetime.timedelta(minutes=3)
    Import.objects.filter(pk=run.pk).update(beat_at=long_ago)
    run.refresh_from_db()
    assert running.status(run).is_stalled
    running.again(run)
    assert run.stage == Stage.CHECKED


def test_two_imports_of_one_old_wiki_are_not_applied_at_once(cast: Cast, guides: Any) -> None:
    first, second = guides.begin(), guides.begin(name="Second")
    for run in (first, second):
        running.read(run)
        running.check(run)
    Import.objects.filter(pk=first.pk).update(stage=Stage.APPLYING, beat_at=timezone.now())
    with pytest.raises(running.Refused, match="of the same old wiki"):
        running.apply(second)
    assert not Article.objects.exists()


def test_a_job_is_queued_until_a_worker_takes_it_and_stops_when_asked(
    cast: Cast, guides: Any
) -> None:
    run = guides.begin()
    jobs.begin(run, Stage.READING)
    assert running.status(run).is_waiting
    with pytest.raises(running.Refused):
        running.add_upload(run, "late.xml", BytesIO(b"<x/>"))
    running.stop(run)
    assert (run.stage, run.failed_at) == (Stage.FAILED, Stage.READING)
    jobs.read.func(run.pk)  # comes all the same: nothing to do
    run.refresh_from_db()
    assert run.stage == Stage.FAILED
    jobs.again(run)
    jobs.read.func(run.pk)
    run.refresh_from_db()
    assert run.stage == Stage.READ
    jobs.read.func(run.pk)
    assert run.pages.count() == 3


def test_what_is_forgotten_leaves_mapping_counts_and_lines(cast: Cast, guides: Any) -> None:
    run = guides.bring()
    stored = run.files.get().file
    running.forget(run)
    for rows in (run.files, ImportPage.objects, run.addresses):
        assert not rows.exists()
    assert run.choices.exists()
    assert run.notes.exists()
    assert Article.objects.count() == 3
    assert run.counts["apply"]["pages"] == {"imported": 3}
    with pytest.raises(running.Refused, match="files of this import are gone"):
        running.apply(run)
    old = guides.bring(name="Again")
    then = timezone.now() - datetime.timedelta(days=31)
    Import.objects.update(applied_at=then)
    assert jobs.forget_old() == 1
    old.refresh_from_db()
    assert old.emptied_at
    assert stored.name != old.name


def test_a_category_in_which_no_page_would_stand_becomes_a_tag(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [page(f"p{n}", places=("news", "rare")[: 1 + (n == 0)]) for n in range(3)]
    below = page("deep", places=("child",))
    places = [Place("news", "News"), Place("rare", "Rare"), Place("child", "Child", "above")]
    old = wiki(cast, monkeypatch, *places, Place("above", "Above"), *many, below)
    run = old.begin()
    running.read(run)
    proposed = dict(run.choices.filter(is_author=False).values_list("key", "choice"))
    assert proposed == {"news": "new", "rare": "tag", "child": "new", "above": "new"}
