"""`manage.py import_wordpress FILE… --department NAME`: what WordPress exported."""

from __future__ import annotations

from importing.management.importing_command import ImportingCommand
from importing.models import Format

HELP = """\
Brings a WordPress site into the wiki.

In WordPress: Tools, Export, "All content". Give all files it made (.xml, or a zip of them), and
the site's folder wp-content/uploads by --assets; an export holds no pictures. Each post and page
becomes an article, published as a baseline: "imported, never reviewed".

What comes along
  * Titles, texts, excerpts (the summary), authors and dates, the tree of pages and their order.
  * Categories as departments, tags as tags, comments as the old discussion.
  * Pictures and files in all sizes and under all addresses, galleries, captions, featured pictures.
  * Old addresses, also ?p=7 and those a page had before: they lead to the article.
  * Drafts, private pages and those behind a password come in as drafts.

What does not: menus, templates, settings, forms; comments that nobody approved, pings; addresses of
commenters. What only the old site could fill is kept as code, and listed in the report.

Example
  manage.py import_wordpress wiki.2024-05-01.xml --assets wp-content/uploads \\
      --department "Handbook" --owner ana@example.com --dry-run
"""


class Command(ImportingCommand):
    help = HELP
    format = Format.WORDPRESS
    files_help = "the .xml files of the export, or a zip of them"
