"""`manage.py export_wiki`: what one person may read, in a file."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import auditing
from accounts.models import Department, User
from exporting import making
from exporting.models import Export, Shape


class Command(BaseCommand):
    help = "Writes all pages that one person may read, or those of a department, into a zip file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The zip file; there must be none yet.")
        parser.add_argument(
            "--as",
            dest="email",
            required=True,
            help="E-mail of the one who reads: an admin's for everything.",
        )
        parser.add_argument(
            "--department", help="Address of the one to export, with what is below."
        )
        parser.add_argument("--shape", choices=Shape.values, default=Shape.MARKDOWN)
        parser.add_argument("--history", action="store_true", help="Every version and decision.")

    def handle(self, **options: object) -> None:
        person = User.objects.active().with_email(str(options["email"])).first()
        if person is None:
            raise CommandError(f"Nobody active has the e-mail address {options['email']}.")
        export = Export(
            shape=options["shape"],
            department=self._department(options["department"], person),
            with_history=bool(options["history"]) and options["shape"] == Shape.MARKDOWN,
            made_by=person,
        )
        target = options["file"]
        if not isinstance(target, Path) or target.exists():
            raise CommandError(f"{target} is there already.")
        self._write(export, target)
        auditing.record("exported", about=person, what=export.department or "Everything")
        self.stdout.write(f"{target} is written; pages and files: {export.total}.")

    def _department(self, address: object, person: User) -> Department | None:
        if not address:
            return None
        place = Department.objects.filter(slug=address).first()
        if place is None or place.pk in person.departments.hidden_from(person):
            raise CommandError(f"{person} can read no department at “{address}”.")
        return place

    def _write(self, export: Export, target: Path) -> None:
        """Beside its place first: a file that is half written must not look like an export."""
        unfinished = target.with_name(f"{target.name}.part")
        try:
            with unfinished.open("wb") as file:
                making.write(export, file)
            unfinished.rename(target)
        except OSError as error:
            raise CommandError(f"{target} could not be written: {error}") from error
        finally:
            unfinished.unlink(missing_ok=True)
