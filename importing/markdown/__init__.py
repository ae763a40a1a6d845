"""Reads Markdown: files, front matter, headings and links. Knows no database.

reading.py       all files, as pages of an old wiki
page.py          one file
folders.py       folders as places, and the addresses that site generators give
front_matter.py  the lines above the text;  told.py: what they say of author, day, order, state
headline.py      titles and summaries
anchors.py       anchors set by hand
scanning.py      links in a text;  decoding.py: bytes to text
"""

from importing.markdown.reading import read
from importing.markdown.scanning import Form, Found, scan

__all__ = ["Form", "Found", "read", "scan"]
