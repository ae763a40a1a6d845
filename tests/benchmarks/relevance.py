"""Whether search brings the right page for what people type, as a table.

    python -m tests.benchmarks.relevance [sqlite|postgres …] [--misses] [--snippets]

Searches the wikis of tests/relevance in databases of its own: SQLite and a throw-away PostgreSQL,
unless one of them is named. Each line tells on which place the right page stands there, what was
typed, and what came first. With --misses only where it is not first, and what came instead; with
--snippets also what is shown of the first result.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.plugins.cluster import Cluster, find_binaries
from tests.plugins.environment import PRODUCTION_LIKE

DATABASES = ("sqlite", "postgres")

Row = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.relevance")
    parser.add_argument("databases", nargs="*", choices=[[], *DATABASES], metavar="sqlite|postgres")
    parser.add_argument("--misses", action="store_true", help="only what is not first")
    parser.add_argument("--snippets", action="store_true", help="what is shown of the first result")
    options = parser.parse_args()
    found = {name: search_on(name) for name in options.databases or DATABASES}
    print(f"{'':12} {'  '.join(f'{name:>8}' for name in found)}")
    for rows in zip(*found.values(), strict=True):
        if not options.misses or any(row["place"] != 1 for row in rows):
            show(rows, 3 if options.misses else 1, options.snippets)
    for name, rows in found.items():
        summarise(name, rows)


def search_on(database: str) -> list[Row]:
    """The answers of one database, from a process of its own."""
    with tempfile.TemporaryDirectory() as folder, address(database) as url:
        started = subprocess.run(
            [sys.executable, "-m", "tests.relevance"],
            env={**os.environ, **PRODUCTION_LIKE, "VAR_DIR": folder, "DATABASE_URL": url},
            stdout=subprocess.PIPE,
            check=True,
        )
    return json.loads(started.stdout)


@contextmanager
def address(database: str) -> Iterator[str]:
    """Of an empty database; "" is SQLite's file in the folder of the run."""
    if database == "sqlite":
        yield ""
        return
    binaries = find_binaries()
    if binaries is None:
        sys.exit("No PostgreSQL server is installed here; name sqlite to leave it out.")
    cluster = Cluster(binaries).start()
    try:
        yield cluster.url
    finally:
        cluster.stop()


def show(rows: tuple[Row, ...], titles: int, with_snippets: bool) -> None:
    first = rows[0]
    places = "  ".join(f"{row['place'] or '–':>8}" for row in rows)
    came = " | ".join(first["titles"][:titles])
    print(f"{first['wiki']:12} {places}  {first['typed']:30} {came}")
    if with_snippets:
        print(f"    {first['snippet']}")


def summarise(database: str, rows: list[Row]) -> None:
    wikis = dict.fromkeys(row["wiki"] for row in rows)
    for wiki in (*wikis, "all"):
        places = [row["place"] or sys.maxsize for row in rows if wiki in (row["wiki"], "all")]
        near, first = (sum(at <= limit for at in places) / len(places) for limit in (3, 1))
        print(f"{database:9} {wiki:12} {len(places):3} typed,", end=" ")
        print(f"in the first three {near:6.1%}, first {first:6.1%}")


if __name__ == "__main__":
    main()
