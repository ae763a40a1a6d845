"""When something was written: exports give the site's own time, and mostly UTC beside it. Pure."""

from __future__ import annotations

import datetime
import re
from email.utils import parsedate_to_datetime

from importing.moments import parsed, plausible
from importing.wordpress.elements import Element

_LONGEST_OFFSET = datetime.timedelta(hours=15)
_MAIL = re.compile(r"(?:\w{3}, )?\d{1,2} \w{3} \d{4} \d\d:")


def written_at(item: Element, offset: datetime.timedelta) -> datetime.datetime | None:
    """When it was published or begun; `offset` is the site's, for what has no date in UTC."""
    return _moment(item, "post_date", offset) or _by_mail(item.plain("pubDate"))


def changed_at(item: Element, offset: datetime.timedelta) -> datetime.datetime | None:
    """When it was saved last; older exports do not tell."""
    return _moment(item, "post_modified", offset)


def said_at(comment: Element, offset: datetime.timedelta) -> datetime.datetime | None:
    """When a comment was written."""
    return _moment(comment, "comment_date", offset)


def offset_of(item: Element) -> datetime.timedelta | None:
    """How far the site's time is from UTC, by what this item says; None if it does not."""
    for name in ("post_date", "post_modified"):
        local, utc = parsed(item.value(name)), parsed(item.value(f"{name}_gmt"))
        if local and utc and abs(local - utc) <= _LONGEST_OFFSET:
            return local - utc
    return None


def _moment(element: Element, name: str, offset: datetime.timedelta) -> datetime.datetime | None:
    if found := parsed(element.value(f"{name}_gmt")):
        return found
    local = parsed(element.value(name))
    try:
        return local - offset if local else None
    except OverflowError:
        return None


def _by_mail(text: str) -> datetime.datetime | None:
    if not _MAIL.match(text):  # drafts have “30 Nov -0001”
        return None
    try:
        return plausible(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
