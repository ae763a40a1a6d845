"""How much memory a web worker takes after 5,000 requests for pages of all kinds.

    python -m tests.benchmarks.memory [SIZE] [--database sqlite|postgres]

Served as in production (gunicorn.conf.py), but without the replacing of workers now and then,
which would hide what grows. Linux only.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from urllib.parse import quote_plus

from tests.benchmarks import databases
from tests.benchmarks.company.layout import Layout
from tests.benchmarks.queries import two_words
from tests.benchmarks.serving import Reader, collect_static, serving, sign_in
from tests.benchmarks.sizes import LEAD, READER

REQUESTS = int(os.environ.get("REQUESTS", "5000"))
AT = (1, 100, 500, 1000, 2000, 3000, 4000, 5000)
PRODUCTION = ("--config", "gunicorn.conf.py", "--max-requests", "0", "--access-logfile", os.devnull)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int, nargs="?", default=20_000)
    parser.add_argument("--database", choices=databases.ENGINES, default="sqlite")
    asked = parser.parse_args()
    environment = databases.company(asked.database, asked.size)
    collect_static(environment)
    cookies = sign_in(environment, READER, LEAD)
    address = _addresses(asked.size)
    with serving(environment, PRODUCTION) as server:
        readers = [Reader(server, cookie) for cookie in cookies.values()]
        for number in range(1, REQUESTS + 1):
            readers[number % 2].ask(address(number))
            if number in AT:
                print(f"{number:6,} requests: {server.memory():6.1f} MB", flush=True)


def _addresses(size: int) -> Callable[[int], str]:
    """Half of all requests are for articles, each for another one."""
    layout = Layout(size)
    open_here = [page for page in layout.live if not page.place.is_closed]

    def address(number: int) -> str:
        page = open_here[number * 7919 % len(open_here)]
        match number % 10:
            case 0:
                return f"/search/?q={quote_plus(two_words(number))}"
            case 1:
                return f"/{page.place.slug}/"
            case 2:
                return f"{page.address}history/"
            case 3:
                return "/"
            case 4:
                return f"/search/quick/?q={quote_plus(two_words(number)[:-2])}"
        return page.address

    return address


if __name__ == "__main__":
    main()
