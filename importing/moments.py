"""Moments as machines write them, and days as people read them. Pure."""

from __future__ import annotations

import datetime
import re

_PATTERNS = (
    r"[A-Za-z]{3,9}\.? \d{1,2}, \d{4}",
    r"\d{1,2}\.? [A-Za-z]{3,9}\.?,? \d{4}",
    r"\d{4}[-/]\d{2}[-/]\d{2}",
)
_DAY = re.compile("|".join(_PATTERNS))
_TIME = re.compile(r"\b(\d{1,2}):(\d{2})\b(?:\s*([AaPp][Mm]))?")
_FORMS = ("%b %d %Y", "%B %d %Y", "%d %b %Y", "%d %B %Y", "%Y-%m-%d")


EARLIEST, LATEST = 1900, 9000  # years: what lies beyond was never meant


def parsed(text: str) -> datetime.datetime | None:
    """A day or moment in ISO 8601, taken for UTC where no zone is told; None for what is none."""
    try:
        return plausible(datetime.datetime.fromisoformat(text.strip()))
    except ValueError:
        return None


def plausible(moment: datetime.datetime) -> datetime.datetime | None:
    """With a zone: UTC where none is told. None for years that nobody wrote in."""
    if not EARLIEST <= moment.year < LATEST:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def moment_of(text: str) -> datetime.datetime | None:
    """The last day in a line, with its time if there is one; in UTC, since no zone is told."""
    days = _DAY.findall(text)
    day = next(filter(None, (_day(one) for one in reversed(days))), None)
    if day is None:
        return None
    rest = text[text.rindex(days[-1]) + len(days[-1]) :]
    return datetime.datetime.combine(day, _time(rest), datetime.UTC)


def _day(text: str) -> datetime.date | None:
    plain = re.sub(r"[.,]", "", text).replace("/", "-")
    for form in _FORMS:
        try:
            return datetime.datetime.strptime(plain, form).replace(tzinfo=datetime.UTC).date()
        except ValueError:
            continue
    return None


def _time(text: str) -> datetime.time:
    found = _TIME.search(text)
    if not found:
        return datetime.time()
    hour = int(found[1])
    if found[3]:
        hour = hour % 12 + (12 if found[3].lower() == "pm" else 0)
    return (
        datetime.time(hour, int(found[2])) if hour < 24 and int(found[2]) < 60 else datetime.time()
    )
