"""Reads what Confluence (Cloud, Data Center, Server) exports of its spaces as HTML. Pure.

reading.py     all spaces of the files: what a reader yields
spaces.py      `index.html`: a space and its tree of pages
page_files.py  one page: title, people, dates, labels, attached files, comments
macros.py      what Confluence draws with its own HTML, as HTML that others understand
linking.py     links and pictures, however they were addressed
"""

from importing.confluence.reading import read

__all__ = ["read"]
