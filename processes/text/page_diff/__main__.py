"""One comparison in a process of its own, which ends itself when it takes too long or too much
memory: python -m processes.text.page_diff

A JSON object in (`old`, `new`: HTML), one out (`parts`, `added`, `removed`: words).
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from contextlib import suppress
from dataclasses import asdict

from processes.text import changed_words
from processes.text.page_diff import compare

SECONDS = 8  # of processor time
MEMORY = 1024**3


def main() -> None:
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    with suppress(ValueError, OSError):  # macOS has no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    asked = json.load(sys.stdin.buffer)
    diff = compare(asked["old"], asked["new"])
    added, removed = changed_words.count(part.html for part in diff.parts if part.number)
    told = {"parts": [asdict(part) for part in diff.parts], "added": added, "removed": removed}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
