"""One company in a process of its own, which searches whatever line it is given.

    python -m tests.benchmarks.asking PERSON

Answers each query with a line of JSON, see `Searched`. Two of these, of different companies, can
be asked in turn.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tests.benchmarks.databases import ROOT

PER_PAGE = 20
AGAIN = 3  # the best of which counts


@dataclass
class Searched:
    """What one search took, in milliseconds."""

    whole: float  # page 1 with facets and snippets, Python included
    sql: float  # all of its statements
    ranked: float  # the one among them that matches and ranks, asked alone
    statements: int
    total: int  # pages found


class Company:
    """The asking process of one company."""

    def __init__(self, environment: Mapping[str, str], person: str) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.asking", person]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes)

    def search(self, words: str) -> Searched:
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()
        return Searched(**json.loads(self.process.stdout.readline()))

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=20)


class Statements:
    """An execute wrapper that times what the database is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[float, str, Any]] = []

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.asked.append((time.perf_counter() - started, sql, params))


def main(person: str) -> None:
    import django

    django.setup()
    from accounts.models import User

    for line in sys.stdin:
        # Each search by somebody who has just come: nothing is known of them from the last one.
        found = _search(line.strip(), User.objects.get(email__startswith=person))
        sys.stdout.write(json.dumps(asdict(found)) + "\n")
        sys.stdout.flush()


def _search(words: str, user: Any) -> Searched:
    from django.db import connection

    from processes import search

    assert user.departments  # read with every request, whatever it asks for
    statements = Statements()
    started = time.perf_counter()
    with connection.execute_wrapper(statements):
        found = search.find(words, user)
        assert len(found.page(1, PER_PAGE)) <= found.total
        assert found.facets is not None
    whole = time.perf_counter() - started
    sql = sum(took for took, *_ in statements.asked)
    return Searched(
        whole * 1000, sql * 1000, _ranked(statements) * 1000, len(statements.asked), found.total
    )


def _ranked(statements: Statements) -> float:
    """Seconds that the slowest of the matching statements takes by itself."""
    from django.db import connection

    matching = [
        asked for asked in statements.asked if "@@" in asked[1] or " MATCH " in asked[1].upper()
    ]
    if not matching:
        return 0.0
    _, sql, params = max(matching, key=lambda asked: asked[0])
    took = []
    for _ in range(AGAIN):
        started = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            cursor.fetchall()
        took.append(time.perf_counter() - started)
    return min(took)


if __name__ == "__main__":
    main(sys.argv[1])
