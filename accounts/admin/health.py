"""What works in the background: e-mails that go out, jobs that wait."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django_tasks import task_backends
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from accounts.admin.wording import ago
from accounts.admin_panels import BAD, GOOD, WARN, Line, Panel, counted, first_page, health
from accounts.models import Digest, Notification
from accounts.models.outgoing import Mail

# A job that could begin and has waited so long has nobody to do it.
PATIENCE = datetime.timedelta(minutes=5)
WEEK = datetime.timedelta(days=7)
SHOWN = 15


@first_page.add(50)
def background(request: HttpRequest) -> Panel:
    """E-mails and jobs in a few numbers."""
    lines = [*_mail_lines(), *_job_lines()]
    return Panel("Health", "activity", lines=lines, more=("More about it", reverse("admin:health")))


@health.add(10)
def mail(request: HttpRequest) -> Panel:
    """E-mails, with those that could not be sent."""
    page = reverse("admin:accounts_notification_changelist")
    lines = _mail_lines()
    failed = Notification.objects.filter(mail=Mail.FAILED).select_related("user")
    for found in failed.order_by("-created_at")[:SHOWN]:
        url = reverse("admin:accounts_notification_change", args=[found.pk])
        lines.append(
            Line(f"{found.user}: {found.problem or found.title}", ago(found.created_at), url)
        )
    return Panel("E-mail", "mail", _mail_said(), lines, ("What people were told", page))


@health.add(20)
def jobs(request: HttpRequest) -> Panel:
    """Jobs, with those that failed lately: which, and by what, never with what they were given."""
    lines = _job_lines()
    failed = DBTaskResult.objects.failed().filter(finished_at__gte=timezone.now() - WEEK)
    for job in failed.order_by("-finished_at")[:SHOWN]:
        problem = job.exception_class_path.rsplit(".", 1)[-1]
        lines.append(Line(f"{job.task_path}: {problem}", ago(job.finished_at), "", BAD))
    said = "Pages drawn anew, smaller pictures, links to other sites, e-mails."
    return Panel("Jobs in the background", "cog", said, lines)


@health.add(90)
def database(request: HttpRequest) -> Panel:
    """Which database this is, and what is forgotten when."""
    days = (("Audit log", settings.AUDIT_DAYS), ("Searches", settings.SEARCH_LOG_DAYS))
    lines = [Line("Database", connection.display_name)]
    lines += [Line(f"{what} kept for", f"{count} days") for what, count in days]
    return Panel("Data", "database", lines=lines)


def _mail_said() -> str:
    return "" if settings.MAIL_ON else "No e-mail is sent: EMAIL_URL is not set."


def _mail_lines() -> list[Line]:
    page = reverse("admin:accounts_notification_changelist")
    if not settings.MAIL_ON:
        return [Line("E-mail", "switched off", reverse("admin:health"))]
    told = _of_mail(Notification) + _of_mail(Digest)
    waiting, failed = told["waiting"], told["failed"]
    return [
        Line("E-mails waiting", waiting, f"{page}?mail__exact=waiting"),
        Line("E-mails not sent", failed, f"{page}?mail__exact=failed", counted(failed, BAD)),
    ]


class _Counts(dict[str, int]):
    def __add__(self, other: dict[str, int]) -> _Counts:
        return _Counts({key: count + other[key] for key, count in self.items()})


def _of_mail(model: type[Notification] | type[Digest]) -> _Counts:
    going = model.objects.filter(mail__in=[Mail.WAITING, Mail.SENDING, Mail.FAILED])
    waiting, failed = ~Q(mail=Mail.FAILED), Q(mail=Mail.FAILED)
    return _Counts(
        going.aggregate(waiting=Count("pk", filter=waiting), failed=Count("pk", filter=failed))
    )


def _job_lines() -> list[Line]:
    """Few and bounded: jobs that went well are forgotten after a week."""
    if not isinstance(task_backends["default"], DatabaseBackend):
        return [Line("Jobs", "done at once, without a worker", reverse("admin:health"))]
    now = timezone.now()
    ready = Q(status="READY", run_after__lte=now) | Q(status="READY", run_after__year=9999)
    told = DBTaskResult.objects.aggregate(
        waiting=Count("pk", filter=ready),
        oldest=Min("enqueued_at", filter=ready),
        running=Count("pk", filter=Q(status="RUNNING")),
        failed=Count("pk", filter=Q(status="FAILED", finished_at__gte=now - WEEK)),
        last=Max("finished_at"),
    )
    page = reverse("admin:health")
    stuck = bool(told["oldest"] and told["oldest"] < now - PATIENCE and not told["running"])
    lines = [
        Line("Jobs waiting", told["waiting"], page, BAD if stuck else ""),
        Line("Jobs failed within a week", told["failed"], page, counted(told["failed"], WARN)),
    ]
    if stuck:
        lines.append(Line("Nobody does them: is a worker running?", ago(told["oldest"]), page, BAD))
    else:
        last = ago(told["last"]) if told["last"] else "never yet"
        lines.append(Line("Last job done", last, page, GOOD if told["last"] else ""))
    return lines
