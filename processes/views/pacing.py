"""What takes a while is asked for so often within a minute, and once at a time, by each person.

Counted in Django's cache; with the default one, in each web process for itself.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache

from accounts.models import User

MINUTE = 60  # seconds


@dataclass(frozen=True, slots=True)
class Wait:
    """For how many seconds to wait: another one still runs, or a minute has seen too many."""

    seconds: int
    is_running: bool


def begin(what: str, user: User, longest: int) -> Wait | None:
    """Counts one of `what`, and begins it unless it has to wait. `end` it, whatever happens; one
    whose process was killed locks its person out for `longest` seconds."""
    now = time.time()
    key = f"{what}:{user.pk}:{now // MINUTE:.0f}"
    cache.add(key, 0, 2 * MINUTE)
    try:
        asked = cache.incr(key)
    except ValueError:
        asked = 1  # it ran out between the two
    if asked > settings.PREVIEWS_PER_MINUTE:
        return Wait(math.ceil(MINUTE - now % MINUTE), is_running=False)
    return None if cache.add(_lock(what, user), 1, longest) else Wait(1, is_running=True)


def end(what: str, user: User) -> None:
    cache.delete(_lock(what, user))


def _lock(what: str, user: User) -> str:
    return f"{what}:{user.pk}"
