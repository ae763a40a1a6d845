"""How long the audit log is kept, and how it is read by other programs."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from accounts.append_only import AUDIT_LEAST_DAYS
from accounts.auditing import KINDS
from accounts.formulas import guarded
from accounts.models import AuditEntry

AT_A_TIME = 1000
HEADINGS = ("When", "Kind", "What", "By", "Their e-mail", "About", "Whose e-mail is", "Thing")
HEADINGS += ("IP address", "Detail")


def forget_old(now: datetime.datetime | None = None) -> int:
    """Deletes lines older than AUDIT_DAYS, some at a time; returns how many."""
    days = max(settings.AUDIT_DAYS, AUDIT_LEAST_DAYS)
    old = AuditEntry.objects.filter(at__lt=(now or timezone.now()) - datetime.timedelta(days=days))
    gone = 0
    while some := list(old.order_by("at").values_list("pk", flat=True)[:AT_A_TIME]):
        gone += AuditEntry.objects.filter(pk__in=some).delete()[0]
    return gone


def rows(entries: QuerySet[AuditEntry]) -> Iterator[list[str]]:
    """The lines for a spreadsheet, headings first, some read at a time; no cell is a formula."""
    yield list(HEADINGS)
    for entry in _read(entries):
        detail = json.dumps(entry.detail, ensure_ascii=False) if entry.detail else ""
        cells = [
            entry.at.isoformat(),
            entry.kind,
            KINDS.get(entry.kind, entry.kind),
            *((entry.by.name, entry.by.email) if entry.by else ("", "")),
            *((entry.about.name, entry.about.email) if entry.about else ("", "")),
            entry.what,
            entry.address or "",
            detail,
        ]
        yield [guarded(cell) for cell in cells]


def lines(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    """The same for programs: one JSON object a line."""
    for entry in _read(entries):
        told = {
            "id": entry.pk,
            "at": entry.at.isoformat(),
            "kind": entry.kind,
            "by": entry.by and {"id": entry.by.pk, "email": entry.by.email},
            "about": entry.about and {"id": entry.about.pk, "email": entry.about.email},
            "what": entry.what,
            "address": entry.address,
            "detail": entry.detail,
        }
        yield json.dumps(told, ensure_ascii=False) + "\n"


def _read(entries: QuerySet[AuditEntry]) -> Iterator[AuditEntry]:
    return entries.select_related("by", "about").iterator(chunk_size=AT_A_TIME)
