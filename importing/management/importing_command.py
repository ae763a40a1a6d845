"""What all commands have in common that bring an old wiki in."""

from __future__ import annotations

import argparse
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Department, User
from accounts.models.tree import load_tree
from importing import mapping_files, reporting, running
from importing.departments import Departments
from importing.models import Import, PageState
from processes import redrawing
from processes.models import Kind, Topic
from processes.text.rendering import fold

PAGES_PER_PROGRESS_LINE = 50


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Keeps the lines of the help as they are."""


class ImportingCommand(BaseCommand):
    """Say `format` and `help`; `files_help` is said of the files."""

    format: str
    files_help = "the files of the old wiki, or archives of them"

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = _Formatter
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, help=self.files_help)
        parser.add_argument(
            "--department", required=True, help="name or address of the department it goes into"
        )
        parser.add_argument(
            "--owner",
            metavar="EMAIL",
            help="who brings it, and answers for pages in departments without a manager",
        )
        parser.add_argument(
            "--kind",
            choices=Kind.values,
            default=Kind.EXPERTISE,
            help="default: expertise, since imported text seldom has the sections of a process",
        )
        parser.add_argument(
            "--topic",
            choices=Topic.values,
            default=Topic.COMPANY,
            help="of expertise (default: company)",
        )
        parser.add_argument(
            "--host",
            action="append",
            default=[],
            metavar="NAME",
            help="a host name of the old site, so that full links to it are recognised; repeatable",
        )
        parser.add_argument(
            "--assets",
            action="append",
            default=[],
            type=Path,
            metavar="PATH",
            help="a folder or zip from which images and files may be taken; repeatable",
        )
        parser.add_argument("--fetch-from", default="", metavar="ADDRESS", help=FETCH_HELP)
        parser.add_argument("--mapping", type=Path, metavar="FILE", help=MAPPING_HELP)
        parser.add_argument(
            "--write-mapping",
            type=Path,
            metavar="FILE",
            help="write down what is proposed, as CSV; together with --dry-run",
        )
        parser.add_argument("--report", type=Path, metavar="FILE", help="write it as JSON, too")
        parser.add_argument("--dry-run", action="store_true", help="print the plan, write nothing")

    def handle(self, **options: Any) -> None:
        started = time.monotonic()
        run = self.begin(options)
        try:
            self._do(run, options, started)
        finally:
            if not run.pages.filter(state=PageState.IMPORTED).exists() and not run.applied_at:
                forget(run)

    def begin(self, options: dict[str, Any]) -> Import:
        """Says what it is and names its files. Raises CommandError."""
        asked = options["department"].strip()
        if not asked:
            raise CommandError("Give the department a name.")
        for path in filter(None, (*options["files"], *options["assets"], options["mapping"])):
            if not path.exists():
                raise CommandError(f"There is no file or folder {path}.")
        department = _department(asked)
        owner = _owner(options["owner"], department)
        run = running.begin(
            format=self.format,
            name=options["files"][0].resolve().name,
            by=owner,
            department=department,
            owner=owner,
            kind=options["kind"],
            topic=options["topic"],
            hosts=options["host"],
            fetch_from=options["fetch_from"],
            told={} if department else {"new_department": asked},
        )
        for path in options["files"]:
            running.add_path(run, path)
        for path in options["assets"]:
            running.add_path(run, path, is_assets=True)
        return run

    def prepare(self, run: Import, options: dict[str, Any]) -> None:
        """A place for what only one format asks for, between reading and trying."""

    def _do(self, run: Import, options: dict[str, Any], started: float) -> None:
        try:
            running.read(run)
            self.prepare(run, options)
            if options["mapping"]:
                mapping_files.read(run, options["mapping"].read_bytes())
            if options["write_mapping"]:
                text = mapping_files.write(run)
                options["write_mapping"].write_text(text, encoding="utf-8-sig", newline="")
            running.check(run)
        except (running.Failed, running.Refused) as error:
            raise CommandError(f"Nothing was imported. {error}") from error
        if options["dry_run"]:
            self._plan(run)
        else:
            self._apply(run)
        top = Departments(run).planned.get("")
        if top:
            self.stdout.write(f"\n{top.name} (/{top.slug}/)")
        stage = "check" if options["dry_run"] else "apply"
        for line in reporting.lines(run, stage):
            self.stdout.write(line)
        if options["report"]:
            with options["report"].open("w", encoding="utf-8") as file:
                file.writelines(reporting.as_json(run))
        took = f"{time.monotonic() - started:.0f} s"
        done = "Dry run: nothing was written" if options["dry_run"] else "Done"
        self.stdout.write(self.style.SUCCESS(f"\n{done} ({took})."))

    def _plan(self, run: Import) -> None:
        departments = Departments(run)
        for one in departments.planned.values():
            state = "exists" if one.pk else "new"
            self.stdout.write(f"Department /{one.slug}/  {one.name}  ({state})")
        for line in reporting.places(run, departments):
            self.stdout.write(line)

    def _apply(self, run: Import) -> None:
        new = run.counts["check"]["pages"].get("new", 0)
        self.stdout.write(f"Importing {new} pages for {run.owner} …")
        try:
            running.apply(run, tell=self._tell)
        except (running.Failed, running.Refused) as error:
            raise CommandError(f"It did not come to its end. {error}") from error
        redrawing.drain()  # links that led nowhere yet when their page was published

    def _tell(self, done: int, total: int) -> None:
        if done % PAGES_PER_PROGRESS_LINE == 0:
            self.stdout.write(f"{done} of {total} pages")


MAPPING_HELP = "what goes where and who is who, as --write-mapping wrote it and you changed it"
FETCH_HELP = "where pictures that are in no file may be fetched: https://old.example.com"


def forget(run: Import) -> None:
    """What brought nothing leaves nothing behind; what is still worked on stays."""
    with suppress(running.Refused):
        running.forget(run)
        run.delete()


def _department(asked: str) -> Department | None:
    """The one of this address or name; None where it is to be made."""
    tree = load_tree()
    found = [one for one in tree.by_id.values() if one.slug == asked]
    found = found or [one for one in tree.by_id.values() if fold(one.name) == fold(asked)]
    if len(found) > 1:
        slugs = ", ".join(one.slug for one in found)
        raise CommandError(
            f"Several departments are called “{asked}”. Give one by its address: {slugs}."
        )
    return found[0] if found else None


def _owner(email: str | None, department: Department | None) -> User:
    """The person named, else the department's nearest active manager, else the first admin."""
    active = User.objects.active()
    if email:
        owner = active.with_email(email).first()
        if owner is None:
            raise CommandError(f"Nobody who is active has the e-mail address {email}.")
        return owner
    line = load_tree().managers_in_line(department.pk) if department else []
    owner = active.filter(pk__in=line[:1]).first()
    owner = owner or active.filter(is_superuser=True).order_by("pk").first()
    if owner is None:
        raise CommandError("Nobody could own the pages: name somebody with --owner.")
    return owner
