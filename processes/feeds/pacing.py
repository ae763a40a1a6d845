"""Programs look in every few minutes; one that asks all the time is asked to wait.

Counted in Django's cache; with the default one, in each web process for itself.
"""

from __future__ import annotations

import math
import time
import uuid

from django.core.cache import cache

MINUTE = 60  # seconds
# Somebody may have subscribed to every department, and their program asks for all at once.
MOST = 120


def must_wait(number: uuid.UUID) -> int:
    """Counts one look into the feeds of a key. For how many seconds to wait; 0 where it may."""
    now = time.time()
    key = f"feeds:{number.hex}:{now // MINUTE:.0f}"
    cache.add(key, 0, 2 * MINUTE)
    try:
        asked = cache.incr(key)
    except ValueError:
        asked = 1  # it ran out between the two
    return math.ceil(MINUTE - now % MINUTE) if asked > MOST else 0
