"""The job that works out who wrote which line of a long history."""

from __future__ import annotations

from django_tasks import task
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from processes.history.tracing import work_out

VERSIONS = 200


@task()
def work_out_origins(article_id: int) -> int:
    """Some versions of one article; then it queues itself again for the rest, where jobs are
    queued. Where they are done at once, somebody waits: the rest follows when it is asked again,
    or at the next housekeeping."""
    done = work_out(article_id, VERSIONS)
    if done == VERSIONS and _is_in_database():
        ask_for_origins(article_id)
    return done


def ask_for_origins(article_id: int) -> None:
    """Queues the job for an article, unless one is queued that has not begun: whoever opens the
    page again and again asks once."""
    if not (_is_in_database() and _is_queued(article_id)):
        work_out_origins.enqueue(article_id)


def _is_in_database() -> bool:
    return isinstance(work_out_origins.get_backend(), DatabaseBackend)


def _is_queued(article_id: int) -> bool:
    queued = DBTaskResult.objects.ready().filter(task_path=work_out_origins.module_path)
    return queued.filter(args_kwargs__args=[article_id]).exists()
