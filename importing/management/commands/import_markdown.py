"""`manage.py import_markdown FOLDER --department NAME`: a folder of Markdown files, as articles."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.models.tree import load_tree
from importing import report
from importing.applying import ImportFailed, apply_plan
from importing.assets import AssetFinder
from importing.departments import AmbiguousDepartment
from importing.markdown import read_folder
from importing.model import Plan
from importing.planning import plan_import
from importing.site import look_at_site
from processes.models import Kind, Topic

HELP = """\
Brings a folder of Markdown files into the wiki.

Each .md file becomes an article, published as a baseline: "imported, never reviewed". Its owner
confirms or changes it afterwards, as any page. Each sub-folder becomes a department below the one
you name, which is created if there is none of that name or address.

Before you begin
  * Make a backup, and try it with --dry-run: it prints what would happen and writes nothing.
  * The import is wholly in or wholly out. On SQLite nobody else can write while it runs (about
    ten pages a second); reading goes on.
  * Every page gets the same owner: --owner, else the department's manager, else the first admin.
    Change owners, kinds and managers afterwards in the admin pages.
  * Run it again whenever files were added. Pages that are in the wiki are recognised, even if
    they were renamed or moved since, and never overwritten; those that differ are listed.

What is understood
  * Front matter: title, description or subtitle (the summary), permalink, redirect_from (old
    addresses), redirect_to (no page; links to it lead on). Without a title: the first heading,
    else the file's name.
  * Links between pages: relative ones, those by the page's old address, and full ones with
    --host. They become [[links]], which follow a page that is renamed.
  * Images and files, from FOLDER and the folders given by --assets. Nothing else is read.

Look through the report at the end: it lists every link and image that could not be brought in.

Example
  manage.py import_markdown handbook/markdown --department "Staff handbook" \\
      --owner ana@example.com --host handbook.example.com \\
      --assets handbook/images --assets handbook/attachments --dry-run
"""


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Keeps the lines of the help as they are."""


class Command(BaseCommand):
    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = _Formatter
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder with the Markdown files")
        parser.add_argument(
            "--department", required=True, help="name or address of the department it goes into"
        )
        parser.add_argument("--owner", metavar="EMAIL", help="who answers for every page")
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
            metavar="FOLDER",
            help="another folder from which images and files may be taken; repeatable",
        )
        parser.add_argument("--dry-run", action="store_true", help="print the plan, write nothing")

    def handle(self, **options: Any) -> None:
        started = time.monotonic()
        plan = _make_plan(options)
        owner = _choose_owner(options["owner"], plan.departments[0].pk)
        if options["dry_run"]:
            self._write(report.describe_plan(plan))
            outcome = None
        else:
            self.stdout.write(f"Importing {len(plan.pages)} pages for {owner} …")
            try:
                outcome = apply_plan(
                    plan,
                    owner=owner,
                    kind=options["kind"],
                    topic=options["topic"],
                    tell=self.stdout.write,
                )
            except ImportFailed as error:
                raise CommandError(f"Nothing was imported. {error}") from error
        top = plan.departments[0]
        self.stdout.write(f"\n{top.name} (/{top.slug}/)")
        self._write(report.describe_outcome(plan, outcome))
        took = f"{time.monotonic() - started:.0f} s"
        done = "Dry run: nothing was written" if outcome is None else "Done"
        self.stdout.write(self.style.SUCCESS(f"\n{done} ({took})."))

    def _write(self, lines: Any) -> None:
        for line in lines:
            self.stdout.write(line)


def _make_plan(options: dict[str, Any]) -> Plan:
    folder, others = options["folder"], options["assets"]
    for path in (folder, *others):
        if not path.is_dir():
            raise CommandError(f"There is no folder {path}.")
    if not options["department"].strip():
        raise CommandError("Give the department a name.")
    source = read_folder(folder, settings.MAX_BODY_BYTES)
    if not source.pages:
        raise CommandError(f"There is no page to import in {folder}.")
    try:
        return plan_import(
            source,
            look_at_site(),
            department=options["department"].strip(),
            hosts=options["host"],
            assets=AssetFinder(folder, others),
        )
    except AmbiguousDepartment as error:
        raise CommandError(str(error)) from error


def _choose_owner(email: str | None, department: int | None) -> User:
    """The person named, else the department's nearest active manager, else the first admin."""
    active = User.objects.active()
    if email:
        owner = active.with_email(email).first()
        if owner is None:
            raise CommandError(f"Nobody who is active has the e-mail address {email}.")
        return owner
    line = load_tree().managers_in_line(department) if department else []
    owner = active.filter(pk__in=line[:1]).first()
    owner = owner or active.filter(is_superuser=True).order_by("pk").first()
    if owner is None:
        raise CommandError("Nobody could own the pages: name somebody with --owner.")
    return owner
