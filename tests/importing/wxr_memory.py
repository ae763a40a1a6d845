"""How much memory reading an export takes: python -m tests.importing.wxr_memory FILE [first]

Prints what was found, seconds, and the process's memory (MB) before and at its highest. With
`first` only the first reading is done, which finds out whether the file is sound.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections import Counter
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wiki.settings")

import django

django.setup()

from importing.files import Files  # noqa: E402
from importing.source import Asked  # noqa: E402
from importing.wordpress import read  # noqa: E402


def main(path: Path, only_first: bool) -> str:
    started, before = time.monotonic(), _highest()
    found: Counter[str] = Counter()
    with Files.of_paths([path]) as files:
        for one in read(files, Asked()):
            found[type(one).__name__] += 1
            if only_first:
                break
    took = time.monotonic() - started
    return f"{dict(found)} seconds={took:.0f} before={before} highest={_highest()}"


def _highest() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), "first" in sys.argv))  # noqa: T201
