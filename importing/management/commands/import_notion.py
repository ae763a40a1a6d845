"""`manage.py import_notion FILE --department NAME`: pages that Notion exported."""

from __future__ import annotations

from importing.management.importing_command import ImportingCommand
from importing.models import Format

HELP = """\
Brings pages of Notion into the wiki.

In Notion: Export, with sub-pages, as "Markdown & CSV" or as "HTML". Give the zip as it is, also one
that holds others. Each page becomes an article, published as a baseline: "imported, never
reviewed".

What comes along
  * The tree of pages; spaces of teams as departments; pictures and files.
  * Databases as tables whose rows lead to their pages; what is told of a row, at its top.
  * Tags, and who created a page and when, where a database tells it.
  * Callouts, toggles, tasks, columns one below the other. Formulas stay as they were typed.

What the export does not hold: who may read what, comments, earlier versions.

Example
  manage.py import_notion Export.zip --department "Handbook" --owner ana@example.com --dry-run
"""


class Command(ImportingCommand):
    help = HELP
    format = Format.NOTION
    files_help = "the zip that Notion made, or the folder it was unpacked to"
