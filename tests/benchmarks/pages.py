"""How long pages take, as a ratio to a bare signed-in page of the same size in the same run.

    python -m tests.benchmarks.pages                       SQLite
    DATABASE_URL=postgres://… python -m tests.benchmarks.pages

Serves the demo company with gunicorn (one worker, four threads) from a database of its own and
asks for the pages in turn, A B A B …, so that a machine that slows down slows both. Times of one
machine mean little elsewhere; the ratio means something. `throughput` is how many of a page a
worker makes in the time in which it makes one bare page, by the processor time it used.
"""

from __future__ import annotations

import os
import tempfile

from tests.benchmarks.databases import PRODUCTION
from tests.benchmarks.serving import (
    Reader,
    Server,
    collect_static,
    quantile,
    run,
    serving,
    sign_in,
)

ROUNDS = int(os.environ.get("ROUNDS", "400"))
WARM_UP = 30
BLOCK = 50  # requests in a row whose processor time is taken together
PERSON = "lea.moreau"
BARE = "/bare-signed-in-page/"
ARTICLE = "/operations/set-up-a-new-laptop/"
PAGES = [ARTICLE, "/", "/operations/", "/search/?q=expenses", ARTICLE + "history/"]
LOAD = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from demo.loading import load_demo; load_demo()
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, **PRODUCTION, "VAR_DIR": folder, "STATIC_ROOT": f"{folder}/s"}
        run(environment, LOAD)
        collect_static(environment)
        cookie = sign_in(environment, PERSON)[PERSON]
        with serving(environment) as server:
            size = len(Reader(server, cookie).page(ARTICLE))
        with serving({**environment, "BARE_PAGE_BYTES": str(size)}) as server:
            report(server, Reader(server, cookie), size)


def report(server: Server, reader: Reader, size: int) -> None:
    engine = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
    print(f"{engine}, {ROUNDS} pairs each, bare page of {size} bytes")
    heads = ("p50 ms", "p95 ms", "p50 / bare", "p95 / bare", "throughput")
    print(f"{'page':45}" + "".join(f"{head:>12}" for head in heads))
    for address in PAGES:
        line(server, reader, address, address, {})
    if tag := reader.ask(ARTICLE).headers.get("ETag"):
        line(server, reader, "the article, not changed (304)", ARTICLE, {"If-None-Match": tag})


def line(server: Server, reader: Reader, name: str, address: str, headers: dict[str, str]) -> None:
    bare, page = paired(reader, address, headers)
    figures = [quantile(page, 50), quantile(page, 95)]
    figures += [quantile(page, q) / quantile(bare, q) for q in (50, 95)]
    figures.append(throughput(server, reader, address, headers))
    print(f"{name:45}" + "".join(f"{figure:12.2f}" for figure in figures), flush=True)


def paired(
    reader: Reader, address: str, headers: dict[str, str]
) -> tuple[list[float], list[float]]:
    """Milliseconds of the bare page and of `address`, asked in turn."""
    bare, page = [], []
    for _ in range(ROUNDS + WARM_UP):
        bare.append(reader.timed(BARE))
        page.append(reader.timed(address, **headers))
    return bare[WARM_UP:], page[WARM_UP:]


def throughput(server: Server, reader: Reader, address: str, headers: dict[str, str]) -> float:
    """Processor time of the bare page by that of another, in blocks, A B A B …"""
    used = {BARE: 0.0, address: 0.0}
    for _ in range(max(2, ROUNDS // BLOCK)):
        for asked, sent in ((BARE, {}), (address, headers)):
            before = server.cpu()
            for _ in range(BLOCK):
                reader.page(asked, **sent)
            used[asked] += server.cpu() - before
    return used[BARE] / used[address]


if __name__ == "__main__":
    main()
