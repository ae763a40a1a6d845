"""`manage.py housekeeping`: what has to be looked after every hour."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django_tasks import task_backends
from django_tasks_db import DatabaseBackend

from accounts import audit_keeping, hourly, notifications, sessions, tables, unseen
from processes import (
    arranging,
    attachments,
    escalating,
    finding,
    history,
    outside,
    portraits,
    redrawing,
    working_copies,
)
from processes.models import Article
from processes.outside.jobs import ensure_checks
from processes.workflow import handing_over, overtaking

# Who publishes a page while another gets a new title, in the same instant, may draw the old one.
DRAWN_AGAIN = datetime.timedelta(hours=2)
KEPT_DAYS = 7  # of what jobs gave back
FAILED_KEPT_DAYS = 30

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Draws pages that were left over, brings proposals up to date, sweeps unused uploads,"
        " reminds of decisions that are due and escalates those that are late, sends what mail is"
        " left and the daily digests, forgets what is old. Run it hourly."
    )

    def handle(self, **options: object) -> None:
        """Every step is tried, whatever became of those before it."""
        steps: dict[str, Callable[[], object]] = {
            "pages drawn anew": _redraw,
            "pages put in order": arranging.mend,
            "proposals brought up to date": overtaking.catch_up_all,
            "uploads swept": attachments.sweep,
            "links to other sites asked": _check_outside,
            "unused addresses forgotten": outside.forget_unused,
            "reminded and escalated": escalating.remind_and_escalate,
            "hand-overs opened and closed": handing_over.tidy,
            "digests written": notifications.send_digests,
            "mail sent": notifications.send_waiting_mail.call,
            "old notifications forgotten": notifications.prune,
            "old jobs forgotten": _forget_jobs,
            "unfinished texts forgotten": working_copies.forget_old,
            "old searches forgotten": finding.forget_searches,
            "people not seen at the provider": unseen.tell,
            "old lines of the audit log forgotten": audit_keeping.forget_old,
            "ended sign-ins forgotten": sessions.forget_old,
            "tables that nobody applied forgotten": tables.forget_old,
            "pictures of people fetched": portraits.fetch_waiting,
            "lines of old versions traced": history.work_out_all,
            **hourly.steps(),
        }
        failed = [name for name, step in steps.items() if not self._done(name, step)]
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}. The log says why.")

    def _done(self, name: str, step: Callable[[], object]) -> bool:
        try:
            outcome = step()
        except Exception:
            logger.exception("Housekeeping failed: %s", name)
            return False
        self.stdout.write(f"{name}: {'done' if outcome is None else outcome}")
        return True


def _redraw() -> int:
    recent = Article.objects.filter(published_at__gte=timezone.now() - DRAWN_AGAIN, version__gt=0)
    redrawing.ask(recent)
    return redrawing.drain()


def _forget_jobs() -> None:
    if _has_worker():
        call_command(
            "prune_db_task_results",
            min_age_days=KEPT_DAYS,
            failed_min_age_days=FAILED_KEPT_DAYS,
            verbosity=0,
        )


def _check_outside() -> object:
    """Where there is a worker, it asks; should its round have been cut short, it begins again."""
    if not settings.CHECK_OUTSIDE_LINKS:
        return "switched off"
    return ensure_checks() if _has_worker() else outside.check_due()


def _has_worker() -> bool:
    return isinstance(task_backends["default"], DatabaseBackend)
