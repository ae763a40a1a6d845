"""The audit log in words, and moments as people say them."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince

from accounts.auditing import KINDS
from accounts.models import AuditEntry

WORDS = {
    "fields": "Changed",
    "added": "Added",
    "changed": "Changed below it",
    "deleted": "Deleted",
    "before": "Before",
    "after": "After",
}


def sentence(entry: AuditEntry) -> str:
    """One line: who, what, to whom. Needs `by` and `about` with the row."""
    said = KINDS.get(entry.kind, entry.kind)
    parts = [f"{entry.by}: {said}" if entry.by else said]
    if entry.about and entry.about != entry.by:
        parts.append(str(entry.about))
    if entry.what:
        parts.append(entry.what)
    return " · ".join(parts)


def detail(entry: AuditEntry) -> list[tuple[str, str]]:
    """What a line says beside that, as pairs of words."""
    told = entry.detail if isinstance(entry.detail, dict) else {"detail": entry.detail}
    return [
        (WORDS.get(key, str(key).replace("_", " ").capitalize()), _plain(value))
        for key, value in told.items()
        if value not in ("", None, [], {})
    ]


def ago(moment: datetime.datetime) -> str:
    """“3 hours ago” within a week, else the day."""
    if timezone.now() - moment > datetime.timedelta(days=7):
        return date_format(timezone.localtime(moment), "j F Y")
    said = timesince(moment).split(",")[0].replace("\xa0", " ")
    return "just now" if said.startswith("0") else f"{said} ago"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_plain(one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_plain(one) for one in value)
    return "–" if value in ("", None) else str(value)
