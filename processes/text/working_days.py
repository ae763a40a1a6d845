"""Days on which people are at work."""

from __future__ import annotations

import datetime

WEEK = 5
SATURDAY = 5


def after(day: datetime.date, days: int) -> datetime.date:
    """The day that lies this many working days (Monday to Friday) after another.

    What comes in at a weekend counts as come in on the Friday before. Raises ValueError for a
    number below zero.
    """
    if days < 0:
        raise ValueError(f"{days} working days lie in the past.")
    day -= datetime.timedelta(days=max(0, day.weekday() - SATURDAY + 1))
    weeks, rest = divmod(day.weekday() + days, WEEK)
    monday = day - datetime.timedelta(days=day.weekday())
    return monday + datetime.timedelta(weeks=weeks, days=rest)
