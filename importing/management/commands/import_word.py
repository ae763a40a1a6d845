"""`manage.py import_word FILE --department NAME`: Word documents."""

from __future__ import annotations

from importing.management.importing_command import ImportingCommand
from importing.models import Format

HELP = """\
Brings Word documents into the wiki; documents of Google Docs, downloaded as .docx, too.

Each document becomes an article, published as a baseline: "imported, never reviewed".
Folders become departments below the one you name.

What comes along
  * Headings, lists, tables, pictures, links, bookmarks, footnotes; author, dates and keywords.
  * The title is what has the style "Title", else the one heading at the top, else the file's name.
  * Tracked changes, taken as accepted.

What does not, and is told: comments, headers and footers, charts and drawings. Formulas keep their
signs alone. Documents with macros, with a password, or in the old .doc are left out.

Example
  manage.py import_word documents/ --department "Handbook" --owner ana@example.com --dry-run
"""


class Command(ImportingCommand):
    help = HELP
    format = Format.WORD
    files_help = "documents (.docx), a folder of them, or a zip"
