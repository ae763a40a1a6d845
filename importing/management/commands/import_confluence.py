"""`manage.py import_confluence FILE --department NAME`: spaces that Confluence exported as HTML."""

from __future__ import annotations

from importing.management.importing_command import ImportingCommand
from importing.models import Format

HELP = """\
Brings spaces of Confluence into the wiki.

In Confluence: Space settings, Export space, HTML. Each space is a zip file; give one or several.
Each page becomes an article, published as a baseline: "imported, never reviewed".

What comes along
  * The tree of pages, people's names, dates, labels (as tags), comments, all attached files.
  * Panels, code, expands, tasks, tables, emoji, mentions, links to Jira.
  * Links between pages in all their forms, those to --host included; each such old address leads
    on to its article.

What the export does not hold: who may read what, earlier versions, blog posts, drafts.

Example
  manage.py import_confluence HR.zip IT.zip --department "Handbook" \\
      --owner ana@example.com --host wiki.example.com --dry-run
"""


class Command(ImportingCommand):
    help = HELP
    format = Format.CONFLUENCE
    files_help = "the zip of each space, or the folder it was unpacked to"
