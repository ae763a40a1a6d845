"""`manage.py redraw`: draws what is waiting, here and now."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from processes import redrawing
from processes.drawing import Busy
from processes.models import Redraw

PAGES_PER_PROGRESS_LINE = 100


class Command(BaseCommand):
    help = "Draws the pages that wait to be drawn anew; with --all, every page there is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="every page, for a new version")

    def handle(self, *, all: bool, **options: object) -> None:
        if all:
            redrawing.ask_for_all()
        total = redrawing.pages_waiting()

        def tell(done: int) -> None:
            if done % PAGES_PER_PROGRESS_LINE == 0:
                self.stdout.write(f"{done} of {total} pages")

        try:
            done = redrawing.drain(tell=tell)
        except Busy as busy:
            raise CommandError(str(busy)) from busy
        self.stdout.write(self.style.SUCCESS(f"{done} pages drawn anew."))
        if left := Redraw.objects.select_related("article"):
            for row in left:
                self.stderr.write(f"Not drawn: {row.article} ({row.problem})")
