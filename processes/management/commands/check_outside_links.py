"""`manage.py check_outside_links`: asks the links to other sites that are due, now."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from processes import outside


class Command(BaseCommand):
    help = (
        "Asks links to other sites whether anything is still there: those that were not asked for"
        " a week, and once more a day later those that failed. Workers do this every hour by"
        " themselves; this is for where none runs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, default=500, help="at most so many (default: 500)")

    def handle(self, **options: Any) -> None:
        if not settings.CHECK_OUTSIDE_LINKS:
            raise CommandError("CHECK_OUTSIDE_LINKS=0 says that other sites are not asked.")
        checked = outside.check_due(options["limit"])
        self.stdout.write(f"{checked.asked} links asked, {checked.failed} failed.")
        if checked.offline:
            self.stdout.write("Nothing answered at all, so failures of the network do not count.")
