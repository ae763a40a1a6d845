"""The job that asks links to other sites. It queues its own next run: no clock has to start it."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.utils import timezone
from django_tasks import task
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult, TaskResultStatus

from processes.outside.checking import check_due

EVERY = datetime.timedelta(hours=1)
LINKS = 500  # in one run: at one second each, with a timeout here and there, well within the hour


@task()
def check_outside_links() -> int:
    """Asks the links that are due and returns how many; see `check_due`."""
    asked = check_due(LINKS).asked if settings.CHECK_OUTSIDE_LINKS else 0
    ensure_checks()
    return asked


def ensure_checks() -> None:
    """Queues the next run, unless one is queued or links are not to be checked.

    Where jobs are not queued but done at once, nobody shall wait for other people's servers: there
    `manage.py check_outside_links` does it.
    """
    if not settings.CHECK_OUTSIDE_LINKS:
        return
    if isinstance(check_outside_links.get_backend(), DatabaseBackend) and not _is_queued():
        check_outside_links.using(run_after=timezone.now() + EVERY).enqueue()


def _is_queued() -> bool:
    queued = DBTaskResult.objects.filter(
        task_path=check_outside_links.module_path, status=TaskResultStatus.READY
    )
    return queued.exists()
