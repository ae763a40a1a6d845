"""What a search of two words costs: page 1 with facets and snippets.

    python -m tests.benchmarks.search [LARGE] [SMALL] [--database sqlite|postgres]

Two generated companies are asked the same queries in turn, A B A B …. Prints the times of both and
their ratios; the time in the database against that of the one ranked query within it; and how many
statements a search asks.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Sequence

from tests.benchmarks import databases
from tests.benchmarks.asking import Company, Searched
from tests.benchmarks.queries import KINDS, two_words
from tests.benchmarks.serving import quantile
from tests.benchmarks.sizes import READER

ROUNDS = int(os.environ.get("ROUNDS", str(3 * KINDS)))
WARM_UP = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("large", type=int, nargs="?", default=20_000)
    parser.add_argument("small", type=int, nargs="?", default=1000)
    parser.add_argument("--database", choices=databases.ENGINES, default="sqlite")
    asked = parser.parse_args()
    sizes = (asked.small, asked.large)
    companies = [Company(databases.company(asked.database, size), READER) for size in sizes]
    results: list[list[Searched]] = [[], []]
    for number in range(WARM_UP + ROUNDS):
        for company, found in zip(companies, results, strict=True):
            found.append(company.search(two_words(number)))
    for company in companies:
        company.close()
    _report(asked.database, sizes, [found[WARM_UP:] for found in results])


def _report(engine: str, sizes: Sequence[int], results: list[list[Searched]]) -> None:
    print(f"{engine}, {ROUNDS} searches of two words each")
    heads = ("p50 ms", "p95 ms", "SQL p50", "SQL / ranked", "statements", "found p50")
    print(f"{'pages':>9}" + "".join(f"{head:>14}" for head in heads))
    for size, found in zip(sizes, results, strict=True):
        shares = [one.sql / one.ranked for one in found if one.ranked]
        figures = (
            quantile([one.whole for one in found], 50),
            quantile([one.whole for one in found], 95),
            quantile([one.sql for one in found], 50),
            statistics.median(shares) if shares else 0,
        )
        most = max(one.statements for one in found)
        pages = statistics.median(one.total for one in found)
        print(f"{size:9,}" + "".join(f"{n:14.2f}" for n in figures) + f"{most:14}{pages:14.0f}")
    small, large = ([one.whole for one in found] for found in results)
    ratios = [quantile(large, q) / quantile(small, q) for q in (50, 95)]
    print(f"large / small: p50 {ratios[0]:.2f}, p95 {ratios[1]:.2f}")


if __name__ == "__main__":
    main()
