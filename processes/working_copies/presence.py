"""Who else is writing on a page."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from processes.models import WorkingCopy

PRESENT = datetime.timedelta(minutes=10)
NAMED = 3


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody and when they last wrote: nothing of what."""

    name: str
    at: datetime.datetime


def present(user: User, **where: object) -> tuple[Present, ...]:
    """Others who wrote within the last ten minutes, the latest first (one query).

    `where` names the page: `article`, or `article__working_copies__key`. The caller knows that
    the page is open to `user`.
    """
    since = timezone.now() - PRESENT
    copies = WorkingCopy.objects.filter(**where, saved_at__gte=since).exclude(author=user)
    found = copies.exclude(article=None).order_by("-saved_at", "pk")
    named = found.values_list("author__name", "author__email", "saved_at")[: NAMED + 20]
    return tuple(Present(name or email, at) for name, email, at in named)


def said_of(others: Sequence[Present]) -> str:
    """A sentence that names them; "" where there is nobody."""
    if not others:
        return ""
    named = [one.name for one in others[:NAMED]]
    if len(others) > NAMED:
        left = len(others) - NAMED
        named.append("another" if left == 1 else f"{left} others")
    *first, last = named
    who = f"{', '.join(first)} and {last}" if first else last
    does = "is editing a proposal" if len(named) == 1 else "are editing proposals"
    return f"{who} {does} on this page, last at {timezone.localtime(others[0].at):%H:%M}."
