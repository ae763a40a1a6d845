"""Brings the wikis of ../shared/corpora into an empty company, twice, and compares.

    python -m tests.moving [NAME …]

Prints a table for each: what was there, counted by other means than our own, and what came. The
exit status is 1 where something is not right.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tests.moving.wikis import WIKIS, OldWiki
from tests.plugins import environment


def main(names: list[str]) -> int:
    """Each wiki comes into a database of its own, and so into a process of its own."""
    wikis = [wiki for wiki in WIKIS if wiki.is_there and (not names or wiki.name in names)]
    if len(wikis) == 1:
        return compare(wikis[0])
    alone = [[sys.executable, "-m", "tests.moving", wiki.name] for wiki in wikis]
    return sum(subprocess.run(command, check=False).returncode for command in alone)


def compare(wiki: OldWiki) -> int:
    """Prints the table; returns how many of its lines are not right."""
    folder = environment.enter()
    try:
        os.environ.update(DJANGO_SETTINGS_MODULE="wiki.settings", DEBUG="1", LOG_LEVEL="ERROR")
        import django

        django.setup()
        return show(wiki)
    finally:
        environment.leave(folder)


def show(wiki: OldWiki) -> int:
    from django.core.management import call_command

    from tests.moving import company
    from tests.moving.checking import Row, rows

    call_command("migrate", verbosity=0)
    admin, department = company.found()
    run = company.bring(wiki, admin, department)
    found = list(rows(wiki, run, admin))
    before = company.everything()
    company.bring(wiki, admin, department)
    after = company.everything()
    changed = [name for name in before if before[name] != after[name]]
    found.append(Row("tables that a second import changed", 0, len(changed), ", ".join(changed)))
    print(f"\n{wiki.name}\n{'':44}{'there':>8}{'here':>8}", flush=True)
    for row in found:
        print(f"{row.what:44}{row.there:>8}{row.here:>8}{'' if row.is_right else '  ✗'}")
        if row.there != row.here and row.detail:
            print(f"    {row.detail}")
    return sum(not row.is_right for row in found)


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1:])))
