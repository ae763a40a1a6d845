"""Brings the wikis of ../shared/corpora into an empty company, twice, and compares.

    python -m tests.moving [NAME …]

Prints a table for each: what was there, counted by other means than our own, and what came. The
exit status is 1 where something is not right.
"""

from __future__ import annotations

import os
import sys

from tests.plugins import environment


def main(names: list[str]) -> int:
    """Each wiki comes into a database of its own."""
    from tests.moving.wikis import WIKIS

    wrong = 0
    for wiki in WIKIS:
        if wiki.is_there and (not names or wiki.name in names):
            wrong += compare(wiki)
    return wrong


def compare(wiki) -> int:  # type: ignore[no-untyped-def]  # noqa: ANN001
    from django.core.management import call_command

    from tests.moving import company
    from tests.moving.checking import Row, rows

    call_command("flush", interactive=False, verbosity=0)
    admin, department = company.found()
    run = company.bring(wiki, admin, department)
    found = list(rows(wiki, run, admin))
    before = company.everything()
    company.bring(wiki, admin, department)
    after = company.everything()
    changed = [name for name in before if before[name] != after[name]]
    found.append(Row("tables that a second import changed", 0, len(changed), ", ".join(changed)))
    print(f"\n{wiki.name}\n{'':44}{'there':>8}{'here':>8}")
    for row in found:
        mark = "" if row.is_right else "  ✗"
        print(f"{row.what:44}{row.there:>8}{row.here:>8}{mark}")
        if not row.is_right and row.detail:
            print(f"    {row.detail}")
    return sum(not row.is_right for row in found)


if __name__ == "__main__":
    folder = environment.enter()
    try:
        os.environ.update(DJANGO_SETTINGS_MODULE="wiki.settings", DEBUG="1")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        status = main(sys.argv[1:])
    finally:
        environment.leave(folder)
    sys.exit(bool(status))
