"""Whether pages stay as quick when the company grows: a large company against a small one.

    python -m tests.benchmarks.sizes [LARGE] [SMALL] [--database sqlite|postgres]

Both generated companies are served at the same time (gunicorn, one worker each) and asked for the
same pages in turn, A B A B …; the first thousand pages of the two are the same. Prints the times
of both, and the ratios, which alone mean something elsewhere. A bare signed-in page of either
shows how much of a ratio is the machine's own.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import quote_plus

from tests.benchmarks import databases
from tests.benchmarks.company.layout import LEAD_DEPARTMENT, Layout, Page
from tests.benchmarks.queries import two_words
from tests.benchmarks.serving import Reader, collect_static, quantile, serving, sign_in

ROUNDS = int(os.environ.get("ROUNDS", "200"))
WARM_UP = 20
READER = f"person-{LEAD_DEPARTMENT}-9@"
LEAD = f"person-{LEAD_DEPARTMENT}-0@"
BARE = "/bare-signed-in-page/"
# Page of results, quick find: each time for other words.
SEARCH, QUICK = "/search/?q={words}", "/search/quick/?q={half}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("large", type=int, nargs="?", default=20_000)
    parser.add_argument("small", type=int, nargs="?", default=1000)
    parser.add_argument("--database", choices=databases.ENGINES, default="sqlite")
    asked = parser.parse_args()
    sizes = (asked.small, asked.large)
    with ExitStack() as stack:
        readers = [_open(stack, asked.database, size) for size in sizes]
        print(f"{asked.database}, {sizes[1]:,} pages against {sizes[0]:,}, {ROUNDS} pairs each")
        print(f"{'page':34}{'small p50':>10}{'p95 ms':>8}{'large p50':>10}{'p95 ms':>8}", end="")
        print(f"{'p50 ×':>8}{'p95 ×':>8}")
        for name, who, address in addresses(asked.small):
            _line(name, [people[who] for people in readers], address)


def addresses(small: int) -> Iterator[tuple[str, str, str]]:
    """A name, who asks, and an address that is there in both companies."""
    page = _an_article(small)
    yield "bare signed-in page", READER, BARE
    yield "article", READER, page.address
    yield "article, with all who may decide", LEAD, page.address
    yield "home", READER, "/"
    yield "home of a manager", LEAD, "/"
    yield "department", READER, f"/{page.place.slug}/"
    yield "history of a page", READER, f"{page.address}history/"
    yield "reviews", LEAD, "/reviews/"
    yield "proposals", READER, "/proposals/"
    yield "a colleague", READER, f"/people/{page.owner}/"
    yield "search, two words", READER, SEARCH
    yield "quick find", READER, QUICK


def _an_article(small: int) -> Page:
    """One of middling length with several versions in the reader's department."""
    layout = Layout(small)
    place = layout.places[LEAD_DEPARTMENT]
    return next(page for page in place.pages if page.is_live and page.versions > 3)


def _open(stack: ExitStack, engine: str, size: int) -> dict[str, Reader]:
    environment = databases.company(engine, size)
    collect_static(environment)
    cookies = sign_in(environment, READER, LEAD)
    server = stack.enter_context(serving(environment))
    return {person: Reader(server, cookie) for person, cookie in cookies.items()}


def _line(name: str, readers: list[Reader], address: str) -> None:
    if (status := readers[0].ask(_filled(address, 0)).status) != 200:
        print(f"{name:34} answered {status}")
        return
    times: list[list[float]] = [[], []]
    for number in range(ROUNDS + WARM_UP):
        for place, reader in enumerate(readers):
            took = reader.timed(_filled(address, number))
            if number >= WARM_UP:
                times[place].append(took)
    (small, small95), (large, large95) = ([quantile(taken, q) for q in (50, 95)] for taken in times)
    print(f"{name:34}{small:10.1f}{small95:8.1f}{large:10.1f}{large95:8.1f}", end="")
    print(f"{large / small:8.2f}{large95 / small95:8.2f}", flush=True)


def _filled(address: str, number: int) -> str:
    words = two_words(number)
    return address.format(words=quote_plus(words), half=quote_plus(words[:-2]))


if __name__ == "__main__":
    main()
