"""Pictures of people: fetched once from where their identity provider says they are, and drawn
anew, small and square."""

from __future__ import annotations

import logging
import time

from django.conf import settings
from django.core.exceptions import ValidationError
from django_tasks import task

from accounts import portraits
from accounts.models import Portrait, User
from processes.attachments import Busy, square
from processes.outside import Fetcher, NotFetched

SIDE = 192  # pixels: the largest we show has 72, on screens with two or three for each
MOST_BYTES = 5_000_000
SECONDS = 20.0
LONGEST = 5 * 60  # seconds of one round for those that nobody fetched

logger = logging.getLogger(__name__)


def ask(person: User) -> None:
    """Has the picture fetched by a job, after the caller's transaction. Where jobs are done at
    once it waits for the next round: no sign-in waits for another server."""
    if settings.CHECK_OUTSIDE_LINKS and not settings.RUN_JOBS_AT_ONCE:
        fetch_portrait.enqueue(person.pk)


@task()
def fetch_portrait(person_id: int) -> bool:
    """Fetches one that waits. Done twice, it does nothing the second time."""
    portrait = portraits.waiting().filter(person=person_id).first()
    return portrait is not None and fetch(portrait)


def fetch_waiting() -> int:
    """Fetches what no job did, for a while; returns how many."""
    if not settings.CHECK_OUTSIDE_LINKS:
        return 0
    end, count = time.monotonic() + LONGEST, 0
    for portrait in portraits.waiting():
        if time.monotonic() > end:
            break
        count += fetch(portrait)
    return count


def fetch(portrait: Portrait, fetcher: Fetcher | None = None) -> bool:
    """Whether it could be had. No transaction may be open: another server is asked."""
    if not settings.CHECK_OUTSIDE_LINKS:
        return False
    try:
        end = time.monotonic() + SECONDS
        content = (fetcher or Fetcher()).picture(portrait.source, MOST_BYTES, end)
        return portraits.keep(portrait, square(content, SIDE))
    except (NotFetched, ValidationError, Busy) as why:
        # Not where it is: such addresses hold keys.
        logger.info("No picture of person %s: %s", portrait.person_id, why)
        return False
