"""Patience: a host is asked once in a while, whoever else wants something of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

PAUSE = 1.0  # seconds between two requests to one host


@dataclass
class Pace:
    """Lets requests to one host pass at most once per PAUSE; others do not wait for it."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _free_at: dict[str, float] = field(default_factory=dict)

    def wait_for(self, host: str) -> None:
        """Returns when it is this host's turn, and counts the request that follows."""
        left = self._free_at.get(host, 0.0) - self.clock()
        if left > 0:
            self.sleep(left)
        self._free_at[host] = self.clock() + PAUSE
