"""The stages of imports as jobs, and what is done about imports every hour."""

from __future__ import annotations

import datetime
import logging
import threading

from django.db import close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.backends.immediate import ImmediateBackend

from importing import running
from importing.models import Import, Stage
from importing.refusals import Failed, Refused
from importing.working import queue

KEPT = datetime.timedelta(days=30)
LEFT_LYING = datetime.timedelta(days=90)

logger = logging.getLogger(__name__)


@task()
def read(pk: int) -> None:
    """See `running.read`."""
    _run(pk, Stage.READING)


@task()
def check(pk: int) -> None:
    """See `running.check`."""
    _run(pk, Stage.CHECKING)


@task()
def apply(pk: int) -> None:
    """See `running.apply`."""
    _run(pk, Stage.APPLYING)


JOBS = {Stage.READING: read, Stage.CHECKING: check, Stage.APPLYING: apply}


@transaction.atomic
def begin(run: Import, stage: Stage) -> None:
    """Has a stage done by a worker; until that begins, the import says that it waits.

    Where jobs are done at once (a trial without a worker), a thread of this process does it, so
    that nobody waits for a page. Raises Refused where the stage may not begin.
    """
    queue(run, stage)
    job = JOBS[stage]
    if isinstance(job.get_backend(), ImmediateBackend):
        work = threading.Thread(target=_in_thread, args=(run.pk, stage), daemon=True)
        transaction.on_commit(work.start)
    else:
        job.enqueue(run.pk)


def again(run: Import) -> None:
    """Goes on with the stage that failed, was stopped, or that nobody works on any more. Raises
    Refused."""
    begin(run, running.stage_to_go_on_with(run))


def forget_old() -> int:
    """Forgets the files of imports that ended long ago, and of those that were left lying; returns
    how many."""
    now = timezone.now()
    kept = Import.objects.filter(emptied_at=None)
    ended = kept.filter(stage=Stage.APPLIED, applied_at__lt=now - KEPT)
    lying = kept.filter(made_at__lt=now - LEFT_LYING, applied_at=None)
    done = 0
    for run in [*ended, *lying]:
        try:
            running.forget(run)
        except Refused:
            continue
        done += 1
    return done


def _run(pk: int, stage: Stage) -> None:
    """A job that comes twice finds nothing to do; what fails, the import says."""
    run = Import.objects.filter(pk=pk, stage=stage).first()
    if run is None:
        return
    try:
        running.run_stage(run, stage)
    except Refused as refusal:
        logger.info("Import %s: %s", pk, refusal)
    except Failed as failure:
        logger.warning("Import %s failed while %s: %s", pk, stage, failure)


def _in_thread(pk: int, stage: Stage) -> None:
    close_old_connections()
    try:
        _run(pk, stage)
    finally:
        connection.close()
