"""Moments as machines write them, and days as people read them. Pure."""

from __future__ import annotations

import datetime
import re
import unicodedata

_DAY = re.compile(
    r"(?P<y1>\d{4})[-/](?P<m1>\d{2})[-/](?P<d1>\d{2})(?!\d)"
    r"|(?P<y2>\d{4})\s?[年년]\s?(?P<m2>\d{1,2})\s?[月월]\s?(?P<d2>\d{1,2})"
    r"|(?<!\d)(?P<d3>\d{1,2})\.(?P<m3>\d{1,2})\.(?P<y3>\d{4})(?!\d)"
    r"|(?P<name4>[^\W\d_]{3,12})\.? (?P<d4>\d{1,2}), (?P<y4>\d{4})(?!\d)"
    r"|(?<!\d)(?P<d5>\d{1,2})\.? (?:de )?(?P<name5>[^\W\d_]{3,12})\.?,? (?:de )?(?P<y5>\d{4})(?!\d)"
)
_TIME = re.compile(r"\b(\d{1,2}):(\d{2})\b(?:\s*([AaPp][Mm]))?")
# How their names begin in the languages of Europe, without accents.
_MONTHS = {
    beginning: month
    for month, beginnings in enumerate((
        "jan ene gen sty led", "feb fev lut uno", "mar mrz maa brez", "apr avr abr kwi dub",
        "may mai maj mei mag kve", "jun juin giu cze", "jul juil lug lip", "aug aou ago sie srp",
        "sep set wrz zar", "oct okt ott out paz rij", "nov lis", "dec dez dic gru pros",
    ), 1)
    for beginning in beginnings.split()
}  # fmt: skip

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
    for found in reversed(list(_DAY.finditer(text))):
        day = _day(found)
        if day is not None:
            rest = text[found.end() :]
            return plausible(datetime.datetime.combine(day, _time(rest), datetime.UTC))
    return None


def _day(found: re.Match[str]) -> datetime.date | None:
    told = {name.rstrip("12345"): value for name, value in found.groupdict().items() if value}
    month = int(told["m"]) if "m" in told else _month(told["name"])
    try:
        return datetime.date(int(told["y"]), month, int(told["d"]))
    except ValueError:
        return None


def _month(name: str) -> int:
    """0 for a word that is no month."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _MONTHS.get(plain[:4], _MONTHS.get(plain[:3], 0))


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
