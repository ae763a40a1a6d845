"""The process that reads what was copied: python -m processes.pasting.child

It knows no settings and no database, and ends itself when it takes too long or too much memory.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from contextlib import suppress
from dataclasses import asdict

from processes.text.pasted import read

SECONDS = 6  # of processor time
MEMORY = 1024**3


def main() -> None:
    """A JSON object in, one out: see converting.py."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    with suppress(ValueError, OSError):  # macOS has no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    asked = json.load(sys.stdin.buffer)
    pasted = read(asked["html"], tuple(asked["origins"]))
    json.dump(asdict(pasted), sys.stdout)


if __name__ == "__main__":
    main()
