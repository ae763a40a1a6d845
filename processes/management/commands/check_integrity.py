"""`manage.py check_integrity`: whether pages, versions, links, index, proposals and log agree."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from processes import integrity
from processes.models import Article


class Command(BaseCommand):
    help = (
        "Checks that every page agrees with its versions, its log, its links, its pictures and the"
        " search index, and that somebody can decide on whatever waits. Changes nothing. Prints a"
        " line for each finding, and ends with status 1 if there is any."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--fast", action="store_true", help="Leave out what takes drawing every page anew."
        )

    def handle(self, *, fast: bool, verbosity: int, **options: object) -> None:
        found = 0
        for sentence in integrity.check_all(fast=fast, tell=self._progress(verbosity)):
            self.stdout.write(sentence)
            found += 1
        if found:
            raise CommandError(f"{found} finding{'' if found == 1 else 's'}.", returncode=1)
        self.stdout.write(self.style.SUCCESS(f"{Article.objects.count()} pages agree."))

    def _progress(self, verbosity: int):  # noqa: ANN202 - what check_all wants
        def tell(done: int) -> None:
            if verbosity > 1 and done % 100 == 0:
                self.stderr.write(f"{done} pages checked")

        return tell
