"""What takes a while is asked for so often within a minute, and once at a time, by each person."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache

from accounts.models import User
from accounts.pacing import must_wait


@dataclass(frozen=True, slots=True)
class Wait:
    """For how many seconds to wait: another one still runs, or a minute has seen too many."""

    seconds: int
    is_running: bool


def begin(what: str, user: User, longest: int) -> Wait | None:
    """Counts one of `what`, and begins it unless it has to wait. `end` it, whatever happens; one
    whose process was killed locks its person out for `longest` seconds."""
    if seconds := must_wait(f"{what}:{user.pk}", settings.PREVIEWS_PER_MINUTE):
        return Wait(seconds, is_running=False)
    return None if cache.add(_lock(what, user), 1, longest) else Wait(1, is_running=True)


def end(what: str, user: User) -> None:
    cache.delete(_lock(what, user))


def _lock(what: str, user: User) -> str:
    return f"{what}:{user.pk}"
