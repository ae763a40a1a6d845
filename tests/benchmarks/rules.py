"""What each writing rule costs on a long page, and on texts made to hurt.

    python -m tests.benchmarks.rules [KILOBYTES]

The page is the demo company's own, one after the other. Prints milliseconds per rule, the best of
five; first what is done once for all rules, which the first rule that needs it pays for.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from processes.text.source import Source
from processes.text.writing_rules import RULES, LinkFact, Page, Text, check

ARTICLES = Path(__file__).resolve().parents[2] / "demo" / "company" / "articles"
ROUNDS = 5
HOSTILE = {
    "opening brackets": "[",
    "links to nowhere": "[](",
    "hashes": "#",
    "headings": "# a\n",
    "nested sections": "# a\n## b\n### c\n",
    "blanks": " ",
    "blank lines": "\n",
    "stars": "*a ",
    "backticks": "` `` ",
    "pipes": "|a|\n|-|\n",
    "tags": "<a href=",
    "headings in HTML": "<h1>",
    "digits": "4 ",
    "digits in groups": "4111-",
    "addresses": "a:b@",
    "words": "must be ",
    "quotes": "> - ",
    "dots": "e.g. A",
    "halves of tokens": "-eyJ12345678",
    "halves of accounts": "GB12 ABCD 1234 ",
    "names of secrets": "password : ",
    "plus signs": " +1234567890123456789x",
    "days": "born 1.1.",
    "vague words": "as soon as ",
}


def main(kilobytes: int) -> None:
    body = long_page(kilobytes * 1000)
    source = Source(body)
    facts = tuple(LinkFact(link.target, "found") for link in source.links)
    text = Text("A long page", "All that the demo company knows.", body, links=facts)
    print(f"{len(body) / 1000:.0f} KB, {len(source.headings)} headings, {len(source.links)} links")
    print(f"  {'taking it apart':20} {best(lambda: take_apart(body)):8.2f} ms")
    for rule in RULES:
        page = Page(text, source)
        cost = best(lambda rule=rule, page=page: list(rule.check(page, rule.defaults)))
        print(f"  {rule.key:20} {cost:8.2f} ms")
    print(f"  {'all together':20} {best(lambda: check(text)):8.2f} ms")
    print("400 KB of")
    for name, bit in HOSTILE.items():
        hostile = (bit * (400_000 // len(bit) + 1))[:400_000]
        cost = best(lambda hostile=hostile: check(Text("A", "", hostile)), rounds=1)
        print(f"  {name:20} {cost:8.0f} ms")


def long_page(length: int) -> str:
    bodies = [
        path.read_text("utf-8").split("---\n", 2)[-1] for path in sorted(ARTICLES.rglob("*.md"))
    ]
    text = "\n\n".join(bodies)
    return (text * (length // len(text) + 1))[:length]


def take_apart(body: str) -> None:
    source = Source(body)
    assert source.filled or not source.headings
    assert source.sentences


def best(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The shortest time, in milliseconds."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        act()
        times.append(time.perf_counter() - started)
    return min(times) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
