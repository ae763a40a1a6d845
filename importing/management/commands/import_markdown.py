"""`manage.py import_markdown FOLDER --department NAME`: a folder of Markdown files, as articles."""

from __future__ import annotations

from importing.management.importing_command import ImportingCommand
from importing.models import Format

HELP = """\
Brings a folder of Markdown files into the wiki.

Each .md file becomes an article, published as a baseline: "imported, never reviewed". Its owner
confirms or changes it afterwards, as any page. Each sub-folder becomes a department below the one
you name, which is created if there is none of that name or address.

Before you begin
  * Make a backup, and try it with --dry-run: it prints what would happen and writes nothing.
  * Each page is wholly in or wholly out. Was it interrupted, run it again: it brings the rest.
  * A page's owner is the nearest manager of its department; where there is none, --owner, else
    the first admin. Change owners, kinds and managers afterwards in the admin pages.
  * Run it again whenever files were added. Pages that are in the wiki are recognised, even if
    they were renamed or moved since, and never overwritten; those that differ are listed.

What is understood
  * Front matter: title, description or subtitle (the summary), author, date, tags, weight or
    nav_order (its place), draft and published (a draft), permalink, redirect_from or aliases (old
    addresses), redirect_to (no page; links to it lead on). Without a title: the first heading,
    else the file's name.
  * Links between pages: relative ones, those by the page's old address, and full ones with
    --host. They become [[links]], which follow a page that is renamed.
  * Images and files, from FOLDER and what is given by --assets. Nothing else is read.
    FOLDER may be a zip archive as well.

Look through the report at the end: it lists every link and image that could not be brought in.

Example
  manage.py import_markdown handbook/markdown --department "Staff handbook" \\
      --owner ana@example.com --host handbook.example.com \\
      --assets handbook/images --assets handbook/attachments --dry-run
"""


class Command(ImportingCommand):
    help = HELP
    format = Format.MARKDOWN
    files_help = "the folder with the Markdown files, or a zip of it"
