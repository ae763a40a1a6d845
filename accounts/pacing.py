"""How often somebody has asked for something within this minute.

Counted in Django's cache; with the default one, in each web process for itself.
"""

from __future__ import annotations

import math
import time

from django.core.cache import cache

MINUTE = 60  # seconds


def must_wait(what: str, most: int) -> int:
    """Counts one of `what`. For how many seconds to wait, where a minute has seen more than
    `most`; 0 where one may go on."""
    now = time.time()
    key = f"{what}:{now // MINUTE:.0f}"
    cache.add(key, 0, 2 * MINUTE)
    try:
        asked = cache.incr(key)
    except ValueError:
        asked = 1  # it ran out between the two
    return math.ceil(MINUTE - now % MINUTE) if asked > most else 0
