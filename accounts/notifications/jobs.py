"""When e-mails are sent: by a job after the commit, and again later where it did not work."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from accounts.notifications import sending

OUTAGE_PAUSE = datetime.timedelta(minutes=5)


def send_after_commit() -> None:
    """Has the job run once the caller's transaction has committed. One job sends them all.

    Should it be lost, the next one, or housekeeping, sends what this one would have.
    """
    transaction.on_commit(_enqueue, robust=True)


@task()
def send_waiting_mail() -> int:
    """The job: sends what is due and sees to it that it is tried again where it failed.

    Returns how many e-mails went out.
    """
    sending.give_up()
    try:
        sent = sending.send_due()
    except sending.ServerDown:
        _enqueue_later(timezone.now() + OUTAGE_PAUSE)
        return 0
    if (moment := sending.next_try_at()) is not None:
        _enqueue_later(moment)
    return sent


def _enqueue() -> None:
    if not (_has_queue() and _queued().ready().exists()):
        send_waiting_mail.enqueue()


def _enqueue_later(moment: datetime.datetime) -> None:
    """Without a queue that can wait, the next job or housekeeping has to do."""
    if _has_queue() and not _queued().filter(status="READY", run_after__lte=moment).exists():
        send_waiting_mail.using(run_after=moment).enqueue()


def _queued():  # noqa: ANN202 - the package's queryset
    return DBTaskResult.objects.filter(task_path=send_waiting_mail.module_path)


def _has_queue() -> bool:
    return isinstance(send_waiting_mail.get_backend(), DatabaseBackend)
