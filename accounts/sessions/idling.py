"""A sign-in that nobody uses ends before its time."""

from __future__ import annotations

import datetime

from django.conf import settings


def idle_since(now: datetime.datetime) -> datetime.datetime | None:
    """Whoever was last seen before this is signed out; None where that is switched off."""
    hours = settings.SESSION_IDLE_HOURS
    return now - datetime.timedelta(hours=hours) if hours else None
