"""Real handbooks through the real renderer: nothing raises, nothing unsafe, nothing lost.

    python -m tests.benchmarks.corpora [FOLDER …]

FOLDER holds Markdown files, at any depth; without one, the handbooks of ../shared/corpora. Prints
what is wrong, file by file, then the times. The exit status is 1 where anything was wrong.
"""

from __future__ import annotations

import os
import re
import statistics
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wiki.settings")
os.environ.setdefault("DEBUG", "1")

import django

django.setup()

from django.conf import settings  # noqa: E402

from importing.markdown import front_matter  # noqa: E402
from processes import drawing  # noqa: E402
from processes.text.rendering import (  # noqa: E402
    LinkRequest,
    Rendered,
    ResolvedLink,
    Site,
    render,
)
from processes.text.rendering.sanitizing import sanitize  # noqa: E402

ROOT = Path(__file__).resolve().parents[3]
HANDBOOKS = ("18f-handbook/markdown", "18f-handbook/source-pages", "artsy-readme/docs")
SITE = Site(origins=(settings.SITE_URL,), embed_hosts=frozenset(settings.EMBED_HOSTS))
ROUNDS = 3  # the best of which counts: other programs make a text slower, none makes it faster

# What nothing that is drawn may hold, looked for in the tags alone: text may say anything.
SCHEMES = re.compile(r"\s*(?:javascript|vbscript|data|file)\s*:", re.I)
FORBIDDEN = frozenset("script style iframe object embed form link meta base svg math".split())
FENCE = re.compile(r"^[ >]*(?:[-*+] +|\d+[.)] +)*(`{3,}|~{3,})")
DELIMITERS = re.compile(r"^[ >]*\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?\|? *$")
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.S)
COMMENT = re.compile(r"<!--.*?-->", re.S)
IMAGE = re.compile(r"(?<!\\)!\[(?:[^\[\]]|\[[^\[\]]*\])*\](?:\([^\s)]|\[[^\]]+\])|<img\b", re.I)


def main(folders: list[str]) -> int:
    """Prints the report; returns how many texts have something wrong with them."""
    known = [ROOT / "shared" / "corpora" / name for name in HANDBOOKS]
    wrong = 0
    for folder in map(Path, folders or known):
        pages = list(read(folder))
        print(f"\n{folder}: {len(pages)} pages")
        report = Report()
        for name, text in pages:
            report.look_at(name, text)
        report.print()
        compare(pages)
        wrong += report.wrong
    drawing.close()
    return wrong


def read(folder: Path) -> Iterator[tuple[str, str]]:
    """Name and text of each page, without its front matter."""
    for path in sorted(folder.rglob("*.md")):
        _, body = front_matter.split(path.read_text("utf-8"))
        yield path.relative_to(folder).as_posix(), body


def nowhere(request: LinkRequest) -> ResolvedLink:
    return ResolvedLink("wanted", href="/new/")


@dataclass
class Report:
    """What was found in all pages of one folder."""

    wrong: int = 0
    tables: int = 0
    images: int = 0
    seconds: list[float] = field(default_factory=list)

    def look_at(self, name: str, text: str) -> None:
        try:
            rendered, seconds = best_of(lambda: render(text, nowhere, site=SITE))
        except Exception:
            print(f"  {name}: raises\n{traceback.format_exc()}")
            self.wrong += 1
            return
        self.seconds.append(seconds)
        problems = [*unsafe(rendered.html), *self._lost(text, rendered)]
        for problem in problems:
            print(f"  {name}: {problem}")
        self.wrong += bool(problems)

    def _lost(self, text: str, rendered: Rendered) -> Iterator[str]:
        visible = COMMENT.sub("", "\n".join(outside_fences(text.split("\n"))))
        visible = CODE_SPAN.sub("", visible)
        page = Page(rendered.html)
        tables, images = tables_in(visible), len(IMAGE.findall(visible))
        self.tables += tables
        self.images += images
        if tables != page.tables:
            yield f"{tables} tables are written, {page.tables} are drawn"
        if images != len(rendered.images):
            yield f"{images} images are written, {len(rendered.images)} were found"
        for image in rendered.images:
            # Of another host's image within a link, the link shows the words alone.
            if image.src not in page.addresses and image.alt not in rendered.text:
                yield f"the image {image.src} is neither shown, linked to nor named"

    def print(self) -> None:
        times = sorted(second * 1000 for second in self.seconds)
        p50, p95 = (statistics.quantiles(times, n=100)[at - 1] for at in (50, 95))
        print(f"  {self.wrong} pages with something wrong; tables {self.tables}, images", end=" ")
        print(f"{self.images}, all counted in the source as well")
        print(f"  p50 {p50:.1f} ms, p95 {p95:.1f} ms, slowest {times[-1]:.0f} ms, ", end="")
        print(f"{1000 * len(times) / sum(times):.0f} pages a second")


def compare(pages: list[tuple[str, str]]) -> None:
    """What a process of its own costs, on the pages in the middle by size; in turn, A B A B …"""
    middle = sorted((text for _, text in pages), key=len)[len(pages) // 2 - 15 :][:30]
    drawing.draw("", nowhere)  # the process is there
    differences, shares = [], []
    for text in middle:
        _, here = best_of(lambda text=text: render(text, nowhere, site=SITE), 7)
        drawn, there = best_of(lambda text=text: drawing.draw(text, nowhere), 7)
        if drawn != render(text, nowhere, site=SITE):
            print("  DRAWN DIFFERENTLY")
        differences.append((there - here) * 1000)
        shares.append(there / here)
    print(f"  drawn in a process of its own: {statistics.median(differences):+.2f} ms", end=" ")
    print(f"(× {statistics.median(shares):.2f}) for a page of {len(middle[15]) // 1000} KB")


def best_of(act: Callable[[], Rendered], rounds: int = ROUNDS) -> tuple[Rendered, float]:
    """The result and the shortest time, in seconds."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        result = act()
        times.append(time.perf_counter() - started)
    return result, min(times)


def unsafe(html: str) -> Iterator[str]:
    """What should not be in any page, and whether the sanitizer had anything left to do."""
    if sanitize(html, SITE.embed_hosts) != html:
        yield "cleaning it once more changes it"
    yield from Page(html).unsafe


class Page(HTMLParser):
    """Counts and checks the tags of a drawn page, by another parser than those that made it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables = 0
        self.unsafe: list[str] = []
        self.addresses: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        self.tables += tag == "table"
        if tag in FORBIDDEN:
            self.unsafe.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc", "formaction"):
                self.unsafe.append(f"<{tag} {name}>")
            if SCHEMES.match(value or ""):
                self.unsafe.append(f"<{tag} {name}={value}>")
            if name in ("src", "href"):
                self.addresses.add(value or "")


def outside_fences(lines: list[str]) -> Iterator[str]:
    """The lines that are in no fenced code."""
    fence = ""
    for line in lines:
        found = FENCE.match(line)
        if fence:
            if found and found[1].startswith(fence) and not line.strip(" >").strip(fence[0]):
                fence = ""
        elif found:
            fence = found[1]
        else:
            yield line


def tables_in(visible: str) -> int:
    """Delimiter rows below a row with as many cells, and tables in HTML."""
    lines = visible.split("\n")
    found = sum(
        bool(DELIMITERS.match(below)) and "|" in above and cells(above) == cells(below)
        for above, below in pairwise(lines)
    )
    return found + len(re.findall(r"<table\b", visible, re.I))


def cells(row: str) -> int:
    bare = row.strip(" >").replace(r"\|", "").removeprefix("|").removesuffix("|")
    return bare.count("|") + 1


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1:])))
