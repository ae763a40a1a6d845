"""python -m tests.benchmarks.company 1000|20000|100000 [--database sqlite|postgres] [--again]

Loads a generated company, if it is not there yet. `--again` makes it anew.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

from tests.benchmarks import databases

BAR = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int)
    parser.add_argument("--database", choices=databases.ENGINES, default="sqlite")
    parser.add_argument("--again", action="store_true")
    asked = parser.parse_args()
    if asked.again or not databases.is_loaded(asked.database, asked.size):
        databases.forget(asked.database, asked.size)
    os.environ.update(databases.environment(asked.database, asked.size))
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    if not databases.is_loaded(asked.database, asked.size):
        _load(asked.size)
        _tidy()
        databases.mark_loaded(asked.database, asked.size)


def _load(size: int) -> None:
    from tests.benchmarks.company.loading import load

    started = time.perf_counter()

    def tell(done: int, of: int) -> None:
        filled = BAR * done // of
        seconds = time.perf_counter() - started
        bar = "█" * filled + "·" * (BAR - filled)
        sys.stderr.write(f"\r{bar} {done:,} of {of:,} pages, {seconds:.0f} s ")
        sys.stderr.flush()

    load(size, tell)
    print(f"\n{size:,} pages in {time.perf_counter() - started:.0f} s")


def _tidy() -> None:
    """The database learns what it holds, as it would by itself within minutes."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


if __name__ == "__main__":
    main()
