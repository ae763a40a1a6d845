"""One at work on a stage of an import, with signs of life.

Whoever works writes the moment into `beat_at` with each batch, and only where it still says what
they wrote last: a worker that was taken for dead finds that out before it writes anything more.
"""

from __future__ import annotations

import datetime
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import reset_queries, transaction
from django.utils import timezone

from importing.models import Import, Stage
from importing.refusals import Failed, Refused, Stopped, TakenOver
from importing.source import Unreadable
from processes import attachments
from processes.drawing import Busy

STALLED = datetime.timedelta(minutes=2)
SECONDS_BETWEEN_BEATS = 1.0
STOPPED = "It was stopped."
NOT_MINE = "Somebody else goes on with it, or threw it away."
NO_ROOM = "Pages could not be drawn: too much is going on. Go on in a few minutes."
UNFORESEEN = (
    "Something unforeseen happened: {}. What was done so far stays; it can be gone on with."
)

# From where each stage may begin; from FAILED only where it failed at this one, or after it.
BEFORE = {
    Stage.READING: (Stage.COLLECTING, Stage.READ, Stage.CHECKED),
    Stage.CHECKING: (Stage.READ, Stage.CHECKED),
    Stage.APPLYING: (Stage.CHECKED, Stage.APPLIED),
}
AFTER = {
    Stage.READING: Stage.READ,
    Stage.CHECKING: Stage.CHECKED,
    Stage.APPLYING: Stage.APPLIED,
}

logger = logging.getLogger(__name__)


class Beat:
    """Progress and sign of life of whoever works on a run; `done` and `total` may be set, and
    `where`, the page they are at."""

    def __init__(self, run: Import) -> None:
        self.run, self.where = run, ""
        self.done, self.total = run.done, run.total
        self._last = time.monotonic()

    def step(self, number: int = 1) -> None:
        """So many more are done; written down now and then. Raises Stopped and TakenOver."""
        self.done += number
        if time.monotonic() - self._last >= SECONDS_BETWEEN_BEATS:
            self.write()

    def hold(self) -> None:
        """Within a transaction that writes into the wiki: nobody takes over before it has
        committed (one statement). Raises TakenOver."""
        mine = Import.objects.select_for_update().filter(pk=self.run.pk)
        row = mine.values_list("stage", "beat_at").first()
        if row != (self.run.stage, self.run.beat_at):
            raise TakenOver

    def write(self) -> None:
        """One or two statements. Raises Stopped and TakenOver."""
        self._last = time.monotonic()
        reset_queries()  # which DEBUG keeps, thousands of them with all their texts
        mine = Import.objects.filter(pk=self.run.pk, stage=self.run.stage, beat_at=self.run.beat_at)
        # Never the same moment twice, however coarse the clock.
        now = max(timezone.now(), self.run.beat_at + datetime.timedelta(microseconds=1))
        if not mine.update(done=self.done, total=self.total, beat_at=now):
            raise TakenOver
        self.run.beat_at = now
        if Import.objects.filter(pk=self.run.pk, stop_asked=True).exists():
            raise Stopped


def is_stalled(run: Import) -> bool:
    """At work, and no sign of life for long. One that nobody has begun yet is not: it waits."""
    return run.is_at_work and run.beat_at is not None and run.beat_at < timezone.now() - STALLED


@transaction.atomic
def queue(run: Import, stage: Stage) -> None:
    """Says that this stage is to be worked on; who does follows. Raises Refused."""
    row = _locked(run, stage)
    _may_begin(row, stage)
    row.failed_at = row.failed_at if row.stage == Stage.FAILED else ""
    if row.is_at_work:
        row.failed_at = row.stage
    _enter(row, stage)
    row.beat_at = None
    row.save(update_fields=_FIELDS)
    _take(run, row)


@contextmanager
def at_work(run: Import, stage: Stage) -> Iterator[tuple[Beat, bool]]:
    """Around the work of a stage: (beat, whether it goes on where it stopped before).

    Raises Refused where it may not begin, Failed where it did not come to its end: the run says
    then where it failed and why.
    """
    goes_on = _begin(run, stage)
    beat = Beat(run)
    try:
        yield beat, goes_on
        _end(run, beat)
    except TakenOver:
        raise Failed(NOT_MINE) from None
    except (Stopped, KeyboardInterrupt):
        _fail(run, STOPPED)
    except Unreadable as error:
        _fail(run, f"{error.where}: {error}" if error.where else str(error))
    except Refused as error:
        _fail(run, str(error))
    except Busy:
        _fail(run, NO_ROOM)
    except (attachments.StorageUnavailable, attachments.Busy) as error:
        _fail(run, str(error))
    except Exception as error:
        logger.exception("Import %s failed while %s (%s)", run.pk, stage, beat.where)
        said = UNFORESEEN.format(f"{type(error).__name__}: {error}"[:500])
        _fail(run, f"{beat.where}: {said}" if beat.where else said)


_FIELDS = ["stage", "failed_at", "problem", "done", "total", "beat_at", "stop_asked"]


@transaction.atomic
def _begin(run: Import, stage: Stage) -> bool:
    row = _locked(run, stage)
    is_queued = row.stage == stage and row.beat_at is None
    if not is_queued:
        _may_begin(row, stage)
    goes_on = stage == (row.stage if row.is_at_work and not is_queued else row.failed_at)
    _enter(row, stage)
    row.failed_at, row.beat_at = "", timezone.now()
    row.save(update_fields=_FIELDS)
    _take(run, row)
    return goes_on


def _may_begin(row: Import, stage: Stage) -> None:
    if row.emptied_at:
        raise Refused("The files of this import are gone: begin a new one.")
    if row.is_at_work and not is_stalled(row):
        raise Refused("It is being worked on already.")
    now = Stage(row.failed_at or Stage.READING) if row.stage == Stage.FAILED else Stage(row.stage)
    order = list(BEFORE)
    is_back = now in BEFORE and order.index(stage) <= order.index(now)
    if not is_back and now not in BEFORE[stage]:
        raise Refused(f"This is not its turn: {row.get_stage_display().lower()}.")
    if stage == Stage.APPLYING:
        _only_one(row)


def _only_one(row: Import) -> None:
    """Two imports of the same old wiki are applied one after the other."""
    same = Import.objects.filter(source=row.source).order_by("pk")
    for other in same:
        if other.pk != row.pk and other.stage == Stage.APPLYING and not is_stalled(other):
            raise Refused(f"“{other}”, of the same old wiki, is being applied just now.")


def _enter(row: Import, stage: Stage) -> None:
    row.stage, row.problem, row.stop_asked = stage, "", False
    row.done = row.total = 0


def _end(run: Import, beat: Beat) -> None:
    values = {"stage": AFTER[Stage(run.stage)], "done": beat.done, "total": beat.total}
    _write_if_mine(run, **values, stop_asked=False)


def _fail(run: Import, problem: str) -> None:
    _write_if_mine(run, stage=Stage.FAILED, failed_at=run.stage, problem=problem, stop_asked=False)
    raise Failed(problem)


def _write_if_mine(run: Import, **values: object) -> None:
    mine = Import.objects.filter(pk=run.pk, stage=run.stage, beat_at=run.beat_at)
    if not mine.update(**values):
        raise Failed(NOT_MINE)
    for name, value in values.items():
        setattr(run, name, value)


def _locked(run: Import, stage: Stage) -> Import:
    if stage == Stage.APPLYING:
        # With all of the same old wiki, in one order: else two would wait for each other.
        same = Import.objects.filter(pk=run.pk).values("source")
        list(Import.objects.select_for_update().filter(source__in=same).order_by("pk"))
    return Import.objects.select_for_update().get(pk=run.pk)


def _take(run: Import, row: Import) -> None:
    for name in _FIELDS:
        setattr(run, name, getattr(row, name))
