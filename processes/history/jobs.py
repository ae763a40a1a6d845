"""The job that works out who wrote which line of a long history."""

from __future__ import annotations

from django_tasks import task
from django_tasks_db import DatabaseBackend

from processes.history.tracing import work_out

VERSIONS = 200


@task()
def work_out_origins(article_id: int) -> int:
    """Some versions of one article; then it queues itself again for the rest, where jobs are
    queued. Where they are done at once, somebody waits: the rest follows when it is asked again,
    or at the next housekeeping."""
    done = work_out(article_id, VERSIONS)
    if done == VERSIONS and isinstance(work_out_origins.get_backend(), DatabaseBackend):
        work_out_origins.enqueue(article_id)
    return done
