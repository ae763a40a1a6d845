"""Programs look in every few minutes; one that asks all the time is asked to wait."""

from __future__ import annotations

import uuid

from accounts import pacing

# A minute. Somebody may have subscribed to every department, and their program asks for all at
# once.
MOST = 120


def must_wait(number: uuid.UUID) -> int:
    """Counts one look into the feeds of a key. For how many seconds to wait; 0 where it may."""
    return pacing.must_wait(f"feeds:{number.hex}", MOST)
