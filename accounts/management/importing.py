"""What both commands that bring a table do."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import tables
from accounts.models import TableImport
from accounts.tables import Plan, Row, State

MARKS = {State.NEW: "+", State.CHANGED: "~", State.SAME: " ", State.REFUSED: "✗"}


class ImportTable(BaseCommand):
    """Without --apply it only says what it would do: a table that is wrong is seen before it is
    too late."""

    kind = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="A CSV file with headings in its first line.")
        parser.add_argument(
            "--apply",
            action="store_true",
            help="Do it. Without this, only what would be done is said.",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Only say what would be done (as without --apply).",
        )
        parser.add_argument(
            "--skip-refused",
            action="store_true",
            help="With --apply: do what can be done, although some lines are refused. Otherwise"
            " nothing is done then.",
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Raises CommandError where lines are refused, so that scripts notice."""
        try:
            text = tables.decode(file.read_bytes())
            tables.check(text, self.kind)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except tables.Unreadable as error:
            raise CommandError(str(error)) from error
        table = TableImport(kind=self.kind, name=file.name[:200], text=text)
        plan = tables.look(table, None)
        self._tell(plan, options["verbosity"])
        refused = plan.counts[State.REFUSED]
        if options["apply"] and not options["dry_run"] and (not refused or options["skip_refused"]):
            self._apply(table, plan)
        elif plan.of(State.NEW, State.CHANGED):
            self.stdout.write("Nothing was changed: add --apply to do it.")
        if refused and not options["skip_refused"]:
            raise CommandError(f"{refused} refused: mend them, or add --skip-refused.")

    def _apply(self, table: TableImport, plan: Plan) -> None:
        try:
            table.save()
            tables.apply(table, None, seen=plan.digest)
        except tables.Stale as error:
            table.delete()
            raise CommandError(f"{error} Nothing was changed.") from error
        self.stdout.write(self.style.SUCCESS("Applied."))

    def _tell(self, plan: Plan, verbosity: int) -> None:
        for name in plan.unknown:
            self.stdout.write(f"Not understood, passed over: “{name}”")
        for row in plan.rows:
            if row.state != State.SAME or verbosity > 1:
                self.stdout.write(f"{MARKS[row.state]} line {row.line}  {row.what}  {_told(row)}")
        counts = ", ".join(f"{count} {state}" for state, count in plan.counts.items())
        self.stdout.write(counts)


def _told(row: Row) -> str:
    changes = [f"{one.field}: {one.before or '–'} → {one.after or '–'}" for one in row.changes]
    return "; ".join([*changes, *row.said])
