"""Guessing break-glass passwords is slow: a few tries per address, then a pause.

Counted in Django's cache. With the default in-process cache each web process counts for itself,
which multiplies the tries by the number of processes; 14 characters of password stand that.
"""

import hashlib

from django.core.cache import cache

TRIES = 5
PAUSE = 15 * 60  # seconds


def is_closed(email: str) -> bool:
    """Whether this address has used up its tries."""
    return cache.get(_key(email), 0) >= TRIES


def count_failure(email: str) -> None:
    """Counts a wrong password; the pause runs from the first of them."""
    cache.add(_key(email), 0, PAUSE)
    try:
        cache.incr(_key(email))
    except ValueError:
        cache.set(_key(email), 1, PAUSE)  # it ran out between the two


def forget(email: str) -> None:
    """The right password: the tries start anew."""
    cache.delete(_key(email))


def _key(email: str) -> str:
    # Hashed: a cache key may not hold what anybody types into a form.
    return "break-glass:" + hashlib.sha256(email.strip().lower().encode()).hexdigest()
