"""The job that draws what is waiting."""

from __future__ import annotations

import datetime
import logging

from django.utils import timezone
from django_tasks import task
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from processes.drawing import Busy
from processes.redrawing.draining import drain, waiting

PAGES = 500
PAUSE = datetime.timedelta(seconds=30)

logger = logging.getLogger(__name__)


@task()
def redraw_waiting() -> int:
    """Draws a good number of pages, then queues itself again while any are left."""
    try:
        done = drain(PAGES)
    except Busy:
        logger.warning("Too busy to draw pages anew; they follow later.")
        _enqueue_later()
        return 0
    if waiting().exists():
        enqueue()
    return done


def enqueue() -> None:
    """Queues the job, unless one is queued that has not begun: it will see what is there now."""
    if not (_is_in_database() and _queued().exists()):
        redraw_waiting.enqueue()


def _enqueue_later() -> None:
    """Where nothing can be put off, housekeeping or the next change draws what is left."""
    if _is_in_database():
        redraw_waiting.using(run_after=timezone.now() + PAUSE).enqueue()


def _is_in_database() -> bool:
    return isinstance(redraw_waiting.get_backend(), DatabaseBackend)


def _queued():  # noqa: ANN202 - the package's queryset
    return DBTaskResult.objects.ready().filter(task_path=redraw_waiting.module_path)
