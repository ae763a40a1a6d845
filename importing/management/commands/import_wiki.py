"""`manage.py import_wiki`: an export of Imprimatur, brought into this wiki."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from importing import imprimatur
from importing.files import Files, Unreadable
from processes import redrawing

_TELL_EVERY = 100
_NOTES_SHOWN = 200


class Command(BaseCommand):
    help = (
        "Brings in what `export_wiki` wrote: departments, pages with their versions, files and"
        " people. What is here already is never changed; ended halfway, it can be begun again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, help="The zip file, or the folder it was unpacked to."
        )
        parser.add_argument("--as", dest="email", required=True, help="E-mail of an administrator.")
        parser.add_argument(
            "--trust-approvals",
            action="store_true",
            help="Approvals there count here. Otherwise every page is “imported, never reviewed”.",
        )

    def handle(self, **options: object) -> None:
        person = User.objects.active().with_email(str(options["email"])).first()
        if person is None or not person.is_admin:
            raise CommandError(f"{options['email']} is no administrator here.")
        outcome = imprimatur.Outcome()
        try:
            with Files.of_paths([str(options["file"])]) as files, redrawing.held():
                trusted = bool(options["trust_approvals"])
                steps = imprimatur.bring(files, person, outcome, trusted=trusted)
                for done, _ in enumerate(steps, 1):
                    if done % _TELL_EVERY == 0:
                        self.stdout.write(f"{done} of {outcome.total} pages")
                outcome.notes += [(problem.where, problem.why) for problem in files.problems]
        except Unreadable as error:
            raise CommandError(f"{error.where}: {error}") from error
        for where, what in outcome.notes[:_NOTES_SHOWN]:
            self.stdout.write(f"{where}: {what}")
        self.stdout.write(
            f"{outcome.new} pages imported, {outcome.known} were here already,"
            f" {outcome.left_out} left out."
        )
