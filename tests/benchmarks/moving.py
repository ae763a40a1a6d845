"""How quickly a wiki moves: backup, restore, export, import, and how much memory each takes.

    python -m tests.benchmarks.moving [LARGE] [SMALL] [--database sqlite|postgres] [--only WORD …]

Each step is a command of its own, as an operator types it, on a generated company or on what the
steps before made of it; the seconds of a command that does nothing are taken off. Prints pages a
second, the peak of memory, and the time of a page as so many publications of one imported text
(`adopts`, see adopting.py) for both sizes; then the time of a page in the large company against
that in the small one. Only the ratios mean something elsewhere: flat is 1. Linux and macOS.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from tests.benchmarks import databases
from tests.importing.wxr_world import write_large

ADOPTED = 200
# Bytes of a page in a WordPress export: half of it text, some 500 words, as in the company.
WXR_PAGE = 8_000
ADMIN = "mover@tidewell.example"
MEGABYTE = 1 << 20
# What ru_maxrss counts in.
UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Step:
    """`place` is which wiki it runs in: the company, or one of those that begin empty."""

    name: str
    place: str
    words: tuple[str, ...]
    is_measured: bool = True


@dataclass(frozen=True, slots=True)
class Taken:
    seconds: float
    megabytes: float
    adopts: float = 0
    said: str = ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("large", type=int, nargs="?", default=10_000)
    parser.add_argument("small", type=int, nargs="?", default=1_000)
    parser.add_argument("--database", choices=databases.ENGINES, default="sqlite")
    parser.add_argument("--only", nargs="*", default=[], help="steps whose names hold one of these")
    asked = parser.parse_args()
    sizes = tuple(dict.fromkeys((asked.small, asked.large)))
    results = [_moved(asked.database, size, asked.only) for size in sizes]
    report(asked.database, sizes, results)


def steps(folder: Path) -> Iterator[Step]:
    """Restoring comes into a database without a table; exports are taken from the copy."""
    archive, markdown, old = (str(folder / name) for name in ("wiki.zip", "pages.zip", "old.xml"))
    admin = ("createsuperuser", "--noinput", "--email", ADMIN, "--name", "Mover")
    yield Step("backup", "company", ("backup", archive, "--verbosity", "0"))
    yield Step("restore --check", "copy", ("restore", archive, "--check", "--verbosity", "0"))
    yield Step("restore", "copy", ("restore", archive, "--verbosity", "0"))
    yield Step("", "copy", admin, is_measured=False)
    yield Step("export, Markdown", "copy", ("export_wiki", markdown, "--as", ADMIN))
    offline = ("export_wiki", str(folder / "offline.zip"), "--as", ADMIN, "--shape", "pages")
    yield Step("export, offline pages", "copy", offline)
    for place, name, words in (
        ("ours", "import, our own export", ("import_wiki", markdown, "--as", ADMIN)),
        ("markdown", "import, Markdown", ("import_markdown", markdown, "--department", "Old wiki")),
        ("wxr", "import, WordPress", ("import_wordpress", old, "--department", "Old wiki")),
    ):
        yield Step("", place, ("migrate", "--verbosity", "0"), is_measured=False)
        yield Step("", place, admin, is_measured=False)
        yield Step(name, place, words)


def measure(words: list[str], environment: dict[str, str]) -> Taken:
    """Seconds and the peak of memory of a program, that of what it starts left out.

    Raises SystemExit where it fails, with what it said.
    """
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(
            words,
            cwd=databases.ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            told = _end_of(said)
            raise SystemExit(f"{' '.join(words)} ended with {process.returncode}:\n{told}")
        return Taken(seconds, usage.ru_maxrss * UNIT / MEGABYTE, said=_end_of(said))


def report(engine: str, sizes: tuple[int, ...], results: list[dict[str, Taken]]) -> None:
    print(f"{engine}, {' and '.join(f'{size:,}' for size in sizes)} pages")
    print(f"{'':26}" + f"{'pages/s':>10}{'adopts':>8}{'peak MB':>9}" * len(sizes), end="")
    print(f"{'a page: large / small':>24}" if len(sizes) > 1 else "")
    for name in results[0]:
        found = [result[name] for result in results]
        rates = [size / taken.seconds for size, taken in zip(sizes, found, strict=True)]
        print(f"{name:26}", end="")
        for rate, taken in zip(rates, found, strict=True):
            print(f"{rate:10.0f}{taken.adopts:8.2f}{taken.megabytes:9.0f}", end="")
        print(f"{rates[0] / rates[-1]:24.2f}" if len(sizes) > 1 else "", flush=True)


def _moved(engine: str, size: int, only: list[str]) -> dict[str, Taken]:
    company = databases.company(engine, size)
    databases.FOLDER.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="moving-", dir=databases.FOLDER))
    places = {"company": company}
    found = {}
    try:
        write_large(folder / "old.xml", max(1, size * WXR_PAGE // 1_000_000), size)
        nothing = measure(_manage("shell", "-c", "pass"), company).seconds
        for step in steps(folder):
            place = places.setdefault(step.place, {})
            place.update(place or _empty(engine, folder, step.place, company))
            taken = measure(_manage(*step.words), place)
            if step.is_measured and (not only or any(word in step.name for word in only)):
                spent = max(taken.seconds - nothing, 0.001)
                found[step.name] = replace(taken, seconds=spent)
                print(f"  {size:,} pages, {step.name}: {spent:.1f} s", file=sys.stderr, flush=True)
        one = _seconds_of_one(places["markdown"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"  {size:,} pages, to adopt one text: {one * 1000:.0f} ms", file=sys.stderr, flush=True)
    return {
        name: replace(taken, adopts=taken.seconds / size / one) for name, taken in found.items()
    }


def _seconds_of_one(place: dict[str, str]) -> float:
    """Of `workflow.adopt`, with texts that an import has brought, among as many pages."""
    words = [sys.executable, "-m", "tests.benchmarks.adopting", str(ADOPTED)]
    return float(measure(words, place).said.split()[-1])


def _end_of(said: IO[bytes]) -> str:
    said.seek(0)
    return said.read()[-2000:].decode(errors="replace")


def _empty(engine: str, folder: Path, name: str, company: dict[str, str]) -> dict[str, str]:
    """The environment of a wiki without a table."""
    place = folder / name
    place.mkdir()
    found = {**company, "VAR_DIR": str(place)}
    if engine == "postgres":
        found["DATABASE_URL"] = databases.emptied(f"moving_{name}")
    return found


def _manage(*words: str) -> list[str]:
    return [sys.executable, "manage.py", *words]


if __name__ == "__main__":
    main()
