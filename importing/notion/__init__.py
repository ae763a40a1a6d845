"""Reads what Notion exports of a workspace or a page: Markdown & CSV, or HTML. Pure.

reading.py         all pages and databases of the files: what a reader yields
shelving.py        which page owns which folder, and what stands nowhere
addresses.py       what links may call a page
names.py           what a file is called, and the number that Notion gave it
markdown_pages.py  a page in Notion's Markdown; callouts.py and formulas.py are parts of it
html_pages.py      a page as HTML
ordering.py        in which order pages stand below another
properties.py      the facts at the top of a page
databases.py       a database as a table whose rows lead to their pages
"""

from importing.notion.reading import read

__all__ = ["read"]
