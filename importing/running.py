"""The stages of an import, from its files to its report: what pages, jobs and commands call.

begin, add_upload, add_path, remove_file, say     COLLECTING: what it is, and its files
read                                              → READ: rows, and a mapping that is proposed
choose                                            the mapping, as often as one likes
check                                             → CHECKED: the dry run
apply                                             → APPLIED
status, stop, again, forget                       of any of them

Every stage may be killed anywhere and begun again. What is refused raises Refused, and a stage that
does not come to its end Failed; `Import.problem` has the sentence then.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from importing.applying import apply
from importing.checking import check
from importing.choosing import ChoiceChange, choose
from importing.collecting import (
    add_path,
    add_upload,
    begin,
    drop,
    open_files,
    remove_file,
    say,
)
from importing.models import Import, ImportPage, Stage, Topic
from importing.noting import Notes
from importing.proposing import propose
from importing.readers import READERS
from importing.refusals import ChoicesRefused, Failed, Refused
from importing.source import Asked
from importing.staging import clear, keep_made, made_files, stage
from importing.working import STOPPED, at_work, is_stalled

STAGES = {Stage.CHECKING: check, Stage.APPLYING: apply}
WORDS = {
    Stage.READING: "pages read",
    Stage.CHECKING: "pages tried",
    Stage.APPLYING: "pages brought in",
}

__all__ = [
    "ChoiceChange",
    "ChoicesRefused",
    "Failed",
    "Refused",
    "Status",
    "add_path",
    "add_upload",
    "again",
    "apply",
    "begin",
    "check",
    "choose",
    "forget",
    "read",
    "remove_file",
    "run_stage",
    "say",
    "status",
    "stop",
]


@dataclass(frozen=True, slots=True)
class Status:
    """Of a stage at work, or the last one. `total` is 0 where nobody can know it; `is_waiting`
    until a worker begins; `is_stalled` where it gave no sign of life for long."""

    stage: Stage
    done: int
    total: int
    words: str
    seconds: int | None
    is_at_work: bool
    is_waiting: bool
    is_stalled: bool
    stop_asked: bool

    @property
    def percent(self) -> int | None:
        return min(100, self.done * 100 // self.total) if self.total else None


def read(run: Import) -> None:
    """Reads its files and proposes the mapping; from the beginning, if need be. Raises Refused and
    Failed: nothing of the import is read then."""
    reader = READERS[run.format]
    with at_work(run, Stage.READING) as (beat, _):
        clear(run)
        drop(made_files(run))
        asked = Asked(tuple(run.hosts), settings.MAX_BODY_BYTES)
        with open_files(run) as files:
            staged = stage(run, reader(files, asked), beat)
            _tell_problems(run, files.problems)
            keep_made(run, files)
        with transaction.atomic():
            beat.hold()
            propose(run, staged)
            counts = {"pages": run.pages.count(), "files": run.files.count()}
            run.counts = {"read": counts}
            run.save(update_fields=["counts"])


def run_stage(run: Import, stage: Stage) -> None:
    """`read`, `check` or `apply`. Raises Refused and Failed."""
    STAGES.get(stage, read)(run)


def again(run: Import) -> None:
    """Goes on with the stage that failed, was stopped, or that nobody works on any more; here and
    now (`jobs.again` has it done). Raises Refused and Failed."""
    run_stage(run, stage_to_go_on_with(run))


def stage_to_go_on_with(run: Import) -> Stage:
    """Raises Refused where there is none."""
    run.refresh_from_db(fields=["stage", "failed_at", "beat_at"])
    if run.stage == Stage.FAILED and run.failed_at:
        return Stage(run.failed_at)
    if is_stalled(run) or (run.is_at_work and run.beat_at is None):
        return Stage(run.stage)
    raise Refused("There is nothing to go on with.")


def status(run: Import) -> Status:
    """How far it is, from the row as it was loaded."""
    since = (timezone.now() - run.beat_at) if run.beat_at else None
    is_waiting = run.is_at_work and run.beat_at is None
    return Status(
        stage=Stage(run.stage),
        done=run.done,
        total=run.total,
        words=_words(run, is_waiting),
        seconds=max(0, int(since.total_seconds())) if since is not None else None,
        is_at_work=run.is_at_work,
        is_waiting=is_waiting,
        is_stalled=is_stalled(run),
        stop_asked=run.stop_asked,
    )


def stop(run: Import) -> None:
    """Asks whoever works on it to stop after the page they are at; what nobody has begun, or works
    on any more, stops at once."""
    with transaction.atomic():
        row = Import.objects.select_for_update().get(pk=run.pk)
        if not row.is_at_work:
            return
        if row.beat_at is None or is_stalled(row):
            row.failed_at, row.stage, row.problem = row.stage, Stage.FAILED, STOPPED
        else:
            row.stop_asked = True
        row.save(update_fields=["stage", "failed_at", "problem", "stop_asked"])
    run.refresh_from_db(fields=["stage", "failed_at", "problem", "stop_asked"])


def forget(run: Import) -> None:
    """Takes away its files and all rows that were read of them. The mapping, the counts and the
    lines of the report stay, and the wiki as it is. Raises Refused while it is at work."""
    with transaction.atomic():
        row = Import.objects.select_for_update().get(pk=run.pk)
        if row.is_at_work and not is_stalled(row):
            raise Refused("It is being worked on.")
        if row.is_at_work:  # whoever was taken for dead and goes on finds out by this
            row.failed_at, row.stage, row.problem = row.stage, Stage.FAILED, STOPPED
        row.emptied_at = run.emptied_at = row.emptied_at or timezone.now()
        row.save(update_fields=["emptied_at", "stage", "failed_at", "problem"])
    run.refresh_from_db(fields=["stage", "failed_at", "problem"])
    drop(run.files.all())
    _name_pages(run)
    ImportPage.objects.filter(run=run).delete()
    run.addresses.all().delete()


def _name_pages(run: Import) -> None:
    """Lines of the report name their page when that is gone; its key says nothing to people."""
    title = ImportPage.objects.filter(pk=OuterRef("page"), key=OuterRef("where"))
    told = run.notes.filter(Exists(title))
    told.update(where=Subquery(title.values("title")[:1]))


def _tell_problems(run: Import, problems: list) -> None:  # type: ignore[type-arg]
    notes = Notes(run, Stage.READING)
    for where, why in problems:
        notes.add(Topic.FILE_BROKEN, where, why)
    notes.write()


def _words(run: Import, is_waiting: bool) -> str:
    if is_waiting:
        return "Waiting for its turn."
    stage = Stage(run.failed_at) if run.stage == Stage.FAILED and run.failed_at else run.stage
    said = WORDS.get(Stage(stage))
    if said is None:
        return run.get_stage_display()
    return f"{run.done} of {run.total} {said}" if run.total else f"{run.done} {said}"
